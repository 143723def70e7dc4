"""Questions to the database: a session in, frozen rows out."""
