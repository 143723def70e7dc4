"""The veterans' service station: the program on the clerk's PC."""

VERSION = "0.1.0"
"""Of program and server alike; a PC tells it with each report, so that old ones can be found."""
