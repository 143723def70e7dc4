"""The house rules that a program can check by reading the code."""
