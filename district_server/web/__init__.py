"""The district's pages: rendered here, readable without JavaScript and without the internet."""
