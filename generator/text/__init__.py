"""What texts are made of: folding, LaTeX, names of people, titles, identifiers, pagination, fingerprints of abstracts."""
