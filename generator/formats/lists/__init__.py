"""Lists of papers in Markdown: bullets, table rows and paragraphs are split into papers and read."""

from generator.formats.lists.parser import NAME, detect, outweighs, parse, without_code

__all__ = ["NAME", "detect", "outweighs", "parse", "without_code"]
