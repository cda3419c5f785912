"""Compiled templates are kept, and are as good as the template is new."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from generator.site.bytecode import Bytecode, beside
from generator.storage.cache import NAME, Cache


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def _compile(self, source: str, filename: str) -> object:
        self.compiled += 1
        return super()._compile(source, filename)


def said(folder: Path, text: str, kind: str = "page") -> tuple[str, int]:
    """Return what a template says, and how many were compiled for it, in an environment that is new."""
    environment = Counting(
        loader=DictLoader({"one": text}), autoescape=True, bytecode_cache=Bytecode(Cache(folder), kind)
    )
    return environment.get_template("one").render(), environment.compiled


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Python keep bytecode, however the tests are run."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    """Another text or another kind of environment is compiled anew."""
    assert said(tmp_path, "{{ 1 + 1 }}") == ("2", 1)
    assert said(tmp_path, "{{ 1 + 1 }}") == ("2", 0)
    assert said(tmp_path, "{{ 1 + 2 }}") == ("3", 1)
    assert said(tmp_path, "{{ 1 + 1 }}", "theme") == ("2", 1)


def test_damage_costs_only_time(tmp_path: Path) -> None:
    """A cache that was cut or that cannot be written is no fault."""
    said(tmp_path, "{{ 1 + 1 }}")
    (tmp_path / NAME).write_bytes(b"damaged" * 1000)
    assert said(tmp_path, "{{ 1 + 1 }}") == ("2", 1)
    (tmp_path / "file").write_text("", "utf-8")
    assert said(tmp_path / "file", "{{ 1 + 1 }}") == ("2", 1)


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE holds for templates, too, and PYTHONPYCACHEPREFIX says where they are kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    said(tmp_path, "{{ 1 + 1 }}")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    beside("/one/two.py").put({b"key": b"value"})
    assert (tmp_path / "one" / NAME).is_file()
