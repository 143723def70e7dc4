"""The district's pages: roles, forms, words, and what a browser makes of them."""
