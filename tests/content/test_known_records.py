"""Known records: what the cache keeps of them is what would be made again."""

from pathlib import Path

import pytest

from generator.content import catalogue, known_records
from generator.model import Identifiers


def test_signatures_are_kept_until_a_paper_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures are made once for each text of a file; identifiers that a search added make new ones."""
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "kites.yml").write_text("title: Kites\naliases: [Winds]\nauthors: [Zoe Quay]\n")
    shelf = catalogue.load(tmp_path / "content")
    made = known_records.signatures(shelf)
    assert len(made["kites"]) == len(known_records.of_paper(shelf.papers["kites"])) == 2
    with monkeypatch.context() as patch:
        patch.setattr(known_records, "signature", None)
        assert known_records.signatures(shelf) == made
    identified = shelf.papers["kites"].model_copy(update={"identifiers": Identifiers(doi="10.5555/a")})
    shelf.papers["kites"] = identified
    assert known_records.signatures(shelf) != made
    (papers / "kites.yml").write_text("title: Tides\n")
    assert len(known_records.signatures(catalogue.load(tmp_path / "content"))["kites"]) == 1
