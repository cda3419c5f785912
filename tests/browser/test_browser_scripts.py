"""The scripts of Browse and My list, each tested in a browser: folding, queries, search, storage."""

import json
import random

import pytest

from generator import site
from generator.model import Catalogue, Identifiers, Links, Node, Paper, Result, Rule, Taxonomy
from generator.site.search import index
from generator.site.views import arrangement, news
from generator.text.folding import fold
from tests.site import invented

ASSETS = invented.REPOSITORY / "overrides" / "assets"
FOLDED = [
    "",
    "ERNIE 3.0: Large-scale Knowledge",
    "Müller–Lüdenscheidt, Straße, Øre, Łódź, æther, œuvre, İstanbul, ıssız, Þór, ðað, Ħal",
    "naïve façade Ǆ ﬁne ½ x² Ⅳ",
    "深度学习模型 for 日本語テキスト, カタカナ",
    "α-helix Λ-CDM ΩMEGA σς",
    "O'Brien’s d’Alembert ʼokina `tick`",
    r"\'Etude na\"{\i}ve \ss \O{} \textbf{bold} $\alpha$ \cite{x} \v{S}koda {\it it} \begin{a} \url{u}",
    "AT&amp;T &lt;b&gt; &eacute; &#233; &#x1F600; &nbsp; &amp &unknown; a&b",
    "pre-\ntraining co‐ \r\n operate soft\u00adhyphen Data-\nBase 3-\nd",
    ".*+?^${}()|[]\\ [a-z]",
    "under_score __init__ tab\tnew\nline\u2028sep\u00a0nbsp",
    "한국어 논문, हिन्दी, עברית, العربية",
    "<img src=x onerror=hit()> \"quoted\" 'single'",
    "\U0001f600 emoji \u202egnp \ufeffbom \u200bzero",
    "ΑΣ ΟΔΟΣ ﾊﾝｶｸ ＦＵＬＬ １２３ ٣٤",
]


@pytest.fixture(scope="module")
def page(chromium):
    """Return an empty page with the scripts that do not need a page of the site."""
    page = chromium.new_page()
    for name in ("collection", "folding", "query", "columns", "search", "spelling"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def test_both_foldings_agree(page):
    """JavaScript and Python give the same result for accents, LaTeX, entities, Chinese, Greek, broken words and punctuation."""
    dice = random.Random(11)
    pieces = [
        *"aZé߯łØ中文カ\\{}&;'’-_ \n\t$.:0٣½αΣ\u0301\u00ad\"`~^",
        r"\'e",
        "&amp;",
        r"\textbf",
        r"\ss ",
        "-\n",
        "&#233;",
    ]
    made = ["".join(dice.choices(pieces, k=dice.randrange(1, 14))) for _ in range(3000)]
    texts = FOLDED + made
    got = page.evaluate("texts => texts.map(fold)", texts)
    assert [(text, answer) for text, answer in zip(texts, got, strict=True) if answer != fold(text)] == []


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("ernie Sün", [("", "ernie", False, False), ("", "sun", False, False)]),
        ("author:sun -topic:audio", [("author", "sun", False, False), ("topic", "audio", False, True)]),
        ('"exact phrase" -"not this"', [("", "exact phrase", True, False), ("", "not this", True, True)]),
        ('author:"Yu Sun', [("author", "yu sun", False, False)]),
        ("AUTHOR: sun", [("author", "sun", False, False)]),
        ("“curly quotes” author：孙", [("", "curly quotes", True, False), ("author", "孙", False, False)]),
        ("arxiv:2107.02137", [("id", "2107 02137", False, False)]),
        ("has:co is:un", [("has", "code", False, False), ("is", "unread", False, False)]),
        ("author: -topic:audio family: year:2020", [("topic", "audio", False, True), ("year", "2020", False, False)]),
        ("author: - -author:", []),
        ('year:"" year:.. year: is: has:"', []),
        ("https://doi.org/10.5/x", [("", "https doi org 10 5 x", False, False)]),
        ('"', []),
        ("", []),
    ],
)
def test_a_query_is_read(page, query, terms):
    """Words, phrases, fields and exclusions are read and folded; an unfinished term is ignored."""
    got = page.evaluate("query => readQuery(query).map(t => [t.field, t.folded, t.whole, t.without])", query)
    assert [tuple(term) for term in got] == terms


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("year:2021", ["2021", "2021"]),
        ("year:2020..2022", ["2020", "2022"]),
        ("year:2020-2022", ["2020", "2022"]),
        ("year:..2018", ["0000", "2018"]),
        ("year:2018..", ["2018", "9999"]),
        ("year:2022..2020", ["2020", "2022"]),
        ("year:2019-22", ["2019", "2022"]),
        ("year:2019..2", ["2019", "2999"]),
        ("year:202", ["2020", "2029"]),
        ("year:undated", ["", ""]),
        ("year:soon", None),
        ("year:(20", None),
        ("year:>2020", None),
    ],
)
def test_years_are_read(page, query, years):
    """A year, a range with one or both ends, the first digits, or “undated” is read; anything else is reported."""
    (term,) = page.evaluate("readQuery", query)
    assert term.get("years") == years
    assert ("wrong" in term) == (years is None)


