"""What a reader sees of LaTeX's commands: symbols, names, layout, units, and which of their arguments is read.

pylatexenc's table of symbols is the base. Ours comes first: pylatexenc knows no S, copyright or glqq.
"""

from __future__ import annotations

from dataclasses import dataclass

from pylatexenc.latex2text import get_default_latex_context_db

from generator.text.latex_commands import COMBINING, LETTERS

_NAMED_ACCENTS = {
    "`": "grave", "'": "acute", "^": "hat widehat", '"': "ddot", "~": "tilde widetilde cftil", "=": "bar", ".": "dot",
    "c": "cedilla cfac", "v": "check", "u": "breve", "k": "ogonek polhk textogonekcentered", "r": "mathring ocirc",
    "d": "udot textdotbelow", "b": "textmacronbelow", "h": "texthookabove", "f": "newtie textroundcap",
}  # fmt: skip
# Accents by the names of their commands: of letters, of maths, and of the exports of MathSciNet.
ACCENTS: dict[str, str] = COMBINING | {
    name: COMBINING[mark] for mark, names in _NAMED_ACCENTS.items() for name in names.split()
}
ACCENTS |= {"textcommabelow": "\u0326", "lfhook": "\u0326", "horn": "\u031b", "vec": "\u20d7"}
ACCENT_CODES = {  # of TeX's \accent
    18: "`", 19: "'", 20: "v", 21: "u", 22: "=", 23: "r", 24: "c", 94: "^", 95: ".", 125: "H", 126: "~", 127: '"',
}  # fmt: skip
# An accent over nothing; people mean an apostrophe by d{\'}Alembert, and a letter by Fran{\c}ois.
BARE = {COMBINING[mark]: bare for mark, bare in zip("`'^\"~=.cvuHkr", "`'^\"~¯˙çˇ˘˝˛˚", strict=True)}

