"""What Browse and its search load."""