def test_any_query_can_be_parsed(page):
    """Whatever is typed, each term has folded text or a message."""
    dice = random.Random(5)
    signs = [
        *"ab:-\"'.*+?^${}()|[]\\/<>&;%_中é \t",
        "author:",
        "year:",
        "has:",
        "..",
        '-"',
        "__proto__:",
        "constructor:",
    ]
    queries = ["".join(dice.choices(signs, k=dice.randrange(1, 25))) for _ in range(3000)]
    got = page.evaluate("queries => queries.map(readQuery)", queries)
    for terms in got:
        assert all(term["folded"] or "years" in term or "wrong" in term for term in terms)


def shelf(count=60):
    """Return a shelf on which every field has something to find."""
    dice = random.Random(3)
    words = ["Sparse", "Dense", "Otter", "Heron", "pre-training", "Réseaux", "深度学习", "C++", "models", "of", "tides"]
    papers = {}
    for number in range(count):
        year = dice.choice(["2019", "2020-05", "2020-11-02", "2022", None])
        papers[f"paper-{number}"] = Paper(
            title=" ".join(dice.sample(words, 4)),
            aliases=("Twice Named",) if number % 7 == 0 else ("A Note",) if number == 1 else (),
            authors=tuple(dice.sample(["Ada Marsh", "Zoë Brückner", "孙 宇", "Bo Reed"], 2)),
            date=year,
            identifiers=Identifiers(arxiv=f"2107.{number:05}") if year else Identifiers(),
            venue=dice.choice(["Pond 2020", "Pond 2021", "Lake", None]),
            links=Links(code="https://example.org/x") if number % 3 == 0 else Links(),
            results=(Result(benchmark="PondQA", value=1),) if number % 4 == 0 else (),
            summary=" ".join(dice.choices(["waves", "near", "harbours", "with", "nets"], k=6)),
            type="thesis" if number % 10 == 0 else None,
            publisher="Marsh University" if number % 10 == 0 else None,
            editors=("Vaughan Williams, Ralph",) if number % 5 == 0 else (),
            keywords=("wet lands", "frogs") if number % 6 == 0 else (),
        )
    taxonomy = Taxonomy(
        families={
            "bird": Node(name="Birds", description="x", rules=(Rule(words=("dense",)),)),
            "heron": Node(name="Herons", description="x", parents=("bird",), rules=(Rule(words=("heron",)),)),
        },
        topics={"audio-tides": Node(name="Audio & tides", description="x", rules=(Rule(words=("tides",)),))},
    )
    return Catalogue(root=invented.REPOSITORY, papers=papers, taxonomy=taxonomy)


def data(catalogue):
    """Return what the page loads, by name."""
    arranged = arrangement.arrange(catalogue, site.labels(catalogue))
    found = {}
    for _, text in index.scripts(arranged, news.arrivals(arranged)):
        name, value = json.loads("[" + text.strip().removeprefix("shelfData(").removesuffix(");") + "]")
        found[name] = value
    return arranged, found


