"""How papers get in: imports, single papers from services, open questions; and bibliographies outside the shelf."""
