"""Programs of the project's makers: what lies in resources/, pictures of the pages."""
