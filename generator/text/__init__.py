"""Texts and what they hold: folding, LaTeX, people's names, titles, keys, identifiers, pagination, fingerprints of abstracts."""
