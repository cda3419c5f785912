"""Disk: files read and written whole, several changed together under a lock, and the history that git keeps."""
