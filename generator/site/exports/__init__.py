"""The shelf for other programs: bibliographies, the JSON API, feeds, Markdown, a digest."""
