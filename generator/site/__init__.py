"""The site: from the catalogue to a tree of pages that any of the three tools builds, and to the offline zip."""

from generator.site import bundle
from generator.site.exports import digest
from generator.site.folder import Written
from generator.site.renderer import searched
from generator.site.settings import Settings, address, settings
from generator.site.writer import labels, write

__all__ = ["Settings", "Written", "address", "bundle", "digest", "labels", "searched", "settings", "write"]
