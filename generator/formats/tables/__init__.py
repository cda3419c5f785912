"""Tables as sources: CSV."""
