"""A new shelf: what `shelf new` writes."""
