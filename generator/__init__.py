"""Reading Shelf: from collected listings of papers to a curated, searchable site."""
