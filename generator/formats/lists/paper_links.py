"""What a link in a list of papers leads to, by its URL and label: a paper, its code, its project page or something else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from generator.formats import coercion
from generator.model import Identifiers
from generator.text import identifiers, months
from generator.text.folding import words

LinkKind: TypeAlias = Literal["paper", "code", "project", "other", "none"]

FULL = 3  # with this many words, a text is more likely a title than a name or a kind of link

_CODE_HOSTS = frozenset(
    {
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "gitee.com",
        "codeberg.org",
        "gist.github.com",
        "colab.research.google.com",
        "sourceforge.net",
    }
)
# Hosts of publishers, proceedings and preprint servers: every page there is a publication.
_HOSTS = (
    "proceedings.mlr.press papers.nips.cc papers.neurips.cc proceedings.neurips.cc openaccess.thecvf.com ecva.net jmlr.org "
    "ojs.aaai.org ijcai.org dl.acm.org ieeexplore.ieee.org link.springer.com sciencedirect.com biorxiv.org medrxiv.org chemrxiv.org "
    "semanticscholar.org isca-archive.org isca-speech.org usenix.org mdpi.com onlinelibrary.wiley.com academic.oup.com tandfonline.com "
    "pnas.org journals.plos.org frontiersin.org pubmed.ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov ssrn.com hal.science eprint.iacr.org "
    "psyarxiv.com cv-foundation.org distill.pub transformer-circuits.pub citeseerx.ist.psu.edu escholarship.org par.nsf.gov "
    "roboticsproceedings.org vldb.org direct.mit.edu transacl.org proceedings.iclr.cc epubs.siam.org journals.aps.org iopscience.iop.org "
    "hal.archives-ouvertes.fr hal.inria.fr inria.hal.science computer.org aclanthology.org arxiv.org openreview.net"
)
_VENUE_HOSTS = tuple(_HOSTS.split())
_VENUE_PATHS = re.compile(
    r"""
    nature\.com/articles/ | science\.org/doi/ | cell\.com/.+/fulltext | ncbi\.nlm\.nih\.gov/(?:pmc|pubmed)
    | aaai\.org/.*(?:paper|view) | (?:machinelearning\.apple|openai|anthropic)\.com/research/.
    | /(?:article|paper)/(?:view|download)/. | /viewcontent\.cgi | /bitstream/.
    | /(?:  # pages of labs and universities: /research/publications/frog-nets, /~marsh/papers/frogs.html
        publications? | pubs | papers? | preprints? | eprints? | techreports? | tech-reports? | technical-reports?
        | thes[ie]s | dissertations?
      )/[^/]
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What those hosts have about people and lists of papers.
_FILES = (
    ".zip",
    ".rar",
    ".gz",
    ".tgz",
    ".7z",
    ".tar",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".mp4",
    ".avi",
    ".ppt",
    ".pptx",
    ".exe",
)
_NO_PAPER = re.compile(
    r"/(?:search|authors?|people|profiles?|person|users?|groups?|a|list|topics?|venues?|volumes|login)(?:/|$)",
    re.IGNORECASE,
)
_NEVER = frozenset(
    {
        "youtube.com",
        "youtu.be",
        "twitter.com",
        "x.com",
        "medium.com",
        "bilibili.com",
        "zhihu.com",
        "zhuanlan.zhihu.com",
        "reddit.com",
        "linkedin.com",
        "wikipedia.org",
        "en.wikipedia.org",
    }
)
_PAPERS = "paper papers pdf arxiv preprint abs fulltext publication article openreview manuscript thesis dissertation"
_PAPER_WORDS = frozenset(_PAPERS.split())
_CODE_WORDS = frozenset(
    {
        "code",
        "codes",
        "github",
        "implementation",
        "repo",
        "repository",
        "pytorch",
        "tensorflow",
        "jax",
        "colab",
        "official",
        "keras",
    }
)
_PAGE_WORDS = frozenset({"project", "page", "website", "homepage", "web", "site", "webpage", "home"})
_BESIDE = (
    "slides slide poster video videos talk blog demo dataset datasets model models weights checkpoint checkpoints supplementary supplement supp "
    "suppl appendix bibtex bib cite tweet thread notebook docs documentation tutorial review reviews data presentation media news post space "
    "stars star benchmark leaderboard podcast book interview lecture course"
)
_BESIDE_WORDS = frozenset(_BESIDE.split())
_THINGS = frozenset({"toolbox", "toolkit", "library", "software", "database", "weekly"})
_PLAIN = (
    "link links url html doi here acl anthology version full text camera ready download read ieee acm elsevier springer nature science "
    "original extended preprints biorxiv medrxiv hal ssrn pmlr cvf journal conference proceedings workshop oral spotlight award best abstract summary long short "
    "technical tech report phd master proceeding neurips nips icml iclr aaai ijcai cvpr iccv eccv emnlp naacl eacl coling interspeech icassp kdd www sigir wsdm acmmm siggraph "
    "icra iros corl rss miccai tpami tmlr jmlr tacl bmvc wacv findings new update updated the and of in a an by v1 v2 v3"
)
_GENERIC = _PAPER_WORDS | _CODE_WORDS | _PAGE_WORDS | _BESIDE_WORDS | frozenset(_PLAIN.split())
# The same kinds of words in Chinese, which are written without spaces: "论文链接", "代码和数据集".
_CHINESE = re.compile(
    r"(?:论文|代码|源码|项目|开源|链接|地址|网址|主页|官网|原文|下载|数据集?|博客|视频|作者|来源|出处|单位|机构|标题|名称|题目|时间|年份|参考|解读|翻译|中文|和|及|与|的)+"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_CHINESE_KINDS = (
    ("论文", "paper"),
    ("原文", "paper"),
    ("代码", "code"),
    ("源码", "code"),
    ("主页", "page"),
    ("项目", "page"),
)
_LABEL_WORDS = 3  # a label with more words is a title, not a kind of link
_DATED = re.compile(
    rf"\b\d{{1,2}} {months.LIKE_A_NAME}\.?,? (?:19|20)\d\d\b"
    rf"|\b{months.LIKE_A_NAME}\.? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CITATION = re.compile(r"[\w .'’&-]{1,40}\bet\.? al\b.{0,12}", re.IGNORECASE)
_VENUE_YEAR = re.compile(
    r"\W*(?:[A-Z][A-Za-z&]{0,15}[A-Z][A-Za-z&]{0,15}[ -]?){1,2}(?:[\s'’,/-]{0,3}(?:19|20)\d\d|\s?['’]\d\d)"
    r"(?:[\s,(]+(?:Findings|Workshops?|Oral|Spotlight|Highlight|Poster|Demo|Main|Short|Long))?\W*"
)


@lru_cache(maxsize=1 << 12)
def kind(url: str, label: str) -> LinkKind:
    """Return what the link leads to; "none" if it is not an http(s) URL (anchors, files next to the list)."""
    if not coercion.link(url):
        return "none"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "none"
    named = set(words(_meant(label)))
    short = len(named) <= _LABEL_WORDS and all(word in _GENERIC or not word.isalpha() for word in named)
    pdf = parts.path.lower().endswith(".pdf")
    beside = short and bool(named & _BESIDE_WORDS) and not named & _PAPER_WORDS
    if host in _CODE_HOSTS or host.endswith(".github.com"):
        return "paper" if pdf and not beside else "code"
    if identify(url) != Identifiers():
        return "paper"
    if short and named & _PAGE_WORDS and not named & _PAPER_WORDS:
        return "project"
    if host in _NEVER or beside:
        return "other"
    if short and named & _CODE_WORDS and not named & _PAPER_WORDS:
        return "code"
    if pdf or (short and named & (_PAPER_WORDS | {"report"})) or is_venue(label):
        return "paper"
    venue = any(host == known or host.endswith(f".{known}") for known in _VENUE_HOSTS)
    if venue and len(parts.path) > 1 and not _NO_PAPER.match(parts.path):
        return "paper"
    if not _VENUE_PATHS.search(host + parts.path) or parts.path.lower().endswith(_FILES):
        return "other"
    thing = words(label)[-1:] if len(label.split()) <= FULL else []  # "Levin dataset" on a page of a paper
    return "other" if set(thing) & (_BESIDE_WORDS | _CODE_WORDS | _THINGS) else "paper"


def is_venue(label: str) -> bool:
    """Whether a label is a conference and a year: "CVPR 2021"."""
    return _VENUE_YEAR.fullmatch(label) is not None


def _meant(label: str) -> str:
    """Return the label with the Chinese words for kinds of links translated."""
    return label if label.isascii() else _HAN.sub(_kinds, label)


def _kinds(found: re.Match[str]) -> str:
    if not _CHINESE.fullmatch(found[0]):
        return found[0]
    return f" {' '.join(kind for sign, kind in _CHINESE_KINDS if sign in found[0]) or 'link'} "


def is_title(url: str, label: str) -> bool:
    """Whether a link leads to a paper and its label is long enough for the title."""
    return title_words(label) >= FULL and kind(url, label) == "paper"


def is_kind(label: str) -> bool:
    """Whether a label of a few words says what the link leads to ("official code - torch")."""
    named = words(_meant(label))
    return len(named) <= 2 * _LABEL_WORDS and bool(
        {"code", "codes", "official", "unofficial", "implementation"} & set(named)
    )


@lru_cache(maxsize=1 << 12)
def identify(url: str) -> Identifiers:
    """Return the identifiers in a URL: of a DOI resolver, a publisher's page, or arXiv's ``/abs/`` and ``/pdf/`` pages."""
    return identifiers.of_url(url.partition("#")[0])


@lru_cache(maxsize=1 << 12)
def title_words(text: str) -> int:
    """Return the number of words if a label or bold text could be a title; 0 for "paper", "arXiv:2301.00001", "ICLR'23"."""
    if not text or "://" in text or _VENUE_YEAR.fullmatch(text) or _CITATION.fullmatch(text):
        return 0
    found = words(_meant(_DATED.sub(" ", text)))
    telling = [word for word in found if word not in _GENERIC and any(map(str.isalpha, word))]
    if not telling or identifiers.arxiv(text) or identifiers.doi(text):
        return 0
    return len(found)
