"""What `shelf new` writes."""
