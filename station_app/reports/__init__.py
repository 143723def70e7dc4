"""Values to printed forms and tables; nothing here asks the database."""
