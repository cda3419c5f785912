"""The site: turns the catalogue into a tree of pages that each of the three builders accepts, and into the offline zip."""

from generator.site import builders, bundle, edition
from generator.site.edition import Edition, Printed
from generator.site.exports import digest
from generator.site.folder import Written, rebuilt
from generator.site.frames import Frames
from generator.site.live import Live
from generator.site.plan import DATA, Plan, absent, labels
from generator.site.press import Press
from generator.site.renderer import Article, render
from generator.site.server import Server, Watch
from generator.site.settings import Settings, address, foreign, pruned, settings
from generator.site.writer import INTRO, taken, write

__all__ = [
    "DATA",
    "INTRO",
    "Article",
    "Edition",
    "Frames",
    "Live",
    "Plan",
    "Press",
    "Printed",
    "Server",
    "Settings",
    "Watch",
    "Written",
    "absent",
    "address",
    "builders",
    "bundle",
    "digest",
    "edition",
    "foreign",
    "labels",
    "pruned",
    "rebuilt",
    "render",
    "settings",
    "taken",
    "write",
]
