"""The district server: where the stations' records meet."""
