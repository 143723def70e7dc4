"""Journeys: the program as a person or an IT clerk uses it, from end to end."""
