"""The veterans' service station: the program on the clerk's PC."""
