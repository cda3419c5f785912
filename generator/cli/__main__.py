"""``python -m generator.cli``: the same as ``shelf``."""

from generator.cli import main

main()
