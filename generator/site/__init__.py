"""The site: turns the catalogue into a tree of pages that each of the three builders accepts, and into the offline zip."""

from generator.site import builders, bundle
from generator.site.exports import digest
from generator.site.folder import Written, rebuilt
from generator.site.settings import Settings, address, foreign, pruned, settings
from generator.site.writer import absent, labels, write

__all__ = [
    "Settings",
    "Written",
    "absent",
    "address",
    "builders",
    "bundle",
    "digest",
    "foreign",
    "labels",
    "pruned",
    "rebuilt",
    "settings",
    "write",
]
