r"""LaTeX in titles and names: each table entry is decoded, maths is kept, and what is written reads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.folding import clean
from generator.text.latex import Decoder, address, decode_commands, encode
from tests.conftest import TOO_STEEP, growth


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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Fish \& Chips of H\textsubscript{2}O", "Fish & Chips of H2O"),
        (r"\textsuperscript{a} \% \# \_ \$ \& \textsubscript{b}", "a % # _ $ & b"),
        (r"\textit{R\&D} of {\sc x} \& \underline{y}", "R&D of x & y"),
        (r"\MF, \S 5, \P{} 6, \PS{} by \TeX{} and \LaTeX\ \BibTeX", "METAFONT, §5, ¶ 6, PostScript by TeX and LaTeX BibTeX"),
        (r"\dag x \ddag{} \copyright{} 2020", "†x ‡ © 2020"),
        (r"\pounds 5 \euro{} \texteuro{} \yen\ \textcent", "£5 € € ¥ ¢"),
        (r"\glqq Teich\grqq{} und \flqq See\frqq", "„Teich“ und «See»"),
        (r"\og Le lac\fg{} et \og la mare \fg, \guillemotleft x\guillemotright", "« Le lac » et « la mare », «x»"),
        (r",,Teich`` und ,,See''", "„Teich“ und „See”"),
        (r"a,,b and ,,c", "a,,b and ,,c"),
        (r"\enquote{The \enquote{inner \enquote{pond}}} \enquote*{x}", "“The ‘inner “pond”’” ‘x’"),
        (r"?`Qu\'e? !`Hola!", "¿Qué? ¡Hola!"),
        (r"Nguy\~{\^e}n \h{a} \h{\^o} \d{o} \'\ohorn{} \d{\uhorn} \UHORN", "Nguyễn ả ổ ọ ớ ự Ư"),
        (r"{\cal N}=4 {\bf x} \textcolor{red}{y} \color{red}z \foreignlanguage{german}{w}", "N=4 x y z w"),
        (r"a\kern-.1em b \hspace{1em}c\hspace*{1cm}d\hspace{-1pt}e J.\kern 1pt S.", "ab c de J. S."),
        (r"x\thinspace y\,z foo\-bar A\Dash B \slash C", "x y z foobar A—B /C"),
        (r"\href{https://a.example/b_c}{text} \texorpdfstring{$\alpha$}{alpha} \raisebox{2pt}{x}", "text alpha x"),
        (r"\SI{5}{\kilo\metre} \SI{9}{\metre\per\second\squared} \si{\newton\metre}", "5 km 9 m/s² N m"),
        (r"Ponds\footnote{With thanks}\thanks{x} \noopsort{1973}1974 {\noopsort{a}}B", "Ponds 1974 B"),
        (r"\ce{H2O} \ce{^{13}C} \ang{45} \frac12 \sqrt{2}", "H2O 13C 45° 1/2 √2"),
        (r'{\accent"7F u}ber \char38{} \accent 19 e', "über & é"),
        (r"\verb|a_b| \url{http://x.example/~a--b} \path|c~d|", "a_b http://x.example/~a--b c~d"),
        (r"\begin{quote}x\end{quote} a\\[2pt]b \newline c", "x a b c"),
        (r"\uppercase{a\textbf{b\'e}}c", "ABÉc"),
        (r"\ensuremath{\alpha} \ensuremath{x^2} \[ y_2 \] \[Erratum\]", "α $x^2$ $y_2$ [Erratum]"),
        (r"\alpha-helix 2$\times$3", r"α-helix 2$\times$3"),
        (r"{\ninerm x} {\Tib: a} {\tug} y", "x Tib: a tug y"),
        (r"Ji\v{r}{\'{}\i} d{\'}Alembert The \"Fish\" Lemstr{\¨o}m", 'Jiří d\'Alembert The "Fish" Lemström'),
        (r"\cprime\ \polhk{a} \softd{} \t{oo}", "ʹ ą ď o͡o"),
        (r"$\less$i$\greater$x$<$sub$>$ T $<$ 5", "<i>x<sub> T $<$ 5"),
        (r"(11\={2}2) x\^2 \~5 Fran{\c}ois", "(112̄2) x^2 ~5 François"),
        (r"NASA\@. Foo\xspace bar\xspace.", "NASA. Foo bar."),
    ],
)  # fmt: skip
def test_what_a_reader_sees(written: str, read: str) -> None:
    """Commands of all kinds print what a reader sees, and take nothing of the text beside them."""
    decoder = Decoder()
    assert decoder.decode(written) == read
    assert set(decoder.unknown) <= {"Tib", "tug"}


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("$5 to $10", ""), ("$5-$10", ""), ("$1M to US$2M", ""), ("$ a word and $ more", ""), ("$ $", ""), ("$5", ""),
        ("$5 to $x^2$", "$x^2$"), ("$5$", "$5$"), ("$10^{-3} $", "$10^{-3} $"), ("$ \\alpha $x", "$ \\alpha $"), ("$$x$$", "$$x$$"),
    ],
)  # fmt: skip
def test_prices_are_no_formulas(text: str, formula: str) -> None:
    """A formula stays as it is when it is written; a price does not become one."""
    written = encode(text)
    assert (formula in written) if formula else ("$" not in written.replace(r"\textdollar{}", ""))
    assert written.count("$") == formula.count("$")
    assert plain(written) == plain(text) == text


def test_unknown_commands_are_listed_once_in_order() -> None:
    """A decoder says which commands it did not know; those with a text keep it, others print their name."""
    decoder = Decoder()
    assert decoder.decode(r"\foo{a} \bar{o} \elnino\ \foo{b} \emph{c}") == "a ō elnino b c"
    assert decoder.decode(r"\foo{d} \baz[x]{y}") == "d [x]y"
    assert decoder.unknown == ("foo", "elnino", "baz")


@pytest.mark.parametrize(
    ("definition", "written", "read"),
    [
        (r"\newcommand{\noopsort}[1]{}", r"\noopsort{1973}1974", "1974"),
        (r"\newcommand{\switchargs}[2]{#2#1}", r"\switchargs{--90}{1968}", "1968–90"),
        (r"\newcommand\PU{Pond University}", r"\PU\ and \PU{}", "Pond University and Pond University"),
        (r"\def\lake#1{\emph{Lake #1}}", r"\lake{Moor} x", "Lake Moor x"),
        (r"\providecommand{\enquote}[1]{#1}", r"\enquote{x}", "“x”"),
        (r"\def\cprime{$'$}", r"\cprime", "ʹ"),
        (r"\def\odd#1{\setbox0=\hbox{#1}}", r"\odd{x}", "x"),
        (r"\def\y{}\def\z{\y}\def\y{\z\z}", r"a \z{} b", "a b"),
    ],
)
def test_commands_of_the_source(definition: str, written: str, read: str) -> None:
    """A source's own commands print their text, unless only TeX could say what it is; none prints without end."""
    decoder = Decoder()
    decoder.define(definition)
    assert decoder.decode(written) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"Erd\H{o}s, Schr\"odinger, Poincar{\'e}, \v Cech", "Erdős, Schrödinger, Poincaré, Čech"),
        (r"{\it in situ} and \emph{x} of Fish \& Chips", "in situ and x of Fish & Chips"),
        (r"~50% -- {a,b} ``q'' $\alpha$ {B}ayesian", r"~50% -- {a,b} ``q'' $\alpha$ {B}ayesian"),
        (r"C:\temp, \d+ and \unknown{x}", r"C:\temp, \d+ and \unknown{x}"),
        (r"L\u00e9 Children\'s", r"L\u00e9 Children's"),
        (r"\"Fish\" of the \"pond\"", '"Fish" of the "pond"'),
        (r"\( x \) y", "$x$ y"),
    ],
)
def test_commands_in_other_texts(text: str, read: str) -> None:
    """In a text that is not LaTeX, only commands are LaTeX."""
    assert decode_commands(text) == read


@pytest.mark.parametrize(
    "piece",
    [
        r"\(", r"\({", r"{\(", "$", "{$", "{", "{}", r"\'{", r"\verb|x", ",,a", r"\enquote{", r"\ensuremath{", r"\foo[", r"\kern",
        r"\SI{", r"\uppercase{", r"\q{", r"\z",
    ],
)  # fmt: skip
def test_cost_is_linear(piece: str) -> None:
    """No shape of a text costs more than in proportion to its length."""

    def decode(text: str) -> None:
        decoder = Decoder()
        decoder.define(r"\newcommand{\q}[1]{#1} \def\y{}\def\z{\y}\def\y{\z\z}")
        decoder.decode(text)

    assert growth(decode, piece * (200_000 // len(piece))) < TOO_STEEP
