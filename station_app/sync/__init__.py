"""The conversation with the district: wire, merge and apply, shared with the server."""
