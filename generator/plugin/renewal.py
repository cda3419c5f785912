"""Renews the site in its folder, if anything that decides it has changed."""

from __future__ import annotations

from collections.abc import Callable

from generator import plugin, site
from generator.site import edition
from generator.site.settings import Settings
from generator.storage import cache


def publish(settings: Settings, waiting: Callable[[], None] = lambda: None) -> None:
    """Build the site in its folder; the old one stays until the new one is whole, and if nothing changed, for good.

    Raises ShelfError as ``build`` does, or if the folder is not a site that was built before.
    """
    if settings.builder != "mkdocs":
        with site.rebuilt(settings.site_dir, waiting) as staged:
            site.builders.build(settings, staged)
        return
    kept = cache.beside(settings.content)
    before = edition.of_site(kept, settings.site_dir)
    inputs = edition.inputs(settings)
    if inputs and inputs == before.inputs and before.is_whole:
        return
    with site.rebuilt(settings.site_dir, waiting) as staged:
        built, _ = plugin.build(settings.config, staged, before=before)
        if inputs == edition.inputs(settings):  # otherwise nobody knows which of the texts was read
            edition.keep(kept, settings.site_dir, staged, built.printed, inputs)
