"""A simulated year of pull requests: papers, writers, the wicked, and how it runs."""
