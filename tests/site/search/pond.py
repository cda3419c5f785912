"""A small shelf on which queries have something to find, for the search in Python and in a browser."""

from pathlib import Path

from generator.model import Catalogue, Identifiers, Links, Node, Paper, Result, Rule, Taxonomy, Version

PAPERS = {
    "heron": Paper(
        title="HERON: Wading Through Shallow Text",
        aliases=("HERON",),
        authors=("Ada Marsh", "Zoë Brückner", "孙 宇"),
        date="2019-03-01",
        identifiers=Identifiers(arxiv="1903.00001", doi="10.1234/heron.1"),
        venue="Pond Workshop 2019",
        links=Links(code="https://example.org/heron"),
        summary="Pre-training of a small network on quiet lakes.",
        results=(Result(benchmark="PondQA", value=71.5, unit="%"),),
    ),
    "heron-2-0": Paper(
        title="HERON 2.0: Deeper Water",
        aliases=("HERON 2.0",),
        authors=("Bo Reed", "Yu-Kun Sedge"),
        date="2021-05-02",
        identifiers=Identifiers(
            arxiv="2105.00002", doi="10.1234/ponds.34.5(2)", acl="2021.pond-long.27", openreview="abc-DEF_123", pmid="31234567"
        ),
        venue="Pond Conference 2021",
        summary="A network that catches larger fish.",
        citation_keys=("reed2021heron",),
    ),
    "heron-vil": Paper(
        title="HERON-ViL: Pictures of Reeds",
        authors=("Ada Marsh",),
        date="2020-07",
        identifiers=Identifiers(arxiv="cs/0701001", acl="N18-1202"),
        venue="Lake Letters",
        published="2022",
    ),
    "mobilefrog": Paper(
        title="MobileFrog: Small Networks on a Phone",
        authors=("Cai Sedge",),
        date="2024-01",
        identifiers=Identifiers(isbn="9780262035613"),
        venue="NewtIPS 2024",
        keywords=("wet lands", "frogs"),
    ),
    "tiny": Paper(
        title="Knowledge Distillation of Small Herons",
        authors=("Dee Müller",),
        date="2018",
        summary="Four layers suffice.",
        status=("corrected", "retracted"),
        other_versions=(Version(venue="Frog Letters", doi="10.1234/frog.7", date="2020-02"),),
    ),
    "quant": Paper(title="Quantization of Wading Transformers", authors=("Bo Reed",), date="2023-02", note="Errata exist.", status="concern"),
    "hill": Paper(title="Newts in Winter", authors=("Heron Hill", "Vaughan Price"), editors=("Vaughan Williams, Ralph",), date="2026-02", status="withdrawn"),
    "chinese": Paper(title="深度学习 for Tides", authors=("王 伟",), date="2020"),
    "korean": Paper(title="한국어 연못 연구", date="2020"),
    "japanese": Paper(title="カタカナの池", date="2020"),
    "arabic": Paper(title="دراسة البرك", date="2020"),
    "hebrew": Paper(title="חקר הבריכות", date="2020"),
    "hindi": Paper(title="हिन्दी तालाब", date="2020"),
    "otters": Paper(title="C++ for Otters", date="2016", type="thesis", publisher="Marsh University"),
    "sharp": Paper(title="C# for Otters", date="2017", links=Links(code="https://example.org/sharp")),
    "undated": Paper(title="Reeds & Rushes, Unsorted"),
}  # fmt: skip
TAXONOMY = Taxonomy(
    families={
        "wader": Node(name="Waders", description="Birds that stalk in mud.", rules=(Rule(words=("heron", "wading")),)),
        "wader-large": Node(name="Large waders", description="The larger.", parents=("wader",), rules=(Rule(words=("vil",)),)),
    },
    topics={"audio-tides": Node(name="Audio & tides", description="Sounds of the shore.", rules=(Rule(words=("tides", "surf")),))},
)  # fmt: skip
# An identifier in the forms in which people paste it.
FORMS = {
    "heron": """1903.00001 arXiv:1903.00001 arxiv:1903.00001v3 1903.00001v2 [1903.00001] (arXiv:1903.00001v1) 1903.00001.
        https://arxiv.org/abs/1903.00001 http://arxiv.org/abs/1903.00001v2 https://arxiv.org/pdf/1903.00001.pdf
        https://arxiv.org/pdf/1903.00001v3.pdf arxiv.org/pdf/1903.00001v1 https://www.arxiv.org/abs/1903.00001?context=cs
        https://arxiv.org/html/1903.00001v2#S1 https://export.arxiv.org/abs/1903.00001 https://ar5iv.labs.arxiv.org/html/1903.00001
        https://huggingface.co/papers/1903.00001 https://www.alphaxiv.org/abs/1903.00001 10.48550/arXiv.1903.00001
        https://doi.org/10.48550/arXiv.1903.00001 doi:10.48550/ARXIV.1903.00001v2 id:1903.00001
        10.1234/heron.1 10.1234/HERON.1 doi:10.1234/heron.1 DOI:10.1234/heron.1 https://doi.org/10.1234/heron.1 doi.org/10.1234/heron.1.
        https://dx.doi.org/10.1234/heron.1 https://doi.org/10.1234%2Fheron.1 https://link.springer.com/article/10.1234/heron.1
        https://dl.acm.org/doi/abs/10.1234/heron.1 https://dl.acm.org/doi/pdf/10.1234/heron.1.pdf (10.1234/heron.1) <10.1234/heron.1>
        https://doi.org/10.1234/heron.1?ref=x 10.1234/heron.1, abs/1903.00001 <https://arxiv.org/abs/1903.00001> arxiv1903.00001 1903.00001v
        https%3A%2F%2Farxiv.org%2Fabs%2F1903.00001 １９０３．００００１ 'https://arxiv.org/abs/1903.00001v1', """,
    "heron-2-0": """2105.00002 10.1234/ponds.34.5(2) https://doi.org/10.1234/ponds.34.5(2) (10.1234/ponds.34.5(2))
        2021.pond-long.27 https://aclanthology.org/2021.pond-long.27/ https://aclanthology.org/2021.pond-long.27.pdf
        https://www.aclweb.org/anthology/2021.pond-long.27 aclanthology.org/2021.pond-long.27.bib 10.18653/v1/2021.pond-long.27
        https://doi.org/10.18653/v1/2021.pond-long.27 acl:2021.pond-long.27
        https://openreview.net/forum?id=abc-DEF_123 https://openreview.net/pdf?id=abc-DEF_123 https://openreview.net/forum?id=abc-DEF_123&noteId=x
        https://openreview.net/notes/edits/attachment?id=abc-DEF_123&name=pdf
        https://openreview.net/forum?referrer=y&id=abc-DEF_123 openreview:abc-DEF_123 pmid:31234567 PMID:31234567
        https://pubmed.ncbi.nlm.nih.gov/31234567/ reed2021heron id:reed2021heron""",
    "heron-vil": """cs/0701001 arXiv:cs/0701001 cs/0701001v2 https://arxiv.org/abs/cs/0701001 https://arxiv.org/pdf/cs/0701001v1
        N18-1202 https://aclanthology.org/N18-1202/ https://www.aclweb.org/anthology/N18-1202.pdf n18-1202 10.18653/v1/N18-1202""",
    "mobilefrog": """9780262035613 978-0-262-03561-3 isbn:9780262035613 ISBN:978-0-262-03561-3 0262035618isbn isbn:0262035618
        isbn:0-262-03561-8 0-262-03561-8 0262035618""".replace(" 0262035618isbn", ""),
    "tiny": "10.1234/frog.7 https://doi.org/10.1234/frog.7",
}  # fmt: skip
SPACED = {
    "arXiv: 1903.00001": "heron",
    "arXiv preprint arXiv:1903.00001 [cs.CL]": "heron",
    "doi: 10.1234/heron.1": "heron",
    "Marsh 2019, doi:10.1234/heron.1.": "heron",
    "see https://arxiv.org/abs/1903.00001, page 3": "heron",
    "CoRR abs/1903.00001": "heron",
    "(DOI: 10.1234/heron.1)": "heron",
    "PMID 31234567": "heron-2-0",
    "ISBN 978-0-262-03561-3": "mobilefrog",
    "ISBN-13: 978 0 262 03561 3": "mobilefrog",
    "ISBN 0-262-03561-8": "mobilefrog",
}  # fmt: skip
CASES = Path(__file__).with_name("queries.json")  # queries with the papers that they find


def shelf():
    """Return the shelf."""
    return Catalogue(root=Path(), papers=PAPERS, taxonomy=TAXONOMY)
