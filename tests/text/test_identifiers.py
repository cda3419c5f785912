"""Identifiers: one canonical form from ids, prefixed ids and URLs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import identifiers


@pytest.mark.parametrize(
    ("printed", "arxiv"),
    [
        ("2107.02137", "2107.02137"),
        ("arXiv:2107.02137v3", "2107.02137"),
        ("https://arxiv.org/pdf/2107.02137v1.pdf", "2107.02137"),
        ("http://www.arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("https://huggingface.co/papers/2107.02137", "2107.02137"),
        ("https://doi.org/10.48550/arXiv.2107.02137", "2107.02137"),
        ("arXiv preprint arXiv:2107.02137", "2107.02137"),
        ("cs/0112017", "cs/0112017"),
        ("2113.02137", None),  # there is no month 13
        ("https://github.com/owner/2107.02137", None),
        ("https://evil.example/arxiv.org/abs/2107.02137", None),
        ("", None),
    ],
)
def test_arxiv(printed: str, arxiv: str | None) -> None:
    """Every way of printing an arXiv id gives the same id, without a version."""
    assert identifiers.arxiv(printed) == arxiv


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.1000/ABC.1", "10.1000/abc.1"),
        ("doi: 10.1000/abc.1", "10.1000/abc.1"),
        ("https://dx.doi.org/10.1000/abc%281%29", "10.1000/abc(1)"),
        ("https://doi.org/10.1000/abc.1).", "10.1000/abc.1"),
        ("https://publisher.example/doi/abs/10.1000/abc.1", "10.1000/abc.1"),
        ("https://publisher.example/article?a=b&id=10.1000/abc.1", "10.1000/abc.1"),
        ("https://www.nature.com/articles/s41586-021-01234-5.pdf", "10.1038/s41586-021-01234-5"),
        ("https://www.nature.com/articles/s41599-021-01234-5", "10.1057/s41599-021-01234-5"),
        ("https://www.nature.com/articles/6600183", None),  # 10.1038/sj.bjc.6600183
        ("https://link.springer.com/article/10.1007/s1-2/figures/3", "10.1007/s1-2"),
        ("https://academic.oup.com/j/article/doi/10.1093/j/btz1/578", "10.1093/j/btz1"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.02.123456v3.full.pdf+html", "10.1101/2020.01.02.123456"),
        ("https://www.biorxiv.org/content/biorxiv/early/2018/01/02/123456.full.pdf", "10.1101/123456"),
        ("10.48550/arXiv.2107.02137", None),
        ("see 10.1000/abc", None),
    ],
)
def test_doi(printed: str, doi: str | None) -> None:
    """DOIs are in lower case, without the sentence's punctuation; an arXiv DOI is an arXiv id."""
    assert identifiers.doi(printed) == doi


@pytest.mark.parametrize("view", [".full.pdf", ".pdf.full", "/abstract", "/full", "figures/1/"])
def test_a_long_address_takes_no_time(view: str) -> None:
    """Whatever it repeats: endings are looked for in what may be a DOI, not in 100,000 characters."""
    begun = time.process_time()
    for times in (100, 10_000):
        identifiers.doi(f"https://publisher.example/10.1000/a{view * times}X!")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("printed", "pmid"),
    [
        ("PMID: 12345678", "12345678"),
        ("pubmed id 12345678", "12345678"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/?utm_source=feed", "12345678"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/12345678", "12345678"),
        ("https://europepmc.org/abstract/MED/12345678", "12345678"),
        ("https://www.ncbi.nlm.nih.gov/gene/7157", None),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", None),
        ("PubMed 200k RCT", None),
    ],
)
def test_pmid(printed: str, pmid: str | None) -> None:
    """Only what says that it is PubMed's; other databases of the same host number other things."""
    assert identifiers.pmid(printed) == pmid


def test_acl_and_openreview() -> None:
    """The Anthology's two generations of ids, its DOIs and pages; OpenReview's pages."""
    assert identifiers.acl("https://aclanthology.org/2021.acl-long.1.pdf") == "2021.acl-long.1"
    assert identifiers.acl("https://doi.org/10.18653/v1/p19-1441") == "P19-1441"
    assert identifiers.acl("https://aclanthology.org/P19-1441/") == "P19-1441"
    assert identifiers.acl("https://example.org/P19-1441") is None
    assert identifiers.openreview("https://openreview.net/forum?id=AbCdEfGh12&x=1") == "AbCdEfGh12"
    assert identifiers.openreview("openreview:AbCdEfGh12") == "AbCdEfGh12"
    assert identifiers.openreview("https://openreview.net/group?id=AbCdEfGh12") is None


def test_of_url() -> None:
    """An Anthology DOI is two identifiers."""
    found = identifiers.of_url("https://doi.org/10.18653/v1/2021.acl-long.1")
    assert (found.acl, found.doi, found.arxiv) == ("2021.acl-long.1", "10.18653/v1/2021.acl-long.1", None)


@given(st.one_of(st.text(), st.text().map("https://arxiv.org/abs/".__add__), st.text().map("http://[".__add__)))
def test_anything_may_be_asked(printed: str) -> None:
    """No text raises, and what is found is in its own canonical form."""
    found = identifiers.of_url(printed)
    assert found.arxiv is None or identifiers.arxiv(found.arxiv) == found.arxiv
    assert found.doi is None or identifiers.doi(found.doi) == found.doi