@pytest.fixture(scope="module")
def found(page):
    """Return a function that runs a query with filters and read marks, and returns the keys, the counts and the unmatched terms."""
    arranged, loaded = data(shelf())
    page.evaluate("({papers, words}) => { window.given = {papers, words}; }", loaded)

    def find(query="", *, sort="oldest", read=(), **chosen):
        return page.evaluate(
            """({query, chosen, sort, read}) => {
              const papers = new Map(read.map(key => [key, {read: "2026-01-01"}]));
              const search = new Search(given.papers, given.words, {papers, of: key => papers.get(key) || {}});
              const sets = Object.fromEntries(["family", "topic", "year", "venue", "type", "only"].map(
                name => [name, new Set(chosen[name] || [])]));
              const {ids, counts, unmatched} = search.find(readQuery(query), sets, sort);
              const named = {};
              for (const [name, numbers] of Object.entries(counts)) {
                const values = search.facets[name] ? search.facets[name].values : [{name}];
                named[name] = Object.fromEntries(values.map((value, at) => [value.name, numbers[at]]));
              }
              return {keys: ids.map(id => search.keys[id]), counts: named, unmatched: unmatched.map(term => term.value)};
            }""",
            {
                "query": query,
                "chosen": {name: list(values) for name, values in chosen.items()},
                "sort": sort,
                "read": list(read),
            },
        )

    find.shelf = arranged
    return find


def test_words_are_found_by_their_beginnings(found):
    """In all fields or one; quoted text matches whole words, and nothing matches inside a word."""
    papers = found.shelf.catalogue.papers

    def expected(has):
        return [key for key in found.shelf.keys if has(papers[key])]

    assert found("ott")["keys"] == expected(lambda paper: "Otter" in paper.title)
    assert found("tter")["keys"] == []
    assert found("reseaux")["keys"] == expected(lambda paper: "Réseaux" in paper.title) == found("RÉSEAUX")["keys"]
    assert found('"ott"')["keys"] == []
    assert found("author:bruck")["keys"] == expected(lambda paper: "Zoë Brückner" in map(str, paper.authors))
    assert found("author:Brück author:ada")["keys"] == expected(
        lambda paper: {"Zoë Brückner", "Ada Marsh"} <= set(map(str, paper.authors))
    )
    assert found("title:ada")["keys"] == []
    assert found('"near harbours"')["keys"] == expected(lambda paper: "near harbours" in paper.summary)
    assert found("otter -heron")["keys"] == expected(
        lambda paper: "Otter" in paper.title and "Heron" not in paper.title
    )
    assert found("twice")["keys"] == expected(lambda paper: "Twice Named" in paper.aliases)
    assert found("note")["keys"] == ["paper-1"] == found("title:note")["keys"]
    assert found("has:note")["keys"] == []
    known = next(key for key in found.shelf.keys if papers[key].date)
    number = papers[known].identifiers.arxiv
    assert found(number)["keys"] == [known] == found(f"arxiv:{number}")["keys"]
    assert found("pre-train")["keys"] == expected(lambda paper: "pre-training" in paper.title)
    assert found("venue:pond year:2020..2021")["keys"] == expected(
        lambda paper: (paper.venue or "").startswith("Pond") and (paper.date or "")[:4] == "2020"
    )
    assert found("has:code has:results")["keys"] == expected(lambda paper: paper.links.code and paper.results)
    assert found("year:undated")["keys"] == expected(lambda paper: not paper.date)
    assert found(".* [a-z]+ ott$")["keys"] == []