_SYMBOLS = {
    "§": "S textsection", "¶": "P textparagraph textpilcrow", "†": "dag dagger textdagger", "‡": "ddag ddagger textdaggerdbl",
    "©": "copyright textcopyright", "®": "registered textregistered circledR", "™": "texttrademark trademark",
    "£": "pounds textsterling", "€": "euro EUR texteuro", "¥": "yen textyen", "¢": "cent textcent", "₹": "rupee textrupee",
    "$": "dollar textdollar", "№": "numero textnumero", "n°": "no", "N°": "No", "‰": "permil textperthousand", "%": "percent",
    "°": "degree textdegree", "°C": "celsius textcelsius", "µ": "micro textmu", "Ω": "ohm textohm", "Å": "angstrom",
    "′": "prime", "ʹ": "cprime", "ʺ": "cdprime", "„": "glqq quotedblbase textquotedblbase", "“": "grqq textquotedblleft",
    "‚": "glq quotesinglbase", "‘": "grq lq textquoteleft", "”": "textquotedblright", "’": "rq textquoteright",
    "«": "flqq guillemotleft guillemetleft", "»": "frqq guillemotright guillemetright", "‹": "flq guilsinglleft",
    "›": "frq guilsinglright", "« ": "og", " »": "fg", '"': "dq textquotedbl", "'": "textquotesingle", "`": "textasciigrave",
    "¡": "textexclamdown", "¿": "textquestiondown", "^": "textasciicircum", "~": "textasciitilde texttildelow",
    "\\": "textbackslash backslash bs", "{": "textbraceleft lbrace", "}": "textbraceright rbrace", "_": "textunderscore",
    "<": "textless less lt", ">": "textgreater greater gt", "|": "textbar vert mid lvert rvert", "/": "slash textslash",
    "-": "hyphen", "−": "textminus", "&": "textampersand ampersand", "…": "dots ldots textellipsis ellipsis",
    "–": "textendash endash ndash", "—": "textemdash emdash mdash Dash dash", "•": "bullet textbullet",
    "·": "textperiodcentered middot cdot", "º": "textordmasculine", "ª": "textordfeminine", "*": "textasteriskcentered",
    "ơ": "ohorn", "Ơ": "OHORN", "ư": "uhorn", "Ư": "UHORN", "ď": "softd", "ť": "softt", "ľ": "softl", "Ľ": "SoftL",
    "đ": "dbar", "Đ": "Dbar", "Ƶ": "Zbar", "ẞ": "SS", "ĳ": "ij", "Ĳ": "IJ", "er": "ier", "re": "iere", "e": "ieme",
    "LaTeX2e": "LaTeXe", "AmS-TeX": "AmSTeX AMSTeX", "AmS-LaTeX": "AmSLaTeX AMSLaTeX", "AMS": "AMS", "AmS": "AmS",
    "METAFONT": "MF METAFONT", "METAPOST": "MP METAPOST", "PostScript": "PS POSTSCRIPT PostScript", "SLiTeX": "SliTeX",
    "TUGboat": "TUB TUGboat", "Plain TeX": "PlainTeX plainTeX", "e-TeX": "eTeX", "KOMA-Script": "KOMAScript",
    "C++": "Cpp cpp CPP Cplusplus", "C#": "Csharp", "et al.": "etal", "e.g.": "eg", "i.e.": "ie", ".": "adddot isdot",
    ",": "addcomma", ":": "addcolon", "UNIX": "UNIX", "log": "log",
}  # fmt: skip
_NAMES = (  # printed as they are written
    "TeX LaTeX BibTeX BibLaTeX XeTeX XeLaTeX LuaTeX LuaLaTeX pdfTeX pdfLaTeX ConTeXt TeXXeT LyX PiCTeX Unix WEB CWEB SGML HTML XML "
    "VAX DVI PDF CTAN TUG NTG NTS GNU CSS TeXLive TikZ Xy VorTeX Omega dim det deg gcd ker arg hom Pr sec csc cot coth mod and"
)
_BLANKS = (
    "space nobreakspace thinspace medspace thickspace enspace enskip quad qquad hfill hfil hss newline linebreak par break "
    "newblock item addspace addnbspace"
)
_SILENT = (  # fonts, sizes, layout, and what only TeX needs
    "bf it tt rm sc sf sl em md up bfseries mdseries itshape slshape scshape upshape rmfamily sffamily ttfamily normalfont "
    "cal mit bb bbb Bbb frak germ scr mathbf mathrm mathit mathsf mathtt mathcal mathscr mathbb mathfrak cyr boldmath unboldmath "
    "displaystyle textstyle scriptstyle limits nolimits left right big Big bigg Bigg bigl bigr Bigl Bigr middle "
    "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge smaller larger selectfont "
    "relax protect string expandafter noexpand leavevmode null strut mathstrut nocorr ignorespaces unskip noindent indent "
    "centering raggedright raggedleft allowbreak nobreak nolinebreak goodbreak samepage sloppy maketitle today "
    "begingroup endgroup bgroup egroup negthinspace negmedspace textcompwordmark bibnamefont bibfnamefont "
    "emph textbf textit textsl textsc textsf texttt textrm textup textmd textnormal text mbox fbox textls textlf textulc "
    "underline uline sout overline ul so caps smash llap rlap clap mathop operatorname bsc up fup sp sb "
    "textsuperscript textsubscript textsu textin ensuretext textgreek textcyrillic textlatin textgerman textfrench textenglish "
    "mkbibemph mkbibbold mkbibitalic mkbibsuperscript bibstring gls Gls ac acs acl acf acro natexlab smc SMC widehat boldsymbol bm "
    "xspace"
)
WITH_BLANK = {"xspace", "fg", "and", "etal", "eg", "ie"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Macro:
    """A command with arguments: ``arguments`` in LaTeX's notation (s a star, o optional, m mandatory), and what is read.

    ``read`` has the numbers of the mandatory arguments in braces; an empty one drops them all.
    """

    arguments: str
    read: str = ""


_MACROS = r"""
href texorpdfstring hypertarget hyperlink bibinfo bibfield|mm|{2}
textcolor colorbox raisebox rotatebox parbox foreignlanguage textlang adjustbox|omom|{2}
scalebox|mom|{2}
fcolorbox resizebox|smmm|{3}
framebox makebox hyperref|oom|{1}
stackrel overset underset|mm|{2}
cs|m|\{1}
mkbibparens|m|({1})
mkbibbrackets|m|[{1}]
ce ch cf|om|{1}
num|om|{1}
ang|om|{1}°
SI qty|omom|{1} {2}
si unit|om|{1}
SIrange qtyrange|ommm|{1}–{2} {3}
numrange|omm|{1}–{2}
frac nicefrac sfrac tfrac dfrac textfrac|omm|{1}/{2}
sqrt|om|√{1}
enquote|sm|“{1}”
textquote blockquote mkbibquote|soom|“{1}”
foreignquote foreigntextquote|smm|“{2}”
uppercase MakeUppercase MakeTextUppercase lowercase MakeLowercase MakeTextLowercase|m|{1}
noopsort SortNoop sortnoop SORTNOOP noop NOOP sort SortKey sortkey skipsort|m|
footnote thanks footnotetext index label ref eqref pageref cref Cref autoref nameref glossary|som|
footnotemark|o|
cite citet citep citealp citealt citeauthor citeyear nocite parencite textcite autocite footcite fullcite|soom|
input include hyphenation includegraphics vspace phantom hphantom vphantom hyphenchar pagestyle selectlanguage sisetup|som|
color pagecolor begin end fontfamily fontseries fontshape fontencoding todo ignore|om|
usefont|mmmm|
discretionary|mmm|
rule|omm|
fontsize|mm|
"""
MACROS: dict[str, Macro] = {
    name: Macro(arguments=arguments, read=read)
    for names, arguments, read in (line.split("|") for line in _MACROS.strip().split("\n"))
    for name in names.split()
}

_PREFIXES = (
    "yocto:y zepto:z atto:a femto:f pico:p nano:n micro:µ milli:m centi:c deci:d deca:da hecto:h kilo:k mega:M giga:G tera:T "
    "peta:P exa:E kibi:Ki mebi:Mi gibi:Gi"
)
_UNITS = (
    "metre:m meter:m gram:g gramme:g kilogram:kg second:s ampere:A kelvin:K mole:mol candela:cd hertz:Hz newton:N pascal:Pa "
    "joule:J watt:W coulomb:C volt:V farad:F ohm:Ω siemens:S weber:Wb tesla:T henry:H lumen:lm lux:lx becquerel:Bq gray:Gy "
    "sievert:Sv celsius:°C degreeCelsius:°C degree:° arcminute:′ arcsecond:″ minute:min hour:h day:d hectare:ha litre:L liter:L "
    "tonne:t electronvolt:eV eV:eV angstrom:Å bar:bar barn:b bel:B decibel:dB percent:% bit:bit byte:B dalton:Da parsec:pc "
    "km:km cm:cm mm:mm nm:nm um:µm kg:kg mg:mg kHz:kHz MHz:MHz GHz:GHz keV:keV MeV:MeV GeV:GeV TeV:TeV ms:ms ns:ns kW:kW MW:MW"
)
PREFIXES: dict[str, str] = dict(pair.split(":") for pair in _PREFIXES.split())
UNITS: dict[str, str] = dict(pair.split(":") for pair in _UNITS.split())
UNIT_SIGNS = {"per": "/", "squared": "²", "cubed": "³", "square": "", "cubic": "", "of": "", "tothe": "", "raiseto": ""}
VERBATIM = {"url", "path", "nolinkurl"}
QUOTATIONS = {"enquote", "textquote", "blockquote", "mkbibquote", "foreignquote", "foreigntextquote"}
UNITED = {"SI", "qty", "si", "unit", "SIrange", "qtyrange"}


def _base() -> dict[str, str]:
    """Return pylatexenc's commands that take no argument, and what they print."""
    macros = get_default_latex_context_db().iter_macro_specs()
    texts = {macro.macroname: macro.simplify_repl for macro in macros if macro.macroname.isalpha()}
    return {
        name: " ".join(text.split())
        for name, text in texts.items()
        if isinstance(text, str)
        and "%" not in text
        and "<" not in text  # these take arguments, or stand for a reference
    }


_BASE = _base()
_OWN = (
    {name: name for name in _NAMES.split()}
    | {name: symbol for symbol, names in _SYMBOLS.items() for name in names.split()}
    | LETTERS
    | dict.fromkeys(_BLANKS.split(), " ")
    | dict.fromkeys(_SILENT.split(), "")
)
SYMBOLS: dict[str, str] = _BASE | _OWN
