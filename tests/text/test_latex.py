r"""LaTeX in titles and names: each table entry is decoded, maths is kept, and what is written reads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.folding import clean
from generator.text.latex import Decoder, address, encode


def plain(text: str) -> str:
    """Return a text decoded by itself."""
    return Decoder().decode(text)


@pytest.mark.parametrize(
    ("command", "letters"),
    [
        ("`", "àè"), ("'", "áé"), ("^", "âê"), ('"', "äë"), ("~", "ãẽ"), ("=", "āē"), (".", "ȧė"), ("c", "a̧ȩ"), ("v", "ǎě"),
        ("u", "ăĕ"), ("H", "a̋e̋"), ("k", "ąę"), ("r", "åe̊"), ("d", "ạẹ"), ("b", "a̱e̱"),
    ],
)  # fmt: skip
def test_accents(command: str, letters: str) -> None:
    """Each accent stands over (or under) a letter in braces, beside it or behind a space, as one character where there is one."""
    named = command.isalpha()
    forms = [
        f"\\{command}{{a}}\\{command}{{ e }}",
        f"\\{command} a\\{command} e",
        f"{{\\{command}{{a}}}}{{\\{command} e}}",
    ]
    if not named:
        forms.append(f"\\{command}a\\{command}e")
    for form in forms:
        assert plain(form) == letters


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"na\"{\i}ve", "naïve"),
        (r"\'\i x", "íx"),
        (r"\v{\j}", "ǰ"),
        (r"\c{\i}", "i̧"),
    ],
)
def test_accents_on_a_letter_without_its_dot(written: str, read: str) -> None:
    """An accented i or j needs no dot."""
    assert plain(written) == read


LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "TeX": "TeX", "LaTeX": "LaTeX", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textbraceleft": "{", "textbraceright": "}", "textdollar": "$", "dots": "…", "ldots": "…", "textendash": "–",
    "textemdash": "—", "textquotesingle": "'", "textasciigrave": "`", "textless": "<", "textgreater": ">", "textbar": "|",
    "textquoteright": "’", "textquoteleft": "‘", "hyphen": "-", "slash": "/",
}  # fmt: skip


@pytest.mark.parametrize("command", LETTERS)
def test_letters_and_signs(command: str) -> None:
    """A command for a letter ends at braces, at a space, which it takes, or at what is no letter."""
    sign = LETTERS[command]
    assert plain(f"x\\{command}{{}}y") == f"x{sign}y"
    assert plain(f"x\\{command} y") == f"x{sign}y"
    assert plain(f"x{{\\{command}}}y") == f"x{sign}y"
    assert plain(f"x\\{command}2") == f"x{sign}2"


def test_a_longer_command_is_no_letter() -> None:
    """The name of a command is read to its end."""
    assert plain(r"\oeuvre \lost") == "oeuvre lost"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\% \& \_ \# \$5 \{h\} i\@j", "% & _ # $5 {h} i@j"),
        (r"a\ b\,c\;d\:e~f", "a b c d e f"),
        (r"e\!f\/g\-h", "efgh"),
        (r"a\\b", "a b"),
        (r"a\  b", "a b"),
        ("1--2---3", "1–2—3"),
        ("``so'' `called' rock 'n' roll", "“so” ‘called’ rock 'n' roll"),
        ("don't `go", "don't `go"),
        (r"x`y' `z'2", "x`y' `z'2"),
        ("{A {Nested} Title}", "A Nested Title"),
        ("Plain - text, 50% off", "Plain - text, 50% off"),
        ("50% of {them}", "50% of them"),
        (r"50% of \alpha", "50% of α"),
    ],
)
def test_signs_and_spaces(written: str, read: str) -> None:
    """Escaped signs, spaces of all widths, dashes and quotes are what a reader sees."""
    assert plain(written) == read


@pytest.mark.parametrize(
    "style",
    [
        "emph", "texttt", "textbf", "textit", "textsc", "textrm", "textsf", "textsl", "textup", "textmd", "textnormal", "mbox",
        "hbox", "url", "path", "bf", "it", "em", "rm", "tt", "sc", "sf", "sl", "bfseries", "itshape", "relax", "protect",
    ],
)  # fmt: skip
def test_styles(style: str) -> None:
    """A style leaves its text."""
    assert plain(f"a \\{style}{{b c}} d") == "a b c d"
    assert plain(f"a {{\\{style} b}}") == "a b"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"a \cite{x}b", "a b"),
        (r"a \input{/etc/hostname}b", "a b"),
        (r"a\vspace{2em} \small b", "a b"),
        (r"The \elnino{} of 1997", "The elnino of 1997"),
        (r"The \elnino\ of 1997", "The elnino of 1997"),
        (r"\unknown{kept} text", "kept text"),
        (r"\unknown[x]{kept}", "[x]kept"),
        (r"a \xy b", "a xy b"),
        (r"\mathring{a}", "å"),
    ],
)
def test_rare_commands(written: str, read: str) -> None:
    """Layout goes, the text that a command holds stays, and an author's own command says its name."""
    assert plain(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("$x^2$ and $$y_1$$", "$x^2$ and $$y_1$$"),
        (r"\( x^2 \) twice, \(y\)", "$x^2$ twice, $y$"),
        (r"{$\alpha$}-decay of \'e", r"$\alpha$-decay of é"),
        (r"\$5 and $6", "$5 and $6"),
        ("from $5", "from $5"),
        (r"4$^{th}$ or 1$^\mathrm{st}$", "4th or 1st"),
        (r"$2^{\rm nd}$, $3{}^{\text{rd}}$", "2nd, 3rd"),
        ("$x^{th}$", "$x^{th}$"),
        ("$4^{ab}$", "$4^{ab}$"),
        (r"a \( b", r"a \( b"),
        (r"\unknown{$x$} and \foo $y$", "$x$ and foo $y$"),
    ],
)
def test_maths(written: str, read: str) -> None:
    """Maths stands between dollars as it was written; an ordinal is none."""
    assert plain(written) == read


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (r"\url{https://a.example/~x}", "https://a.example/~x"),
        (r"\path {a}", "a"),
        (r"\urlx", r"\urlx"),
        (r"a/\~x", "a/~x"),
        (r"a/\~{}x", "a/~x"),
        (r"a/{~}x", "a/~x"),
        (r"a/$\sim$x", "a/~x"),
        (r"a/\textasciitilde x", "a/~x"),
        (r"a/\textasciitilde{}x", "a/~x"),
        (r"a\_b\%20\&c\#d", "a_b%20&c#d"),
        ("{{a}} ", "a"),
    ],
)
def test_addresses(written: str, url: str) -> None:
    """A URL loses its command, escapes and braces, and keeps its tilde."""
    assert address(written) == url


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50% & #1_a", r"50\% \& \#1\_a"),
        ("a\\b{c}~^`", r"a\textbackslash{}b\textbraceleft{}c\textbraceright{}\textasciitilde{}\textasciicircum{}\textasciigrave{}"),
        ("a - b -- c '' d", "a - b -{}- c '{}' d"),
        ("$x_1$ & y_1", r"$x_1$ \& y\_1"),
        ("from $5", r"from \textdollar{}5"),
        ("$}{$", r"\textdollar{}\textbraceright{}\textbraceleft{}\textdollar{}"),
        ("${x$", r"\textdollar{}\textbraceleft{}x\textdollar{}"),
        ("$x}$", r"\textdollar{}x\textbraceright{}\textdollar{}"),
        ("${x}{y}$", "${x}{y}$"),
        (r"$\{x\}$", r"$\{x\}$"),
        (r"$\{x$", r"\textdollar{}\textbackslash{}\textbraceleft{}x\textdollar{}"),
        (r"$x\$$", r"\textdollar{}x\textbackslash{}\textdollar{}\textdollar{}"),
    ],
)  # fmt: skip
def test_special_signs_are_written_as_commands(text: str, written: str) -> None:
    """Signs that mean something to BibTeX are commands, but in maths whose braces match; all read back."""
    assert encode(text) == written
    assert plain(written) == text


@given(st.text(st.sampled_from("ab \\{}~^$%&#_`'-\"éﬁ")) | st.text())
def test_what_is_written_reads_back(text: str) -> None:
    """Whatever stands in a text, escaped and decoded it is the cleaned text, and no brace in it is open."""
    written = encode(text)
    assert plain(written) == clean(text)
    assert written.count("{") == written.count("}")
