"""Measurements, kept with their figures: ``python -m benchmarks.<name>`` prints a table."""
