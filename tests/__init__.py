"""Tests mirror the code; `guards` are what each runs under, `fixtures` what it starts from."""
