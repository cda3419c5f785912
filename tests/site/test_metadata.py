"""The metadata in a page's head: every vocabulary states the same facts, and hostile values stay inert."""

import json

import pytest

from generator.model.name import parse
from generator.site.escapes import line
from generator.text import identifiers
from generator.text.maths import plain
from tests.site import published, reading


def head(docs, path):
    """Return the head of a written page from its front matter, as MkDocs reads it."""
    rows = (docs / path / "index.md").read_text("utf-8").split("\n")
    value = next(row.removeprefix("head: ") for row in rows if row.startswith("head: "))
    return reading.Head(json.loads(value))


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def made(request, tmp_path_factory):
    """Return the site's address, the hostile shelf and its written tree."""
    folder = tmp_path_factory.mktemp("heads")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def test_reference_managers_find_the_cited_version(made):
    """Highwire tags have the same journal, volume, issue, pages, identifiers and authors as the BibTeX record."""
    home, shelf, docs = made
    found = head(docs, "papers/heron-2")
    assert found.one("citation_title") == "HERON 2: Deeper Water"
    assert found.every("citation_author") == [name.inverted for name in shelf.papers["heron-2"].authors]
    assert found.every("citation_author")[0] == "Number1, Author"
    assert found.one("citation_publication_date") == "2022/03"
    assert found.one("citation_journal_title") == "Journal of Ponds"
    assert found.one("citation_conference_title") is None
    assert [found.one(f"citation_{name}") for name in ("volume", "issue", "firstpage", "lastpage")] == [
        "34",
        "5",
        "896",
        "912",
    ]
    assert (found.one("citation_arxiv_id"), found.one("citation_doi")) == ("2007.00002", "10.1234/ponds.34.5")
    assert found.one("citation_abstract_html_url") == (f"{home}papers/heron-2/" if home else None)
    assert found.one("citation_public_url") == "https://arxiv.org/abs/2007.00002"
    assert found.one("citation_pdf_url") is None


def test_a_conference_is_not_a_journal(made):
    """Zotero imports it as a conference paper."""
    _, _, docs = made
    found = head(docs, "papers/heron-1")
    assert found.one("citation_conference_title") == "Pond Workshop 2019"
    assert found.one("citation_journal_title") is None


def test_a_preprint_has_no_venue_tag(made):
    """Without a venue no tag names one, so Zotero uses DC.type, and keeps the address of the paper instead of our page."""
    _, shelf, docs = made
    for key, paper in shelf.papers.items():
        found = head(docs, f"papers/{key}")
        assert found.one("DC.type") == (None if paper.venue else "preprint")
        venues = [found.one("citation_journal_title"), found.one("citation_conference_title")]
        assert sum(map(bool, venues)) == bool(paper.venue)
    assert head(docs, "papers/heron-vast").one("citation_public_url") == "https://arxiv.org/abs/2602.00003"
    assert head(docs, "papers/untitled-wading-birds").one("citation_public_url") is None


def test_all_vocabularies_agree(made):
    """Highwire, Open Graph and schema.org state the same title, authors and date for every paper."""
    home, shelf, docs = made
    for key, paper in shelf.papers.items():
        found = head(docs, f"papers/{key}")
        (linked,) = found.linked
        assert linked["@type"] == "ScholarlyArticle"
        assert linked["name"] == found.one("citation_title") == found.one("og:title") == line(plain(paper.name))
        assert [each["name"] for each in linked.get("author", [])] == [line(str(name)) for name in paper.authors][:50]
        assert found.every("citation_author") == [line(name.inverted) for name in paper.authors]
        assert (linked.get("datePublished") or "").replace("-", "/") == (found.one("citation_publication_date") or "")
        assert found.one("og:url") == linked.get("@id") == (f"{home}papers/{key}/" if home else None)
        assert found.one("og:type") == "article"
        assert found.one("og:image") is None