def test_editors_keywords_and_types_are_found(found):
    """Each has its field; an editor is no author, and a type is found by the beginning of its words."""
    papers = found.shelf.catalogue.papers
    edited = [key for key in found.shelf.keys if papers[key].editors]
    assert edited
    assert found("editor:vaughan")["keys"] == found("vaughan")["keys"] == found("editors:williams")["keys"] == edited
    assert found("author:vaughan")["keys"] == []
    tagged = [key for key in found.shelf.keys if papers[key].keywords]
    assert found('keyword:"wet lands"')["keys"] == found("keywords:frog")["keys"] == tagged
    assert found('"lands frogs"')["keys"] == []
    theses = [key for key in found.shelf.keys if papers[key].type == "thesis"]
    assert found("type:thes")["keys"] == found(type=["Thesis"])["keys"] == found("venue:university")["keys"] == theses
    assert found("-type:thesis type:paper")["keys"] == [
        key for key in found.shelf.keys if papers[key].venue and not papers[key].type
    ]
    assert found("type:film")["unmatched"] == ["film"]


def test_fields_that_no_paper_has_find_nothing(page):
    """Their columns are empty, and searching them is no error."""
    _, loaded = data(invented.shelf(invented.REPOSITORY))
    assert loaded["words"]["editor"] == loaded["words"]["keyword"] == ""
    found = page.evaluate(
        """({papers, words}) => {
          const none = {family: new Set(), topic: new Set(), year: new Set(), venue: new Set(), type: new Set(), only: new Set()};
          const search = new Search(papers, words, {papers: new Map(), of: () => ({})});
          return ["editor:ada", "keyword:pond", "-editor:ada", "ada"].map(q => search.find(readQuery(q), none, "title").ids.length);
        }""",
        loaded,
    )
    assert found == [0, 0, 5, 2]


def test_chinese_is_found_by_any_two_characters(found):
    """Adjacent characters match as they are; if none match, characters apart and in any order do."""
    expected = [key for key in found.shelf.keys if "深度学习" in found.shelf.catalogue.papers[key].title]
    assert expected
    for two in ("深度", "度学", "学习", "深习", "深度学习"):
        assert found(two)["keys"] == expected, two
    assert found("author:孙宇")["keys"] == [
        key for key in found.shelf.keys if "孙宇" in map(str, found.shelf.catalogue.papers[key].authors)
    ]
    assert found("深海")["keys"] == []


def test_families_include_their_subfamilies(found):
    """family: and the filter include subfamilies; family: matches a key or name, whole or by the beginning of a word."""
    members = list(found.shelf.members["families", "bird"])
    assert set(found.shelf.members["families", "heron"]) < set(members)
    for query in ("family:bird", "family:Bir", 'family:"birds"'):
        assert found(query)["keys"] == members, query
    assert found(family=["bird"])["keys"] == members
    assert found("topic:tid")["keys"] == list(found.shelf.members["topics", "audio-tides"])
    assert found("topic:whales")["unmatched"] == ["whales"]


def test_each_count_equals_the_papers_left_after_a_tick(found):
    """This holds for every value of every filter, under a query and other filters."""
    read = ["paper-1", "paper-2", "paper-3", "paper-9"]
    for query, chosen in (
        ("", {}),
        ("otter", {"year": ["2020"]}),
        ("", {"family": ["heron"], "only": ["code"]}),
        ("-heron", {"venue": ["Pond", "Lake"], "only": ["unread"]}),
        ("", {"year": ["2019", "undated"], "topic": ["audio-tides"]}),
    ):
        counts = found(query, read=read, **chosen)["counts"]
        for name, values in counts.items():
            for value, count in values.items():
                if name in ("code", "results", "unread"):
                    ticked = {**chosen, "only": [*{*chosen.get("only", ()), name}]}
                else:
                    ticked = {**chosen, name: [value]}
                assert len(found(query, read=read, **ticked)["keys"]) == count, (query, chosen, name, value)


def test_every_order_has_all_papers(found):
    """Dates are sorted with undated papers last, titles by their folded letters."""
    papers = found.shelf.catalogue.papers
    keys = {sort: found(sort=sort)["keys"] for sort in ("newest", "oldest", "title", "upvotes", "shelved")}
    assert all(sorted(order) == sorted(papers) for order in keys.values())
    dated = [papers[key].date for key in keys["newest"]]
    assert dated == sorted((date for date in dated if date), reverse=True) + [None] * dated.count(None)
    assert keys["oldest"] == list(found.shelf.keys)
    titles = [fold(papers[key].title) for key in keys["title"]]
    assert titles == sorted(titles)


