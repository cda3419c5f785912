"""Lists of papers in Markdown: bullets, table rows and paragraphs, cut into papers and read."""
