"""Use cases: a command in, an outcome out; they take a session and never commit."""
