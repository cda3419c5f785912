"""What Browse and its search load, and the same search for programs."""
