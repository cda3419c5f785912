"""Titles: their forms for comparison, the numbers in them, and marks of a text about another (erratum, reply, …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.text import folding, retractions

LENGTH = 1_000  # characters, as in model.Line: a longer title is a text without its line breaks
SPECIFIC_WORDS = 3  # a title of fewer words (Editorial, Introduction, Reply) names many papers
# Marks of a text about a paper, not the paper itself (English bibliographic terms, the same in all fields).
_MARK = re.compile(
    r"""
      # "Reply to …", "[Erratum]", "Author's response", "Retraction note: …"; but "Retracted: …" is the paper itself
      (?: ^ | \[ | \( ) \W{0,3} (?: (?:authors?|in|publishers?|editors?) \W{0,3} s? \W{0,3} )?
      (?P<start> erratum | errata | corrigendum | corrigenda | corrections? | addendum | retraction
        | reply | replies | rejoinders? | response | comments? | commentary | re | letter )
      (?: \s (?: notice | note | statement ) )? (?= \W{0,3} (?: (?:to|on|of|for|by)\b | [:\])] | $ ) )
    | ^ \W{0,3} (?P<off> withdrawal | removal ) (?: (?= : ) | \s (?: notice | note | statement ) \b )
    | ^ \W{0,3} (?: notice | statement ) \s of \s (?: partial \s )?
      (?P<notice> retraction | withdrawal | removal | correction | (?: editorial \s )? (?: expression \s of \s )? concern ) \b
    | ^ \W{0,3} (?: (?: interim | editorial | publisher['’]?s? ) \s )? (?P<concern> expressions? \ of \ (?: editorial \s )? concern ) \b
    | ^ (?P<begin> erratum | corrigendum ) \b
    | ^ (?P<review> (?:decision\ letter | author\ response | (?:peer\W)?review ) \ (?:for|of) \W? ["“”‘'«„]
        | (?:referee|reviewer|peer\W?review) (?:['’]?s)? ['’]? \ (?:comments?|reports?) )
    | (?: ^ | [:.–—-]\s+ ) (?P<supplement> (?:supplementary | supplemental | supporting) \ (?:materials?|information|data|appendix) )
      (?= \W | $ )
    | ^ (?P<data> (?:replication\ |research\ |source\ )? (?:data|code|dataset|datasets|software) (?:\ and\ (?:data|code|software))?
        (?= \ (?: from\b | for\W{0,2}[:"“] ) ) )
    | [:.–—] \s* (?P<middle> erratum | errata | corrigendum | corrigenda | corrections? | reply | rejoinder | comments? )
      \ (?:to|on) \b
    | (?P<volume> \(vol\.?\ \d+ )  # how citation indexes print a correction: "(vol 360, pg 542, 2009)"
    | [:.\[(–—-] \s* (?P<end> erratum | errata | corrigendum | corrigenda | correction | addendum | (?:a\ )?rejoinder
        | (?:authors?\W{1,3})? (?:reply|response) | comments? | commentary )
      \W{0,3} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What databases call one and the same kind of text.
_MARKS = {
    "correction": ("errat", "corrig", "correct"),
    "retraction": ("retract", "withdraw", "remov"),
    "expression of concern": ("expression", "editorial", "concern"),
    "reply": ("repl", "rejoinder", "a rejoinder", "response", "author"),
    "comment": ("comment",),
    "review": ("decision", "review", "peer", "referee"),
    "supplement": ("supp", "data", "code", "software", "replication", "research", "source"),
}
_IN_BRACKETS = re.compile(r"^\[([^\[\]]+)\][\s.:]+(?=\S)|(?<=\S)\s*\[([^\[\]]+)\]$")
_TAG = re.compile(r"</?(?:sup|sub|inf|i|b|em|strong)>", re.IGNORECASE)
_BRACKETED_WORDS = 3  # at most: "[in German]", "[see comments]" are notes of a database
# Kinds of texts at meetings and in journals, which one database prints beside the title and another does not.
_KIND = (
    r"(?:an?\s+)?(?:(?:abstract|address|book|demo(?:nstration)?|extended|invited|keynote|lecture|panel|paper|plenary|poster"
    r"|review|session|short|summary|survey|talk|tutorial)s?\b\s*){1,4}"
)
_SHOWN = re.compile(
    r"""
    (?: [(:–—] | \s- | ^ ) \W{0,3} (?: \w+ \W{1,3} ){0,2}?
    (?: demo(?:nstration)?s? | posters? ) \b
    (?: \ \w+ ){0,2} \W{0,3} (?: [):] | $ )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KIND_NOTE = re.compile(
    rf"(?<=\S)\s*\(\s*{_KIND}\)|\s*(?::|\s[-–—]+)\s+{_KIND}\W*$|^\W*{_KIND}:\s+(?=\S)", re.IGNORECASE
)
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)\W*$")
_BREAK = re.compile(r"[:：;.?!](?=\s)|\s[-–—]+\s|\s*[(–—]|--+")
# What journals call their sections: a title of such words names no paper (English, the same in all fields).
_SECTION_WORDS = frozenset({
    "editor", "editors", "editorial", "editorials", "introduction", "introductory", "preface", "prefaces", "foreword",
    "forewords", "review", "reviews", "note", "notes", "message", "messages", "report", "reports", "column",
    "columns", "news", "comment", "comments", "commentary", "letter", "letters", "contents", "index", "announcement",
    "announcements", "guest", "reply", "replies", "response", "discussion", "abstract", "abstracts", "author",
    "authors", "book", "books", "brief", "call", "calls", "correspondence", "highlight", "highlights", "issue",
    "issues", "obituary", "obituaries", "papers", "personal", "private", "special", "this", "view", "views",
})  # fmt: skip
# "… in mice 1", "… in mice1,2": numbers of footnotes begin with 1; other marks are no letters or digits.
_FOOTNOTE = re.compile(r"(?:\s|(?<=[^\W\d_]))\(?[1¹](?:\s?[,;]\s?[\d¹²³]{1,2})*\)?\W*$")
SECTION_NAME = 4  # words, at most: "SIM Competition Paper", "Research Note"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
# Function words, which databases drop, add or swap (English; of German, French and Spanish the articles and "and").
_SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with", "der",
    "die", "das", "und", "le", "la", "les", "et", "el", "los", "las", "y",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """One form of a title, ready for comparison."""

    folded: str  # without spaces
    bare: str  # the same without notes on the kind of text
    plain: str  # the same without any note in parentheses at its end
    unmarked: tuple[str, ...]  # the same without a footnote mark at its end; without a section's name at its beginning
    words: tuple[str, ...]  # without notes on the kind of text
    kinds: frozenset[str]  # the words of such notes
    numbers: tuple[str, ...]  # Roman numerals, too; sorted
    breaks: tuple[int, ...]  # after how many words a colon, a dash, … ends a part of the title
    name: str  # the coined word before the first break, "" for none

    @property
    def weighty(self) -> tuple[str, ...]:
        """Return the words without function words; "a" counts as a word before one (as in: hepatitis A in children)."""
        following = (*self.words[1:], "of")
        return tuple(
            word
            for word, after in zip(self.words, following, strict=True)
            if word not in _SMALL or (word == "a" and after in _SMALL)
        )

    @property
    def section(self) -> bool:
        """Whether the title is only what journals call their sections."""
        return set(self.weighty) <= _SECTION_WORDS

    @property
    def specific(self) -> bool:
        """Whether the title can identify a paper by itself."""
        return len(self.words) >= SPECIFIC_WORDS and not self.section

    @property
    def somewhat_specific(self) -> bool:
        """Whether the title can identify a paper by two authors: it may have two words, if no section is called so."""
        return self.specific or (len(self.words) == 2 and _SECTION_WORDS.isdisjoint(self.words))


def forms(title: str) -> tuple[Title, ...]:
    """Return the forms of a title: first without a database's notes in brackets, then each longer text in brackets.

    ``[Review]`` and ``[in German]`` are notes; more than 3 words in brackets may be the original title or a translation.
    What a title says happened to its paper (“Retracted: …”) is no part of it.
    Only the first ``LENGTH`` characters count; without a letter or digit there is no form.
    """
    bare = retractions.bare(title[:LENGTH]).strip().strip("\"'“”„. ")
    if "<" in bare:
        bare = _TAG.sub("", bare)
    found_forms = [bare]
    while found := _IN_BRACKETS.search(found_forms[0]):
        inside = found[1] or found[2]
        found_forms[0] = found_forms[0].replace(found[0], "").strip(" .\"'")
        if len(inside.split()) > _BRACKETED_WORDS:
            found_forms.append(inside)
    return tuple(_title(form) for form in found_forms if folding.fold(form))


def mark(title: str) -> str:
    """Return what kind of text about another one this is, one of ``_MARKS`` or a word of its own; "" for a paper itself."""
    found = _MARK.search(title[:LENGTH])
    if not found:
        return ""
    if found["volume"]:
        return "correction"
    word = next(filter(None, found.groups())).lower()
    return next((kind for kind, beginnings in _MARKS.items() if word.startswith(beginnings)), word)


def shown(title: str) -> bool:
    """Whether the title says that this is a demonstration or a poster; there may also be a paper."""
    return bool(_SHOWN.search(title[:LENGTH]))


def _title(form: str) -> Title:
    """Return one form of a title, ready for comparison."""
    folded = folding.fold(form)
    bare = _KIND_NOTE.sub("", form)
    folded_bare = folding.fold(bare) if bare != form else folded
    if not folded_bare:
        bare, folded_bare = form, folded
    plain = _NOTE.sub("", bare)
    words = tuple(folded_bare.split())
    breaks = _breaks(bare)
    return Title(
        folded=folded.replace(" ", ""),
        bare=folded_bare.replace(" ", ""),
        plain=(folding.fold(plain) if plain != bare else folded_bare).replace(" ", ""),
        unmarked=tuple(_unmarked(bare, words, breaks)),
        words=words,
        kinds=frozenset(folded.split()) - set(folded_bare.split()) - _SMALL,
        numbers=_numbers(form, folded.split()),
        breaks=breaks,
        name=_name(bare),
    )


def _unmarked(bare: str, words: Sequence[str], breaks: Sequence[int]) -> Iterator[str]:
    """Yield the folded title without a footnote mark, and without what may be the name of a journal's section."""
    found = _FOOTNOTE.search(bare)
    if found and found.start():
        yield folding.fold(bare[: found.start()]).replace(" ", "")
    if breaks and breaks[0] <= SECTION_NAME and len(words) - breaks[0] >= SPECIFIC_WORDS:
        yield "".join(words[breaks[0] :])


def _breaks(form: str) -> tuple[int, ...]:
    """Return after how many words each part of a title ends."""
    return tuple(len(folding.words(form[: found.start()])) for found in _BREAK.finditer(form))


def _name(form: str) -> str:
    """Return the coined word before the first break; it has a capital or a digit inside: ``DEVise``, ``GPT4All``."""
    found = _BREAK.search(form)
    head = form[: found.start()].strip() if found else ""
    return folding.fold(head) if re.fullmatch(r"\w+(?:-\w+)?", head) and re.search(r"(?<=\w)[A-Z0-9]", head) else ""


def _numbers(title: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of a title, sorted; Roman numerals are kept, commas of thousands are not."""
    digits = [re.sub(r",(?=\d{3})", "", found) for found in _NUMBER.findall(title)]
    roman = [word for word in words if _ROMAN.fullmatch(word)]
    return tuple(sorted(digits + roman))
