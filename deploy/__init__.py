"""What a machine room needs beside the server: units, fronts, pools, backups, and their drill."""