def test_typing_letter_by_letter_finds_the_same(page, found):
    """Masks cached for a shorter word neither lose nor add papers."""
    assert found.shelf
    grown = page.evaluate(
        """text => {
          const kept = {papers: new Map(), of: () => ({})};
          const none = {family: new Set(), topic: new Set(), year: new Set(), venue: new Set(), type: new Set(), only: new Set()};
          const one = new Search(given.papers, given.words, kept);
          const wrong = [];
          for (let at = 1; at <= text.length; at += 1) {
            const fresh = new Search(given.papers, given.words, kept);
            const terms = readQuery(text.slice(0, at));
            const [a, b] = [one, fresh].map(each => each.find(terms, none, "newest").ids.join());
            if (a !== b) wrong.push(text.slice(0, at));
          }
          return wrong;
        }""",
        'models otter sparse author:zoë near harbours "with nets" -title:heron 深度学习 waves',
    )
    assert grown == []


def test_an_empty_shelf_can_be_searched(page):
    """With 0 papers the columns have no lines."""
    _, loaded = data(Catalogue(root=invented.REPOSITORY))
    ids = page.evaluate(
        """({papers, words}) => {
          const none = {family: new Set(), topic: new Set(), year: new Set(), venue: new Set(), type: new Set(), only: new Set()};
          const search = new Search(papers, words, {papers: new Map(), of: () => ({})});
          return ["", "otter", "year:2020", "family:x", "深度"].map(q => search.find(readQuery(q), none, "title").ids.length);
        }""",
        loaded,
    )
    assert ids == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("autor:marsh", "author:marsh"),
        ("otter titel:heron", "otter title:heron"),
        ("spasre otter", "sparse otter"),
        ("-author:mrash", "-author:marsh"),
        ("harbuors", "harbours"),
        ("topic:tdies", "topic:tides"),
        ("has:cdoe", "has:code"),
        ("year:soon", ""),
        ("year:1984", ""),
        ("otter 2022", "otter year:2022"),
        ("has:note", ""),
        ("is:starred", ""),
        ("xylophone", ""),
    ],
)
def test_typos_are_corrected(page, found, query, corrected):
    """An unknown field or word is replaced with the closest known one; if none is close, nothing is suggested."""
    assert found.shelf
    got = page.evaluate(
        """async query => {
          const search = new Search(given.papers, given.words, {papers: new Map(), of: () => ({})});
          const term = readQuery(query).find(term => term.unknown || term.wrong || !search.mask(term).includes(1));
          return new Spelling(search).corrected(query, term);
        }""",
        query,
    )
    assert got == corrected


STORE = """(() => {
  const kept = new Map(Object.entries(given));
  const storage = {
    getItem: name => { if (refuse) throw new Error("refused"); return kept.has(name) ? kept.get(name) : null; },
    setItem: (name, text) => { if (refuse || full) throw new Error("full"); kept.set(name, text); },
    removeItem: name => kept.delete(name),
  };
  return {kept, storage};
})()"""


def keep(page, act, *, given=None, refuse=False, full=False):
    """Change a list; return its papers, the stored text, the messages, and the result of the change."""
    return page.evaluate(
        f"""({{given, refuse, full}}) => {{
          const {{kept, storage}} = {STORE};
          const list = new Collection(() => {{ if (refuse) throw new Error("refused"); return storage; }});
          const said = [];
          list.addEventListener("trouble", () => said.push(...list.messages.splice(0)));
          said.push(...list.messages.splice(0));
          const act = {act};
          let answer;
          try {{ answer = act(list, storage); }} catch (error) {{ answer = error.message; }}
          return {{papers: Object.fromEntries(list.papers), stored: Object.fromEntries(kept), said, answer}};
        }}""",
        {"given": given or {}, "refuse": refuse, "full": full},
    )


KEY = "reading-shelf.kept"


def stored(papers, version=1):
    return json.dumps({"shelf": "kept", "version": version, "papers": papers})


