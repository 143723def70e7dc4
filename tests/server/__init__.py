"""The district server, in process and as a process of its own."""
