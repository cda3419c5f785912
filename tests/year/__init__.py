"""A simulated year of pull requests: the papers, the writers, the faulty changes, and how it runs."""
