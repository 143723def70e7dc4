"""The window: widgets show and ask, they decide nothing."""
