"""What no test may do, whatever it tests (HOUSE_STYLE §14)."""
