"""Scraped listings: pages of papers as text, cut into blocks and taken apart."""
