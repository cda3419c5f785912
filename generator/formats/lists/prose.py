"""Authors, dates and venues in the text next to a title: read if they are clear, left out if they would be guesses."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from generator.formats import coercion
from generator.text import months
from generator.text.folding import clean, fold

_NUMERIC = re.compile(r"(?<![\d.:/\w-])((?:19|20)\d\d)([-/.])(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12]\d|3[01]))?(?![\d])")
_NAMED = re.compile(
    rf"\b({months.NAME})\b\.?,?\s+(?:([0-3]?\d)(?:st|nd|rd|th)?,?\s+)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NAMED_PERSON = re.compile(
    r"\b(?!(?:In|On|From|Since|Until|Published|Posted|Date)\b)[A-Z][a-zà-ÿ]+ $"
)  # before: "Bo May, 2021"
_YEAR = re.compile(r"(?<![\d.:/])((?:19|20)\d\d)(?![\d.]\d|\d|/)")
_SHORT_YEAR = re.compile(r"[A-Z]{2}['’](\d\d)\b")
_VENUE = re.compile(
    r"""
    (?<![\w/-])
    (
        (?: (?: Findings\ of | Proc\.\ of | ACM | IEEE )\  )?
        [A-Z][A-Za-z&+]{0,14} [A-Z][A-Za-z&+]{0,14}  # two capitals: ICLR, NeurIPS
        (?: [ -] (?: Findings | Workshops? | W | MM | TOG | ASIA | Asia ) )?
    )
    (?: ,?\s*((?:19|20)\d\d) | \s?['’](\d\d) )(?!\d)
    ( \s (?: Findings | Workshops? ) )?
    """,
    re.VERBOSE,
)
_NO_VENUE = frozenset({"arxiv", "corr", "biorxiv", "medrxiv", "github", "openai", "deepmind", "pdf", "url"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SPLIT = re.compile(r"\n|(?<!\b[A-Z])\.\s+(?=[A-Z]{2}|[A-Z][a-z]{3,})|\s[|•·—–]\s|\s-\s|:\s|\(|\)")
_PARTS = re.compile(r"\s*[,;、，]\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*")
_BY = re.compile(r"^\W*(?:by|authors?:?)\s+", re.IGNORECASE)
_OTHERS = re.compile(r"\bet\.?\s*al\b|\band others\b|\.\.\.|…|\betc\b", re.IGNORECASE)
_CITED = re.compile(r"\bet\.?\s*al\b|\band others\b", re.IGNORECASE)
_FAMILY = re.compile(r"(?:[A-ZÀ-ÞŁŚŻŠŽČĆĐ]['’-]?[^\W\d_A-Z]['’]?(?:[^\W\d_A-Z]|-)*)+")
_ENDS_IN_INITIAL = re.compile(r"(?:\b|[.-])[A-Z]\.$")
_DATED_PEOPLE = re.compile(r"([^()]{3,300}?)\s*\((?:19|20)\d\d[a-z]?(?:, \w+(?: \d{1,2})?)?\)\s*[.,:]\s*(?=\S)")
_ACRONYM = re.compile(r"[A-Z]{2}")
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,3}")
_OTHERS_CUT = re.compile(r",\s(?:[^\W\d_]|[ .'’-]){2,40},?\s+et\.?\s*al\b.*")
_NICKNAME = re.compile(r"[\"“][^\"“”]{1,30}[\"”]")
_INITIAL = re.compile(r"(?:[A-Z]\.[ -]?)+")
_WORD = re.compile(r"[A-ZÀ-ÞŁŚŻŠŽČĆĐİÖÜÅØÆ](?:[^\W\d_]|['’.-])*")
_PARTICLE = re.compile(r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ben|ter|ten|zu|zur|y|e|st)\.?")
# Words in the names of institutes, companies, venues and fields, not of people.
_OTHER_WORDS = (
    "university universite universitat universidad institute institut laboratory laboratories lab labs research college school academy "
    "department center centre faculty group team foundation inc corp corporation ltd company technologies technology consortium google "
    "deepmind microsoft meta facebook openai nvidia amazon apple ibm baidu tencent alibaba huawei bytedance samsung intel adobe salesforce "
    "anthropic hugging face mit cmu stanford berkeley oxford cambridge princeton harvard yale cornell tsinghua peking eth epfl mellon kaist "
    "conference workshop journal proceedings transactions symposium letters magazine review reviews survey annual international arxiv "
    "preprint findings best award oral poster spotlight paper code official the of in on for with and from a an to via using towards "
    "learning network networks model models detection segmentation recognition language vision image images video videos deep neural graph "
    "graphs transformer transformers generation attention training reasoning benchmark dataset datasets system systems analysis robot robots "
    "robotics agent agents planning data speech text translation retrieval classification estimation tracking prediction optimization "
    "reinforcement supervised unsupervised self adaptive multimodal visual semantic knowledge artificial intelligence machine computer "
    "science engineering medical clinical quantum statistical diffusion generative adversarial large small foundation pretraining "
    "prompting alignment safety security privacy federated recommendation search memory tools tool open source new introduction tutorial "
    "tech brain ai nlp hospital clinic press reports communications magazine pattern information fusion scientific project page website "
    "demo slides blog data github keyword keywords"
)
_NO_NAME = frozenset(_OTHER_WORDS.split())
_FAMILY_NAMES = frozenset({"ai", "an", "in", "on", "to", "best", "small", "self", "new", "page"})  # also family names
_UNIVERSITIES = frozenset(
    {"cornell", "stanford", "oxford", "cambridge", "princeton", "harvard", "yale", "berkeley", "meta", "apple", "intel"}
)
_LINKS = frozenset({"paper", "code", "pdf", "link", "links", "arxiv", "preprint", "project", "page", "website", "abs"})


class People(NamedTuple):
    """People in the order of a text; ``et_al`` if it says that there are more."""

    names: tuple[str, ...] = ()
    et_al: bool = False


def date(text: str) -> str | None:
    """Return the first date, preferring exact ones: ``2023-01-05``, then ``January 2023``, then ``2023``."""
    if found := _NUMERIC.search(text):
        return coercion.date("-".join(part for part in (found[1], found[3], found[4]) if part))
    if found := next((each for each in _NAMED.finditer(text) if not _NAMED_PERSON.search(text, 0, each.start())), None):
        month = months.number(found[1][:3])
        return coercion.date(f"{found[3]}-{month}-{found[2]}" if found[2] else f"{found[3]}-{month}")
    if found := _YEAR.search(text):
        return found[1]
    return f"20{found[1]}" if (found := _SHORT_YEAR.search(text)) else None


def date_only(text: str) -> bool:
    """Whether the text is a date and nothing else."""
    bare = _YEAR.sub("", _NAMED.sub("", _NUMERIC.sub("", text)))
    return bare != text and not any(map(str.isalnum, bare))


def venue(text: str) -> str:
    """Return a conference's short name and year, ``ICLR 2023``; "" for preprint servers and prose."""
    for found in _VENUE.finditer(text):
        if fold(found[1]).split()[-1:] and fold(found[1]) not in _NO_VENUE:
            year = found[2] or f"20{found[3]}"
            return clean(f"{found[1]} {year}{found[4] or ''}")
    return ""


def column(text: str) -> People:
    """Return the people in an authors column; none if it includes an institute."""
    return _people(text, least=1)


def slot(text: str, marked: Collection[str] = ()) -> People:
    """Return the people in the first part that names two or more, or one with initials, after "by" or before "et al.".

    Any other single name may be an institute's or a method's. It counts if it is ``marked`` as the authors, or if a
    conference and year follow.
    """
    parts = [_trimmed(part) for part in _SPLIT.split(_cited_first(text))]
    parts = [part for part in parts if part]
    for at, part in enumerate(parts):
        announced = bool(_BY.match(part))
        followed = at + 1 < len(parts) and _VENUE.match(parts[at + 1]) and not _ACRONYM.search(part)
        found = _people(_BY.sub("", part), least=1 if announced or followed or part in marked else 2)
        if found.names:
            return found
    return People()


def people_before_year(text: str) -> int:
    """Return where the text goes on behind ``Marsh, A., & Reed, B. (2021).``; 0 if it does not begin like that."""
    found = _DATED_PEOPLE.match(text)
    if not found:
        return 0
    people = _people(_trimmed(found[1]), least=1).names
    families = all(map(_is_family, _PARTS.split(found[1].strip())))
    if (people and all(map(_INITIAL.search, people))) or (
        families and not are_people(text[found.end() :].split(". ", maxsplit=1)[0])
    ):
        return found.end()
    return 0


def names_people(text: str) -> bool:
    """Whether a text is nothing but people, or the first of them and "et al."."""
    return are_people(text) or _people(text.strip(" ,.:;"), least=2).et_al


def _trimmed(part: str) -> str:
    """Return a part without the punctuation around it; an initial keeps its full stop."""
    shown = clean(part).lstrip(" ,.;*_").rstrip(" ,;*_")
    return shown if _ENDS_IN_INITIAL.search(shown) else shown.strip(" ,.;*_")


def lone(text: str) -> str:
    """Return the name that is alone where ``slot`` finds nobody: an author, if the list names authors in this way."""
    for part in (clean(part).strip(" ,.;*_") for part in _SPLIT.split(_BRACKETS.sub(" ", text))):
        if part and not date_only(part) and not _VENUE.fullmatch(part):
            names = () if _ACRONYM.search(part) else _people(part, least=1).names
            return names[0] if len(names) == 1 else ""
    return ""


def _cited_first(text: str) -> str:
    """Return the text without brackets, but with the authors of "(Marsh et al., 2021)" where it begins with that."""
    start = _BRACKETS.match(text.lstrip(" \n.,:;*_"))
    own = f"{start[0][1:-1]}\n" if start and (_CITED.search(start[0]) or _YEAR.search(start[0])) else ""
    return own + _BRACKETS.sub(lambda found: "\n" if date_only(found[0]) else " ", text)


def before_people(text: str) -> str:
    """Return the part of ``Title, Authors, 2017`` that comes before at least two people."""
    if cut := _OTHERS_CUT.search(text):  # "Title, Yu Sun et al."
        text = text[: cut.start()]
        return before_people(text) if ", " in text else text
    parts = text.split(", ")[:200]
    for at in range(1, len(parts) - 1):
        if _people(", ".join(parts[at:]), least=2, plain=True).names:
            return ", ".join(parts[:at])
    return text


def are_people(text: str) -> bool:
    """Whether a text is nothing but names of people; it may end in "et al."."""
    text = _NICKNAME.sub(" ", _OTHERS.sub("", text)).strip(" ,.:;")
    parts = [part for part in _PARTS.split(re.sub(r"^(?:and|&)\s+", "", text)) if part.strip()]
    return bool(parts) and all(_is_person(clean(part.strip(" *_."))) for part in parts)


def after_people(text: str) -> str:
    """Return the title in ``Authors, Title, Venue, 2017``; "" if the text does not start with two or more people."""
    if ", " not in text or len(text) > 10_000:
        return ""
    parts = text.replace(",", ", ").replace(",  ", ", ").split(", ")[:200]
    count = 0
    people = 0
    while count < len(parts) - 1 and are_people(parts[count]):
        people += len(_PARTS.split(parts[count]))
        count += 1
    initials = people == 1 and bool(_INITIAL.search(parts[0]))
    if people < 2 and not initials:
        return ""
    rest = parts[count + (count < len(parts) - 1 and not _OTHERS.sub("", parts[count]).strip(" .")) :]
    while len(rest) > 1 and (_YEAR.search(rest[-1]) or rest[-1].isupper() or rest[-1].lower().startswith("arxiv")):
        rest.pop()
    title = ", ".join(rest)
    return title if len(title.split()) > 2 and not rest[0].lower().startswith("in ") and not are_people(rest[0]) else ""


def _people(text: str, *, least: int, plain: bool = False) -> People:
    """Return the people at the start of a list; nobody if a part before the date or venue is not a person.

    ``plain``: each has a given and a family name, in this order.
    """
    if not text or len(text) > 10_000:
        return People()
    cut = _OTHERS.search(text)
    parts = [part for part in _PARTS.split(text[: cut.start()] if cut else text) if part.strip(" .")]
    cited = cut is not None and _CITED.match(text, cut.start()) is not None
    found: list[str] = []
    sure = odd = 0
    for part in parts if plain else _inverted(parts, cited=cited):
        name = _without_marks(part)
        likeness = _likeness(name)
        if not (likeness or plain) and (found or cited) and _is_family(part.strip(" .*_`")):
            likeness, odd = 1, odd + 1
        if not likeness:
            rest = part.strip(" .*_`()")
            ended = venue(f"{rest} 2000") or _YEAR.search(rest) or rest.isupper() or fold(rest) in _LINKS
            if not (found and ended):
                return People()
            break
        sure += likeness > 1
        found.append(name)
    if odd and not (odd * 4 <= len(found) or (cited and len(found) == 1)):  # a name of one word among others of several
        return People()
    if len(found) == 1 and (cited or _INITIAL.match(found[0])):
        least = 1
    if len(found) < least or not (sure or odd or least == 1):
        return People()
    return People(tuple(dict.fromkeys(found)), et_al=cut is not None)


def _without_marks(part: str) -> str:
    """Return a name without footnote marks and the punctuation around it."""
    bare = part.strip(" *_`") if _INITIAL.search(part.rstrip()[-3:]) else part.strip(" .*_`")
    name = clean(re.sub(r"[*_`†‡§¹²³⁴⁵0-9]+$", "", bare))
    return name if _ENDS_IN_INITIAL.search(name) else name.rstrip(" .")


def _inverted(parts: list[str], *, cited: bool) -> list[str]:
    """Return the parts of a list of names with each ``Family, Given`` in reading order: all of them, or only the first.

    ``cited``: the list ends in "et al.".
    """
    bare = [part.strip(" .*_") for part in parts]
    if (
        len(parts) > 1
        and len(parts) % 2 == 0
        and all(map(_INITIALS.fullmatch, (part.strip(" *_") for part in parts[1::2])))
    ):
        return [f"{given.strip()} {family.strip()}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    first = len(parts) > 1 and all(map(_is_family, bare[:2]))
    if first and ((cited and len(parts) == 2) or (len(parts) > 2 and all(map(_likeness, bare[2:])))):
        return [f"{bare[1]} {bare[0]}", *parts[2:]]
    return parts


def _is_family(name: str) -> bool:
    """Whether one word may be a family name that stands alone."""
    return bool(_FAMILY.fullmatch(name)) and fold(name) not in _NO_NAME | _LINKS


def _is_person(name: str) -> bool:
    """Whether two to five words could be a person's name, and none says otherwise."""
    return _likeness(name) > 1


def _likeness(name: str) -> int:
    """Return 2 if two to five words could be a person's name, 1 if one of them also names an institute, else 0."""
    parts = name.split()
    if not 2 <= len(parts) <= 5 or len(name) > 60:
        return 0
    found = 2
    for at, part in enumerate(parts):
        word = part.strip(".").lower()
        if not (_WORD.fullmatch(part) or _PARTICLE.fullmatch(part)):
            return 0
        family = at == len(parts) - 1 and word in _FAMILY_NAMES and not part.isupper()
        if len(part) > 1 and part[1:] != "." and word in _NO_NAME and not family:
            if part.isupper() or word not in _UNIVERSITIES or 0 < at < len(parts) - 1:
                return 0
            found = 1
    telling = [part for part in parts if len(part.strip(".")) > 1 and not _PARTICLE.fullmatch(part)]
    if not telling or _PARTICLE.fullmatch(parts[-1]) or all(len(part) > 2 and part.isupper() for part in telling):
        return 0
    return found
