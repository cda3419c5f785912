"""Views: frozen, sorted data for one page each, without a word of HTML."""
