"""What only some records of a paper know is kept: a preprint's date, a publication's date, an author's ORCID iD."""

from dataclasses import replace

from generator.matching import merge, union
from generator.matching.clusters import match
from generator.matching.evidence import compare
from generator.matching.traits import traits
from generator.model import Identifiers, Paper, Record
from tests.conftest import people

PREPRINT = Record(
    source="a",
    line=1,
    title="Herding Sheep across the Northern Moor",
    authors=people("Ada Roe", "Bo Lund"),
    date="2029-01-05",
    identifiers=Identifiers(arxiv="2901.01234"),
)
BOTH = replace(PREPRINT, date="2032", posted="2029-01-05", venue="J. Wool", volume="12", pages="3-9")
PRINTED = replace(BOTH, source="b", posted=None, date="2032-06-01", identifiers=Identifiers())


def test_a_paper_gets_both_dates():
    """The preprint's date is the paper's first one, the publication's is the year of its reference."""
    paper, _ = merge.merge([BOTH])
    assert (paper.date, paper.published, paper.venue) == ("2029-01-05", "2032", "J. Wool")
    assert merge.merge([BOTH, PREPRINT])[0] == paper


def test_a_venue_without_a_year_has_no_date():
    """Nothing is made up: ``published`` stays empty until a source states it."""
    paper, _ = merge.merge([replace(BOTH, date=None)])
    assert (paper.date, paper.published, paper.venue) == ("2029-01-05", None, "J. Wool")
    assert merge.merge([replace(BOTH, date=None), PRINTED])[0].published == "2032-06-01"


def test_an_authors_orcid_is_kept():
    """One record's ORCID iD is joined to the same name of the others; two different ones are not told apart."""
    ada, bo = PREPRINT.authors
    known = replace(ada, orcid="0000-0002-1825-0097")
    paper, choices = merge.merge([PREPRINT, replace(BOTH, authors=(known, bo)), BOTH])
    assert (paper.authors, choices) == ((known, bo), ())
    other = replace(ada, orcid="0000-0001-5109-3700")
    records = [replace(PREPRINT, authors=(known,)), replace(BOTH, authors=(other,))]
    assert merge.merge(records)[0].authors == (ada,)
    namesakes = replace(PREPRINT, authors=(known, other))
    assert merge.merge([namesakes])[0].authors == (known, other)


def test_a_joined_record_keeps_both():
    """Records of one paper become one, with the publication's date and the preprint's."""
    joined = union.join([PREPRINT, BOTH])
    assert (joined.date, joined.posted) == ("2032", "2029-01-05")


def test_the_dates_that_agree_best_count():
    """A record of both versions contradicts neither the preprint's date nor the publication's."""
    assert compare(traits(BOTH), traits(PREPRINT)).agreements["day"] == "same day (2029-01-05)"
    assert compare(traits(BOTH), traits(PRINTED)).agreements["year"] == "same year (2032)"
    assert "year" in compare(traits(PREPRINT), traits(PRINTED)).contradictions
    assert "year" in compare(traits(BOTH), traits(replace(PRINTED, date="2035"))).contradictions
    assert match(BOTH, PRINTED).verdict == match(BOTH, PREPRINT).verdict == "same"


def test_a_preprint_that_is_published_is_no_preprint():
    """A paper on the shelf takes the type of the publication that it now cites; a person's own type stays."""
    paper = Paper(title=PREPRINT.title, type="article", date="2029-01-05", identifiers=PREPRINT.identifiers)
    assert merge.fill(paper, [replace(BOTH, type="article-journal")]).type == "article-journal"
    assert merge.fill(paper, [replace(PREPRINT, type="article-journal")]).type == "article"
    report = paper.model_copy(update={"type": "report"})
    assert merge.fill(report, [replace(BOTH, type="article-journal")]).type == "report"
