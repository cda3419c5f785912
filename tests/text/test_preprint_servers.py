"""Preprint servers, told apart from publishers."""

import pytest

from generator.text.preprint_servers import is_preprint_doi, is_server


@pytest.mark.parametrize(
    ("doi", "preprint"),
    [
        ("10.1101/2020.01.02.123456", True),
        ("10.1101/gr.123456.111", False),  # a journal of the same registrant
        ("10.2139/ssrn.1234567", True),
        ("10.21203/rs.3.rs-123456/v1", True),
        ("10.31219/osf.io/abcde", True),
        ("10.17605/osf.io/abcde", True),
        ("10.17605/abcde", False),
        ("10.2196/preprints.12345", True),
        ("10.2196/12345", False),  # the journals of the same registrant
        ("10.1590/scielopreprints.123", True),
        ("10.1590/s0100-12342020000100001", False),
        ("10.22541/au.123", True),
        ("10.31223/x5abcd", True),
        ("10.32942/x2abcd", True),
        ("10.33774/coe-2020-abcde", True),
        ("10.35542/osf.io/abcde", True),
        ("10.1038/s41586-020-0000-0", False),
    ],
)
def test_the_registrant_tells(doi: str, *, preprint: bool) -> None:
    """The prefix of a DOI shows whether it is a preprint's."""
    assert is_preprint_doi(doi) == preprint


@pytest.mark.parametrize(
    ("venue", "server"),
    [
        ("bioRxiv", True),
        ("medRxiv : the preprint server", False),  # not a name that we know: a person may
        ("SSRN Electronic Journal", True),
        ("arXiv (Cornell University)", True),
        ("Research Square", True),
        ("Preprints.org", True),
        ("OSF Preprints", True),
        ("OSF", True),
        ("SciELO Preprints", True),
        ("Journal of Preprints and Ponds", False),
        ("Nature", False),
        ("", False),
    ],
)
def test_the_name_tells(venue: str, *, server: bool) -> None:
    """A venue is a preprint server only if its whole name is one."""
    assert is_server(venue) == server
