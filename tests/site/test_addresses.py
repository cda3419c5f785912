"""addresses.py knows which pages a change adds or removes without rendering them."""

import dataclasses

from generator import site
from generator.site.addresses import addresses
from tests.site import invented


def test_addresses_match_the_written_tree(tmp_path):
    """Remove a paper, rename one, add a family and a hand-written page: the addresses match the pages that are written."""
    settings = invented.project(tmp_path / "project")
    before = invented.shelf(settings.content)
    papers = dict(before.papers)
    papers.pop("otter")
    papers["heron-one"] = papers.pop("heron-1").model_copy(update={"former_keys": ("heron-1",), "date": "2018-01"})
    families = {**before.taxonomy.families, "gull": before.taxonomy.families["otter"]}
    after = dataclasses.replace(
        before, papers=papers, taxonomy=before.taxonomy.model_copy(update={"families": families})
    )
    written, known = [], []
    for number, shelf in enumerate((before, after)):
        if number:
            (shelf.root / "pages" / "notes").mkdir()
            (shelf.root / "pages" / "notes" / "index.md").write_text("# Notes\n")
            (shelf.root / "pages" / "guide.md").write_text("# Guide\n")
        labels = site.labels(shelf)
        known.append(set(addresses(shelf, labels)))
        out = tmp_path / str(number)
        site.write(shelf, labels, settings, out)
        files = {path.relative_to(out / "docs") for path in (out / "docs").rglob("*.md")}
        written.append(
            {(path.parent if path.name == "index.md" else path.with_suffix("")).as_posix() for path in files}
        )
    assert known[1] - known[0] == written[1] - written[0] == {
        "families/gull", "papers/heron-one", "years/2018", "notes", "guide",
    }  # fmt: skip
    assert known[0] - known[1] == written[0] - written[1] == {
        "papers/otter", "years/2019", "years/2021", "authors/ada-marsh",
    }  # fmt: skip
