"""The site: turns the catalogue into a tree of pages that each of the three builders accepts, and into the offline zip."""

from generator.site import bundle
from generator.site.exports import digest
from generator.site.folder import Written, rebuilt
from generator.site.plan import absent, labels
from generator.site.settings import Settings, address, foreign, pruned, settings
from generator.site.writer import write

__all__ = [
    "Settings",
    "Written",
    "absent",
    "address",
    "bundle",
    "digest",
    "foreign",
    "labels",
    "pruned",
    "rebuilt",
    "settings",
    "write",
]
