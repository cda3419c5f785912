"""The content/ folder as a whole: the catalogue, its schemas, its layout, and what changed since a revision."""
