"""CSL styles, rendered by citeproc-py: what cannot change is looked up once, and what a publication lacks is skipped.

citeproc-py 0.11 asks each element of a style for its attributes, options, terms and macros whenever it renders it, and most
of a style concerns variables and types that the publication at hand does not have: together nine tenths of its time.
Each element is given these answers as attributes of its own, which Python finds before the methods of its class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from types import SimpleNamespace
from typing import Any, TypeAlias

from citeproc import CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.source import VariableError

_Children: TypeAlias = dict[Any, list[Any]]

# Methods whose answers depend only on their arguments.
_LASTING = (
    *("get_formatter", "get_layout", "get_locale_option", "get_macro", "get_option", "get_parent_delimiter"),
    *("get_plural_term", "get_root", "get_single_term", "getchildren"),
    *("et_al", "is_locale_date", "unicode_character", "xpath_search"),
)
# What an element does with its text unless it has one of these attributes.
_WITHOUT = {
    "format": ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align"),
    "wrap": ("prefix", "suffix"),
    "quote": ("quotes",),
    "strip_periods": ("strip-periods",),
    "case": ("text-case",),
}
_SHAPES = 500  # kept of each style; large bibliographies have some 200
_COMPUTED = ("page", "locator", "citation-number", "year-suffix")  # variables that are not printed as they are


class Variables(dict[str, Any]):
    """The variables of a publication of a CSL type, as citeproc reads them."""

    language = "en"

    def __init__(self, kind: str, variables: Mapping[str, Any]) -> None:
        """Hold the variables, named with underscores."""
        super().__init__(variables)
        self.type = kind

    def __missing__(self, name: str) -> Any:
        """Tell citeproc that there is no such variable."""
        raise VariableError(name)

    @property
    def page(self) -> Any:
        """Return the pages, which citeproc reads as an attribute."""
        return self["page"]


class PreparedStyle:
    """A style of site/styles. Its tests may ask for types and for variables, not for what the variables hold."""

    def __init__(self, key: str) -> None:
        """Read the style and prepare its elements, which are kept, so that lxml goes on using the same objects."""
        self._style = read(key)
        self._layout = self._style.root.bibliography.layout
        self._elements = {element: _prepared(element) for element in self._style.root.iter()}
        for element, own in self._elements.items():
            element.__dict__.update(own)
        self._shapes: dict[object, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        self._shape: object = None
        self._lock = Lock()

    def render(self, variables: Variables) -> str:
        """Return a publication as text."""
        item, shape = SimpleNamespace(reference=variables), (variables.type, *variables)
        with self._lock:  # while elements have the children of this shape
            if shape != self._shape:
                for own, children in self._of_shape(shape, item):
                    own.update(children)
                self._shape = shape
            return str(*self._layout.render_bibliography([item]))

    def _of_shape(self, shape: object, item: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Return what each element has for children in publications of the item's type that have the same variables."""
        if shape not in self._shapes:
            if len(self._shapes) == _SHAPES:
                self._shapes.clear()
            children: _Children = {}
            _can_print(self._layout, item, children)
            self._shapes[shape] = [
                (element.__dict__, {"iterchildren": kept.__iter__, "getchildren": _constant(kept)})
                for element, kept in children.items()
            ]
        return self._shapes[shape]


def read(key: str) -> CitationStylesStyle:
    """Return the style as citeproc reads it."""
    source = files("generator.site").joinpath("styles", f"{key}.csl").read_bytes()
    style = CitationStylesStyle(BytesIO(source), validate=False)
    CitationStylesBibliography(style, {}, formatter.plain)  # sets the formatter
    return style


def _prepared(element: Any) -> dict[str, Any]:
    """Return the attributes and methods that an element gets of its own."""
    kind, stated = type(element), dict(element.attrib)
    own: dict[str, Any] = {name: cache(getattr(element, name)) for name in _LASTING if hasattr(kind, name)}
    own["get"] = stated.get
    if hasattr(kind, "calls_variable"):
        own["calls_variable"] = _constant(element.calls_variable())  # of all its children, whatever the shape
    if "text-case" not in stated and not isinstance(element.getparent(), model.Names):
        for name in ("get_single_term", "get_plural_term"):  # citeproc's String is slow to join, and only these need it
            own[name] = cache(_as_str(getattr(element, name)))
    idle = {name for name, names in _WITHOUT.items() if hasattr(kind, name) and stated.keys().isdisjoint(names)}
    own |= dict.fromkeys(idle, _same)
    if "format" in idle and isinstance(element, model.Date_Part):
        own["format"] = _day_as_str
    elif hasattr(kind, "markup") and "format" in idle and not _WITHOUT.keys() - idle - {"wrap"} & set(dir(kind)):
        own["markup"] = _marked(own.get("wrap", element.wrap))
    if isinstance(element, model.Text) and stated.get("text-case") != "title":
        if "macro" in stated:
            own["process"] = _macro(element, element.get_macro(stated["macro"]))
        elif "form" not in stated and (name := stated.get("variable", "page")) not in _COMPUTED:
            own["process"] = _variable(name.replace("-", "_"))
    elif isinstance(element, model.Names):
        own |= {"name": element.name, "label": element.label}
    elif isinstance(element, model.Name):
        own["findall"] = _constant(element.findall("cs:name-part", element.nsmap))
    elif isinstance(element, model.Date):
        own["iterchildren"] = list(element).__iter__
    elif isinstance(element, (model.If, model.Else)):
        own["render"] = element.render_children  # the branches that a shape does not take are not among its children
    return own


def _can_print(element: Any, item: Any, children: _Children) -> bool:
    """Whether an element can print anything of such an item; note which of its children can, and theirs in turn."""
    if isinstance(element, model.Text) and element.get("macro"):
        return _can_print(element.get_macro(element.get("macro")), item, children)
    if isinstance(element, (model.Text, model.Date, model.Names)):
        return not element.get("variable") or element.get("variable").replace("-", "_") in item.reference
    if not isinstance(element, model.Parent):
        return True
    inner = list(element)
    if isinstance(element, model.Choose):
        inner = [branch for branch in inner if _is_taken(branch, item)][:1]
    kept = [child for child in inner if _can_print(child, item, children)]
    if isinstance(element, model.Group) and any(child.calls_variable() for child in inner):
        # a group without its variables prints nothing
        kept = kept if any(child.calls_variable() for child in kept) else []
    children[element] = kept
    return bool(kept)


def _is_taken(branch: Any, item: Any) -> bool:
    """Whether the test of a branch succeeds."""
    if not isinstance(branch, model.If):
        return True
    branch.iterchildren = ().__iter__  # the test alone
    try:
        type(branch).render(branch, item)
    except model.ConditionFailed:
        return False
    return True


def _same(text: Any, *_: object) -> Any:
    return text


def _constant(value: object) -> Callable[..., object]:
    return lambda *_: value


def _as_str(term: Callable[..., str]) -> Callable[..., str]:
    return lambda *args, **options: str(term(*args, **options))


def _day_as_str(part: Any) -> Any:
    return str(part) if isinstance(part, int) else part


def _marked(wrap: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda text, *_: wrap(text) if text else None


def _variable(name: str) -> Callable[..., Any]:
    return lambda item, *_, **__: (item.reference[name], None)


def _macro(element: Any, macro: Any) -> Callable[..., Any]:
    return lambda item, context=None, **_: (macro.render(item, element if context is None else context), None)
