"""Languages by their codes and names: to show ``ger`` as German, and to state German as ``de`` to programs."""

from __future__ import annotations

import re

# The two-letter code, the name, and what else exports print: three-letter codes, names of LaTeX's babel.
_TABLE = """
af Afrikaans afr
ar Arabic ara
az Azerbaijani aze
be Belarusian bel
bg Bulgarian bul
bn Bengali ben
bs Bosnian bos
ca Catalan cat
cs Czech cze ces
cy Welsh wel cym
da Danish dan
de German ger deu deutsch ngerman austrian naustrian
el Greek gre ell
en English eng american british usenglish ukenglish canadian australian
eo Esperanto epo
es Spanish spa español castellano
et Estonian est
eu Basque baq eus
fa Persian per fas farsi
fi Finnish fin
fr French fre fra français francais acadian canadien
ga Irish gle
gl Galician glg
gu Gujarati guj
he Hebrew heb
hi Hindi hin
hr Croatian hrv scr
hu Hungarian hun magyar
hy Armenian arm hye
id Indonesian ind bahasa
is Icelandic ice isl
it Italian ita italiano
ja Japanese jpn
ka Georgian geo kat
kk Kazakh kaz
kn Kannada kan
ko Korean kor
la Latin lat
lt Lithuanian lit
lv Latvian lav
mk Macedonian mac mkd
ml Malayalam mal
mn Mongolian mon
mr Marathi mar
ms Malay may msa
ne Nepali nep
nl Dutch dut nld nederlands
no Norwegian nor nb nob bokmål norsk nn nno nynorsk
pa Punjabi pan
pl Polish pol polski
pt Portuguese por português portugues brazil brazilian portuges
ro Romanian rum ron
ru Russian rus
sk Slovak slo slk
sl Slovenian slv slovene
sq Albanian alb sqi
sr Serbian srp scc
sv Swedish swe svenska
sw Swahili swa
ta Tamil tam
te Telugu tel
th Thai tha
tr Turkish tur
uk Ukrainian ukr
ur Urdu urd
uz Uzbek uzb
vi Vietnamese vie
zh Chinese chi zho mandarin
"""
_NAMES = {words[0]: words[1] for words in map(str.split, _TABLE.strip().split("\n"))}
_CODES = {word.lower(): words[0] for words in map(str.split, _TABLE.strip().split("\n")) for word in words}
_REGION = re.compile(r"([A-Za-z]{2,3})[-_]([A-Za-z]{2})")
_BETWEEN = re.compile(r"\s*(?:[;,/|]|\band\b)\s*")


def names(text: str) -> str:
    """Return the languages of a text in words: ``German`` for ``ger``, ``English (US)`` for ``en-US``.

    What is not known stays as it is.
    """
    return ", ".join(dict.fromkeys(_name(part) for part in _BETWEEN.split(text.strip()) if part))


def code(text: str) -> str:
    """Return the code of the first language of a text, ``de`` or ``en-US``; what is not known stays as it is."""
    first = next(filter(None, _BETWEEN.split(text.strip())), "")
    if region := _REGION.fullmatch(first):
        return f"{_CODES.get(region[1].lower(), region[1].lower())}-{region[2].upper()}"
    return _CODES.get(first.lower(), first)


def _name(text: str) -> str:
    """Return the name of one language."""
    if (region := _REGION.fullmatch(text)) and (known := _CODES.get(region[1].lower())):
        return f"{_NAMES[known]} ({region[2].upper()})"
    known = _CODES.get(text.lower())
    return _NAMES[known] if known else text
