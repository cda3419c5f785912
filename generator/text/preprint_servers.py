"""Preprint servers, known by the prefixes of their DOIs and by their names; the only list of them."""

from __future__ import annotations

import re

# DOI prefixes of preprint servers. bioRxiv shares 10.1101 with journals, whose DOIs go on with letters.
_DOI = re.compile(
    r"10\.(?:1101/\d|1590/scielopreprints|17605/osf\.io|2139/ssrn|2196/preprints|20944/|21203/|22541/|26434/|31219/|31223/"
    r"|31224/|31228/|31234/|31235/|31730/|32942/|33774/|35542/|36227/|48550/|5281/|7287/)"
)
_NAME = re.compile(
    r"""
    (?: [a-z]*rxiv(?:\.org)?
      | ssrn(?:\ electronic\ journal)?
      | (?:osf\ |peerj\ |jmir\ |scielo\ )?preprints?(?:\.org)? | osf
      | research\ ?square | authorea | zenodo | corr
    )
    (?: \ *\(.*\) | \ +preprints?\b.* )?  # "bioRxiv (Cold Spring Harbor Laboratory)", "arXiv preprint arXiv:…"
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_preprint_doi(doi: str) -> bool:
    """Whether a preprint server registered the DOI."""
    return bool(_DOI.match(doi))


def is_server(venue: str) -> bool:
    """Whether a venue is only a preprint server: ``bioRxiv``, ``SSRN Electronic Journal``, ``Research Square``."""
    return bool(_NAME.fullmatch(venue.strip()))
