"""Lists of papers in Markdown: bullets, table rows and paragraphs are split into papers and read."""

from generator.formats.lists.parser import NAME, Contents, detect, is_markdown, outweighs, parse, read, without_code

__all__ = ["NAME", "Contents", "detect", "is_markdown", "outweighs", "parse", "read", "without_code"]
