"""The shelf for other programs and places: bibliographies, the JSON API, feeds, Markdown, a digest, a README, frames on other sites."""
