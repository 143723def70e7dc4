"""The addresses of the server: each module turns requests into calls and results into answers."""
