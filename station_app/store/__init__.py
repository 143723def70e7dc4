"""The encrypted file as a place to work in: engine, units of work, change log, backup."""
