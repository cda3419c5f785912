"""CSL styles as citeproc-py renders them, each element with the answers that it would look up at each rendering."""

from __future__ import annotations

from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from typing import Any

from citeproc import CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.string import String
from citeproc.source import VariableError


def load(key):
    style = plain(key)
    for element in style.root.iter():
        element.attrib
    for element, x in [(e, settle(e)) for e in style.root.iter()]:
        element.__dict__.update(x)
    return style


def plain(key):
    source = files("generator.site").joinpath("styles", f"{key}.csl").read_bytes()
    style = CitationStylesStyle(BytesIO(source), validate=False)
    CitationStylesBibliography(style, {}, formatter.plain)  # sets the formatter
    return style

KEEP = []

def const(value):
    return lambda *_: value

_FORMATS = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")

def same(text, *_):
    return text

def printed(text):
    return str(text) if isinstance(text, (int, float)) else text


def settle(e):
    KEEP.append(e)
    x = {}
    a = dict(e.attrib)
    x['get'] = a.get
    children = list(e)
    x['getchildren'] = const(children)
    if isinstance(e, model.Parent): x['iterchildren'] = x['iterchildren_'] = children.__iter__
    if isinstance(e, (model.If, model.Else)): x['render'] = e.render_children
    x['get_root'] = const(e.get_root())
    x['get_formatter'] = const(e.get_formatter())
    kind = String if "text-case" in a or isinstance(e.getparent(), model.Names) and isinstance(e, model.Label) else str
    x['get_single_term'] = cache(lambda *w, kind=kind, f=e.get_single_term, **k: kind(f(*w, **k)))
    x['get_plural_term'] = cache(lambda *w, kind=kind, f=e.get_plural_term, **k: kind(f(*w, **k)))
    x['get_locale_option'] = cache(e.get_locale_option)
    x['unicode_character'] = cache(e.unicode_character)
    x['xpath_search'] = cache(e.xpath_search)
    if hasattr(type(e), "calls_variable"):
        x['calls_variable'] = const(e.calls_variable())
    if any(p.tag.endswith("}layout") for p in e.iterancestors()):
        x['get_layout'] = const(e.get_layout())
    if isinstance(e, model.Formatted) and not any(n in a for n in _FORMATS):
        x['format'] = printed
    if isinstance(e, model.Affixed) and not ("prefix" in a or "suffix" in a):
        x['wrap'] = same
    if isinstance(e, model.Quoted) and "quotes" not in a:
        x['quote'] = same
    if isinstance(e, model.StrippedPeriods) and "strip-periods" not in a:
        x['strip_periods'] = same
    if isinstance(e, model.TextCased) and "text-case" not in a:
        x['case'] = same
    if "macro" in a:
        x['get_macro'] = const(e.get_macro(a["macro"]))
    if isinstance(e, model.Names):
        x['name'], x['label'] = e.name, e.label
        x['get_parent_delimiter'] = cache(e.get_parent_delimiter)
    if isinstance(e, model.Name):
        x['get_option'] = cache(e.get_option)
        x['et_al'] = const(str(e.et_al()))
        x['findall'] = const(e.findall('cs:name-part', e.nsmap))
    if isinstance(e, model.Date):
        x['is_locale_date'] = const(e.is_locale_date())
    return x

model.CitationStylesElement.attrib = cached_property(lambda e: dict(e.items()))
model.CitationStylesElement.attrib.__set_name__(model.CitationStylesElement, "attrib")



class Shaped:
    def __init__(self, key):
        self.style = load(key)
        self.layout = self.style.root.bibliography.layout
        self.known = {}
        self.last = None
    def render(self, item, shape):
        if shape != self.last:
            found = self.known.get(shape)
            if found is None:
                found = {}
                self.keep(self.layout, item, found)
                found = self.known[shape] = [(e.__dict__, {"iterchildren": c.__iter__, "getchildren": const(c)}) for e, c in found.items()]
            for d, c in found:
                d.update(c)
            self.last = shape
        return self.layout.render_bibliography([item])[0]

    def keep(self, e, item, found):
        if isinstance(e, model.Text):
            if v := e.get("variable"):
                return v.replace("-", "_") in item.reference
            if "macro" in e.attrib:
                return self.keep(e.get_macro(e.get("macro")), item, found)
            return True
        if isinstance(e, (model.Date, model.Names)):
            return e.get("variable") in item.reference
        if isinstance(e, model.Choose):
            kept = []
            for b in list(e.iterchildren_()):
                found[b] = []
                b.iterchildren = found[b].__iter__
                try:
                    if isinstance(b, model.Else): pass
                    else: type(b).render(b, item)
                except model.ConditionFailed:
                    continue
                if self.keep(b, item, found): kept = [b]
                break
            found[e] = kept
            return bool(kept)
        if not isinstance(e, model.Parent):
            return True
        found[e] = kept = [c for c in list(e.iterchildren_()) if self.keep(c, item, found)]
        if isinstance(e, model.Group):
            if any(c.calls_variable() for c in e.iterchildren_()) and not any(c.calls_variable() for c in kept):
                found[e] = kept = []
        return bool(kept)


class Facts(dict):
    language = "en"
    def __init__(self, kind, facts, people):
        self.type = kind
        self.update(facts); self.update(people)
    @property
    def page(self): return self["page"]
    def __missing__(self, name): raise VariableError