def test_issue_volume_and_journal_are_nested(made):
    """They are nested as schema.org requires."""
    _, _, docs = made
    issue = head(docs, "papers/heron-2").linked[0]["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "5")
    assert (issue["isPartOf"]["@type"], issue["isPartOf"]["volumeNumber"]) == ("PublicationVolume", "34")
    assert issue["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Journal of Ponds"}


def test_signposts_lead_to_existing_targets(made):
    """They lead to the DOI, other formats and related papers; each target on our site exists."""
    _, shelf, docs = made
    for key in shelf.papers:
        links = head(docs, f"papers/{key}").links
        for link in links:
            if not link["href"].startswith("https://"):
                target = (docs / "papers" / key / link["href"]).resolve()
                assert target.is_file() or (target / "index.md").is_file(), link
        assert [link["type"] for link in links if link["rel"] == "alternate"] == ["text/markdown"]
    found = {link["rel"]: link["href"] for link in head(docs, "papers/heron-1").links}
    assert found["cite-as"] == "https://doi.org/10.1234/heron.1"
    related = [link["href"] for link in head(docs, "papers/heron-1").links if link["rel"] == "related"]
    assert "../heron-2/" in related


def test_hostile_values_stay_inert(made):
    """A hostile title closes no tag or script: the head has only metas, links and one block of JSON, with complete values."""
    _, shelf, docs = made
    found = head(docs, "papers/nasty")
    assert set(found.names) == {"meta", "link", "script"}
    assert found.names.count("script") == 1
    paper = shelf.papers["nasty"]
    assert found.one("citation_title") == line(plain(paper.title))
    assert found.one("citation_doi") == line(paper.identifiers.doi)
    assert [link["href"] for link in found.links if link["rel"] == "cite-as"] == [
        url for name, url, _ in identifiers.addresses(paper.identifiers) if name == "DOI"
    ]


@pytest.mark.parametrize("path", ["", "new", "families/heron", "topics/flying", "families/nasty"])
def test_feeds_are_found_from_the_page(made, path):
    """A feed reader finds both feeds from the page's address, by type, with the same titles as in the feeds."""
    _, _, docs = made
    links = [link for link in head(docs, path).links if link["rel"] == "alternate"]
    assert [link["type"] for link in links] == ["application/atom+xml", "application/feed+json"]
    folder = docs if path == "new" else docs / path
    atom, found = ((docs / path / link["href"]).resolve() for link in links)
    assert (atom, found) == ((folder / "feed.xml").resolve(), (folder / "feed.json").resolve())
    assert {link["title"] for link in links} == {json.loads(found.read_text("utf-8"))["title"]}


def test_a_page_of_many_authors_stays_small(tmp_path):
    """The head of a paper with 1,000 authors lists 200; the JSON file has all of them."""

    def crowd(root):
        shelf = reading.nasty(root)
        many = shelf.papers["otter"].model_copy(update={"authors": tuple(parse(f"Some Body{n}") for n in range(1000))})
        return type(shelf)(root=root, papers={"otter": many})

    _, docs = reading.written(tmp_path, make=crowd)
    found = head(docs, "papers/otter")
    assert len(found.every("citation_author")) == 200
    assert len(found.linked[0]["author"]) == 50
    (described,) = [link["href"] for link in found.links if link["rel"] == "describedby"]
    assert (docs / "papers/otter" / described).read_text("utf-8").count("Some Body") >= 1000


@pytest.fixture(scope="module")
def published_heads(tmp_path_factory):
    """Return the heads of publications of every type, by key."""
    _, docs = reading.written(tmp_path_factory.mktemp("published"), make=published.shelf)
    return {key: head(docs, f"papers/{key}") for key in published.PAPERS}


@pytest.mark.parametrize(
    ("key", "tags"),
    {
        "book": {
            "DC.type": "book",
            "citation_publisher": "Pond University Press",
            "citation_series_title": "Marsh Studies",
            "citation_volume": "7",
            "citation_isbn": "9780262035613",
            "citation_language": "es",
            "citation_keywords": "ponds; field guides, birds",
            "citation_public_url": "https://press.example.org/ponds/2nd?from=shelf",
        },
        "chapter": {
            "DC.type": "bookSection",
            "citation_inbook_title": "The Handbook of Wading",
            "citation_publisher": "Springer",
            "citation_firstpage": "12",
            "citation_lastpage": "34",
            "citation_journal_title": None,
            "citation_conference_title": None,
        },
        "thesis": {
            "DC.type": "thesis",
            "citation_dissertation_institution": "University of the Marsh",
            "citation_publisher": None,
            "citation_pdf_url": "https://marsh.example.edu/theses/reed.pdf",
            "citation_language": "de",
        },
        "report": {
            "DC.type": "report",
            "citation_technical_report_institution": "Mud Institute",
            "citation_technical_report_number": "17",
            "citation_issue": None,
        },
        "dataset": {"DC.type": "dataset", "citation_publisher": "Zenodo", "citation_doi": "10.5281/zenodo.1234"},
        "software": {"DC.type": "computerProgram", "citation_public_url": "https://example.org/pondpy"},
        "webpage": {"DC.type": "webpage", "citation_publisher": "Pond Weather"},
        "article": {
            "DC.type": None,
            "citation_journal_title": "Journal of Ponds",
            "citation_issue": "2",
            "citation_firstpage": "e1204",
            "citation_pmid": "31234567",
            "citation_publisher": "Pond Society",
        },
        "talk": {"DC.type": None, "citation_conference_title": "Pond Conference 2016", "citation_issue": None},
        "pdf-only": {"DC.type": "preprint", "citation_pdf_url": "https://algae.example.org/night.pdf"},
    }.items(),
)
def test_reference_managers_learn_the_type(published_heads, key, tags):
    """Each type has the tags that Zotero and Google Scholar read for it, and no other venue."""
    assert {name: published_heads[key].one(name) for name in tags} == tags


def test_authors_keep_the_boundary_of_their_names(published_heads):
    """A family name of several words stays one; a group and a Chinese name stay whole."""
    assert published_heads["book"].every("citation_author") == ["García López, María", "Marsh, Ada"]
    assert published_heads["article"].every("citation_author") == ["Marsh, Ada, Jr.", "van der Aa, Jan"]
    assert published_heads["report"].every("citation_author") == ["ATLAS Collaboration"]
    first, second = published_heads["chapter"].linked[0]["author"]
    assert first == {
        "@type": "Person",
        "name": "Wei Wang",
        "givenName": "Wei",
        "familyName": "Wang",
        "alternateName": "王伟",
        "sameAs": "https://orcid.org/0000-0002-1825-0097",
    }
    assert (second["name"], second["familyName"], second["givenName"]) == ("王伟", "王", "伟")
    assert published_heads["report"].linked[0]["author"] == [{"@type": "Organization", "name": "ATLAS Collaboration"}]


@pytest.mark.parametrize(
    ("key", "kind"),
    {
        "book": "Book",
        "chapter": "Chapter",
        "thesis": "Thesis",
        "report": "Report",
        "dataset": "Dataset",
        "software": "SoftwareSourceCode",
        "webpage": "WebPage",
        "article": "ScholarlyArticle",
        "talk": "ScholarlyArticle",
        "pdf-only": "ScholarlyArticle",
    }.items(),
)
def test_programs_learn_the_type(published_heads, key, kind):
    """schema.org and signposting name the same type."""
    assert published_heads[key].linked[0]["@type"] == kind
    types = [link["href"] for link in published_heads[key].links if link["rel"] == "type"]
    assert types == [f"https://schema.org/{kind}", "https://schema.org/AboutPage"]


def test_schema_org_has_what_the_file_has(published_heads):
    """Publisher, series, edition, ISBN, language, editors and keywords are where schema.org has them."""
    linked = {key: found.linked[0] for key, found in published_heads.items()}
    book = linked["book"]
    assert (book["isbn"], book["bookEdition"], book["inLanguage"]) == ("9780262035613", "2", "es")
    assert book["publisher"] == {"@type": "Organization", "name": "Pond University Press"}
    assert book["isPartOf"] == {
        "@type": "PublicationVolume",
        "volumeNumber": "7",
        "isPartOf": {"@type": "BookSeries", "name": "Marsh Studies"},
    }
    assert book["keywords"] == ["ponds", "field guides; birds"]
    assert book["sameAs"] == ["https://press.example.org/ponds/2nd?from=shelf"]
    within = linked["chapter"]["isPartOf"]["isPartOf"]
    assert (within["@type"], within["name"], within["isbn"]) == ("Book", "The Handbook of Wading", "9780262035613")
    assert [one["name"] for one in within["editor"]] == ["Bo Reed", "Cai Sedge"]
    assert "isbn" not in linked["chapter"]
    assert [one["name"] for one in linked["edited"]["editor"]][2:] == ["Pond Society", "Ada Marsh"]
    assert (linked["report"]["reportNumber"], linked["report"]["genre"]) == ("17", "Technical report")
    assert "isPartOf" not in linked["report"]
    assert linked["dataset"]["version"] == "1.2"


def test_a_paper_without_identifiers_is_signposted(published_heads):
    """Its own page is what to cite, and its PDF is the paper."""
    found = [(link["rel"], link["href"]) for link in published_heads["report"].links]
    assert ("cite-as", "https://mud.example.org/17") in found
    found = [(link["rel"], link["href"]) for link in published_heads["pdf-only"].links]
    assert ("item", "https://algae.example.org/night.pdf") in found
    assert not [href for relation, href in found if relation == "cite-as"]
