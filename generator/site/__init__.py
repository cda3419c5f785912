"""The site: from the catalogue to a tree of pages that any of the three tools builds, and to the offline zip."""

from generator.site import bundle, digesting
from generator.site.configuring import Settings, address, settings
from generator.site.folder import Written
from generator.site.pages import searched
from generator.site.writing import labels, write

__all__ = ["Settings", "Written", "address", "bundle", "digesting", "labels", "searched", "settings", "write"]
