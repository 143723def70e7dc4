"""The questions of the pages: each takes how far the officer reaches, and gives frozen rows."""
