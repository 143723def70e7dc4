"""What is stored, and how each record describes itself."""
