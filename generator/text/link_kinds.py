"""What an address leads to, as far as it tells: the paper's page, a PDF, code, data, a model, a talk."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

LinkKind: TypeAlias = Literal["paper", "pdf", "code", "project", "data", "model", "demo", "video", "slides", "blog"]

_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sourceforge.net", "sr.ht")
_HOSTS: dict[LinkKind, tuple[str, ...]] = {  # a host, or with a dot before it the end of one
    "project": (".github.io", ".gitlab.io", ".pages.dev", ".netlify.app", ".vercel.app", "sites.google.com"),
    "video": ("youtube.com", "youtu.be", "vimeo.com", "videolectures.net", "bilibili.com", "slideslive.com"),
    "slides": ("slideshare.net", "speakerdeck.com"),
    "blog": ("medium.com", ".medium.com", ".substack.com", ".wordpress.com", ".blogspot.com", "zhuanlan.zhihu.com"),
    "demo": (".hf.space", "replicate.com", "colab.research.google.com"),
    "data": ("kaggle.com", "figshare.com", "dataverse.harvard.edu"),
}
_TALK = (  # hosts of talk about papers, which say nothing of where a paper is
    *("twitter.com", "x.com", "reddit.com", "linkedin.com", "facebook.com", "news.ycombinator.com", "weibo.com"),
    *("t.co", "mp.weixin.qq.com", "zhihu.com", "bsky.app", "discord.gg", "img.shields.io", "shields.io"),
)
_PDF = re.compile(r"\.pdf$|/(?:e?pdf|pdfs|pdfft)(?:/|$)", re.IGNORECASE)


def kind(url: str) -> LinkKind | None:
    """Return what an http(s) address leads to; None for social media and what is no address.

    An address that tells nothing else is that of the paper.
    """
    try:
        parts = urlsplit(url)
        host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    except ValueError:
        return None
    if not host or host in _TALK:
        return None
    if host in _CODE_HOSTS or host.startswith(("gitlab.", "git.")):
        if _PDF.search(path):
            return "pdf"
        return "code" if "/" in path else None  # an owner without a name is no repository
    if host in ("huggingface.co", "hf.co"):
        return _on_hugging_face(path.split("/"))
    for found, hosts in _HOSTS.items():
        if host in hosts or any(one[0] == "." and host.endswith(one) for one in hosts):
            return "pdf" if _PDF.search(path) else found
    return "pdf" if _PDF.search(path) else "paper"


def _on_hugging_face(path: list[str]) -> LinkKind | None:
    """Return what a page of Hugging Face is: an owner and a name alone are a model."""
    named: dict[str, LinkKind | None] = {
        "datasets": "data",
        "spaces": "demo",
        "papers": "paper",
        "blog": "blog",
        "collections": "project",
    }
    if path[0] in named:
        return named[path[0]]
    return "model" if len(path) > 1 else None
