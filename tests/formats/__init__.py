"""Tests of generator.formats."""
