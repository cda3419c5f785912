"""The site: turns the catalogue into a tree of pages that each of the three builders accepts, and into the offline zip."""

from generator.site import bundle, digesting
from generator.site.configuring import Settings, address, settings
from generator.site.folder import Written
from generator.site.pages import searched
from generator.site.writing import labels, write

__all__ = ["Settings", "Written", "address", "bundle", "digesting", "labels", "searched", "settings", "write"]
