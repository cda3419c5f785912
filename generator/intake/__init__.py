"""How papers come in: imports, single papers, open questions, and bibliographies beside the shelf."""
