"""Scraped listings: pages of papers saved as plain text."""

from generator.formats.listings.blocks import Source
from generator.formats.listings.drafts import no_papers
from generator.formats.listings.parser import Reading, read
from generator.formats.listings.splitter import fold_run

__all__ = ["Reading", "Source", "fold_run", "no_papers", "read"]