def test_marks_are_stored_and_removed(page):
    """Stars, read marks and notes are stored under one key with a version; a paper without marks is not stored."""
    got = keep(
        page,
        """list => {
          list.set("otter", {starred: "2026-01-02", note: "again"});
          list.set("heron-1", {read: "2026-01-03"});
          list.set("heron-1", {read: ""});
          list.set("Not A Key", {starred: "2026-01-02"});
        }""",
    )
    assert json.loads(got["stored"][KEY]) == {
        "shelf": "kept",
        "version": 1,
        "papers": {"otter": {"starred": "2026-01-02", "note": "again"}},
    }
    assert got["said"] == []


def test_two_tabs_do_not_undo_each_other(page):
    """Each change first reads what another tab has written."""
    got = keep(
        page,
        """(list, storage) => {
          const other = new Collection(() => storage);
          list.set("otter", {starred: "2026-01-02"});
          other.set("heron-1", {read: "2026-01-03"});
          list.set("heron-2", {note: "x"});
        }""",
    )
    assert set(json.loads(got["stored"][KEY])["papers"]) == {"otter", "heron-1", "heron-2"}


def test_an_unreadable_list_is_set_aside_and_reported_once(page):
    """A list that cannot be read is kept under another key."""
    got = keep(page, "list => { list.set('otter', {starred: '2026-01-02'}); list.refresh(); }", given={KEY: "{broken"})
    assert got["stored"][f"{KEY}.unreadable"] == "{broken"
    assert set(json.loads(got["stored"][KEY])["papers"]) == {"otter"}
    assert len(got["said"]) == 1
    assert "could not be read" in got["said"][0]


@pytest.mark.parametrize("fault", ["refuse", "full"])
def test_a_browser_without_storage_is_reported_once(page, fault):
    """If storage is refused or full, marks last until the page is left, and the page says so once."""
    act = "list => { for (const key of ['a', 'b', 'c']) list.set(key, {starred: '2026-01-02'}); }"
    got = keep(page, act, **{fault: True})
    assert set(got["papers"]) == {"a", "b", "c"}
    assert got["stored"] == {}
    assert len(got["said"]) == 1


def test_unsaved_marks_merge_with_another_tabs(page):
    """When there is room again, nothing is lost on either side."""
    got = keep(
        page,
        """(list, storage) => {
          const { setItem } = storage;
          storage.setItem = () => { throw new Error("full"); };
          list.set("otter", {starred: "2026-01-02"});
          storage.setItem = setItem;
          new Collection(() => storage).set("heron-1", {note: "x"});
          list.set("heron-2", {read: "2026-01-03"});
        }""",
    )
    assert set(json.loads(got["stored"][KEY])["papers"]) == set(got["papers"]) == {"otter", "heron-1", "heron-2"}


@pytest.mark.parametrize("written", ['{"shelf": "kept", "version": 99}', "{broken"])
def test_unsaved_marks_never_replace_an_unreadable_list(page, written):
    """A list by a newer version stays, and so does a broken one while there is no room to set it aside."""
    got = keep(
        page,
        """(list, storage) => {
          const { setItem } = storage;
          const full = () => { throw new Error("full"); };
          storage.setItem = full;
          list.set("otter", {starred: "2026-01-02"});
          setItem("reading-shelf.kept", written);
          list.set("heron-1", {read: "2026-01-03"});
          storage.setItem = setItem;
          list.set("heron-2", {read: "2026-01-03"});
        }""".replace("written", json.dumps(written)),
    )
    assert got["stored"] == {KEY: written}
    assert len(got["said"]) == 2
    assert "Changes you make now are lost when you leave the page" in got["said"][1]


def test_a_newer_list_is_not_changed(page):
    """A list written by a newer version is neither read nor overwritten."""
    newer = stored({"otter": {"starred": "2026-01-02"}}, version=2)
    got = keep(page, "list => list.set('heron-1', {read: '2026-01-02'})", given={KEY: newer})
    assert got["stored"] == {KEY: newer}
    assert len(got["said"]) == 1


