"""Files on disk: reading and writing them, changing several together under a lock, and their git history."""