def test_an_older_list_is_upgraded_step_by_step(page):
    """Each step converts one version to the next; a version without a step is refused with a message."""
    old = json.dumps({"shelf": "kept", "version": 0, "stars": ["otter"]})
    got = page.evaluate(
        """old => {
          const steps = {0: found => ({shelf: "kept", papers: Object.fromEntries(found.stars.map(key => [key, {starred: "2026-01-01"}]))})};
          return Object.fromEntries(readCollection(old, steps).papers);
        }""",
        old,
    )
    assert got == {"otter": {"starred": "2026-01-01"}}
    assert (
        keep(page, "list => list.merge(" + json.dumps(old) + ")")["answer"]
        == "This site cannot read version 0 of a list."
    )


def test_an_export_can_be_imported(page):
    """An empty list that imports it exports the same file; importing it twice changes nothing."""
    papers = {"otter": {"starred": "2026-01-02", "note": "one\ntwo </script>"}, "heron-1": {"read": "2026-01-03"}}
    file = keep(page, "list => list.export()", given={KEY: stored(papers)})["answer"]
    act = f"list => {{ list.merge({json.dumps(file)}); list.merge({json.dumps(file)}); return list.export(); }}"
    got = keep(page, act)
    assert got["papers"] == papers
    assert got["answer"] == file


def test_merging_loses_nothing(page):
    """The earlier date stays, both notes stay, and so does a mark that only one side has."""
    mine = {"otter": {"starred": "2026-01-02", "note": "mine"}, "heron-1": {"note": "same words"}}
    theirs = {"otter": {"starred": "2025-12-31", "read": "2026-01-01", "note": "theirs"}, "heron-1": {"note": "same"}}
    got = keep(page, f"list => list.merge({json.dumps(stored(theirs))})", given={KEY: stored(mine)})
    assert got["papers"] == {
        "otter": {"starred": "2025-12-31", "read": "2026-01-01", "note": "mine\n\ntheirs"},
        "heron-1": {"note": "same words"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "7",
        '"x"',
        "{}",
        '{"shelf": "kept"}',
        stored([]),
        stored(None),
        stored({}, version=-1),
        stored({}, version=1.5),
        "\x00",
    ],
)
def test_a_file_that_is_not_a_list_is_refused(page, text):
    """The reader gets a message, and the stored list stays."""
    mine = {"otter": {"starred": "2026-01-02"}}
    got = keep(page, f"list => list.merge({json.dumps(text)})", given={KEY: stored(mine)})
    assert isinstance(got["answer"], str)
    assert got["answer"].startswith("This file")
    assert got["papers"] == mine


def test_hostile_parts_of_a_file_are_left_out_and_counted(page):
    """Only valid keys and marks are imported, and nothing reaches a prototype."""
    text = (
        '{"shelf": "kept", "version": 1, "papers": {"__proto__": {"starred": "2026-01-02"}, "constructor": {"starred": "2026-01-02"},'
        ' "<img src=x>": {"note": "x"}, "otter": {"starred": "yes", "read": 7, "note": ["x"]}, "a-b": null,'
        ' "heron-1": {"starred": "2026-01-02<script>", "note": "fine", "more": {}}, "long": {"note": "'
        + "x" * 20_000
        + '"}}}'
    )
    got = keep(page, f"list => list.merge({json.dumps(text)})")
    assert got["answer"] == {"papers": 3, "left": 4}
    assert set(got["papers"]) == {"constructor", "heron-1", "long"}
    assert got["papers"]["heron-1"] == {"note": "fine"}
    assert len(got["papers"]["long"]["note"]) == 10_000
    assert page.evaluate("({}).starred === undefined")


def test_marks_follow_a_renamed_paper(page):
    """Marks under a former key are merged with those under the new key."""
    mine = {"old": {"starred": "2026-01-02"}, "new": {"note": "x"}}
    got = keep(page, "list => list.rename({old: 'new'})", given={KEY: stored(mine)})
    assert got["papers"] == {"new": {"starred": "2026-01-02", "note": "x"}}
