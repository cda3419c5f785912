"""The scripts that need no page of the site, each tested in a browser: folding, tokens, the reader's own list in storage."""

import json
import random

import pytest

from generator.site.search import tokens
from tests.site import invented

ASSETS = invented.REPOSITORY / "overrides" / "assets"
FOLDED = [
    ("ERNIE 3.0: Large-scale Knowledge", "ernie 3 0 large scale knowledge"),
    ("Müller–Lüdenscheidt, Straße, Øre, Łódź", "muller ludenscheidt strasse ore lodz"),
    ("æther, œuvre, İstanbul, ıssız, Þór, ðað, Ħal", "aether oeuvre istanbul issiz thor dad hal"),
    ("naïve façade Ǆ ﬁne x² Ⅳ", "naive facade dz fine x2 iv"),
    ("ＦＵＬＬ ｗｉｄｔｈ １２３", "full width 123"),
    ("α-helix ΩMEGA ΑΣ σς", "alpha helix omegamega alphasigma sigmasigma"),
    (r"\'Etude na\"{\i}ve \ss \O{} \textbf{bold} \v{S}koda {\it it}", "etude naive sso bold skoda it"),
    (r"Fran{\c c}ois H{\aa}kan {G}rande \L{}ukasz", "francois hakan grande lukasz"),
    ("AT&amp;T &lt;b&gt; &eacute;t&#233; &#x416; &amp;amp;lt; a&b", "at t b ete ж a b"),
    ("&unknown; & fish", "unknown fish"),
    ("O'Brien’s d’Alembert ʼokina `tick`", "obrien dalembert okina tick"),
    ("Baidu's Baidu’s BAIDU'S Herons'", "baidu baidu baidu herons"),
    ("it's don't ’s 's", "it dont s s"),
    ("pre-\ntraining co‐ \r\n operate soft\u00adhyphen zero\u200bwidth", "pretraining cooperate softhyphen zerowidth"),
    ("اَلْعَرَبِيَّة العربية العـــربية", "العربية العربية العربية"),
    ("שָׁלוֹם שלום", "שלום שלום"),
    ("یادگیری موسیقی يادگيري", "يادگيري موسيقي يادگيري"),
    ("हिन्दी में", "हिन्दी में"),
    ("カタカナ かたかな ｶﾀｶﾅ", "かたかな かたかな かたかな"),
    ("C++, C#/F#; c++11 a+b #1", "cplusplus csharp fsharp c 11 a b 1"),
    ('.*+?^${}()|[]\\ [a-z] "quoted" — “x” [12]', "a z quoted x 12"),
    ("under_score\ttab\nline\u2028sep\u00a0nbsp", "under score tab line sep nbsp"),
    ("<img src=x onerror=hit()>", "img src x onerror hit"),
    ("", ""),
    (" \0-–\ud800 ", ""),
]
CUT = [
    ("heron 2 0", ["heron", "2", "0"], ["heron", "2", "0"]),
    ("深度学习", ["深度", "度学", "学习"], ["深度", "度学", "学习", "习"]),
    ("深", ["深"], ["深"]),
    ("gpt模型3", ["gpt", "模型", "3"], ["gpt", "模型", "型", "3"]),
    ("한국어 논문", ["한국", "국어", "논문"], ["한국", "국어", "어", "논문", "문"]),
    ("すし", ["すし"], ["すし", "し"]),
    ("นกยาง", ["นก", "กย", "ยา", "าง"], ["นก", "กย", "ยา", "าง", "ง"]),
    ("हिन्दी", ["हिन्दी"], ["हिन्दी"]),
    ("𠀀𠀁𠀂", ["𠀀𠀁", "𠀁𠀂"], ["𠀀𠀁", "𠀁𠀂", "𠀂"]),
    ("", [], []),
]


@pytest.fixture(scope="module")
def page(chromium):
    """Return an empty page with the scripts that do not need a page of the site."""
    page = chromium.new_page()
    for name in ("collection", "folding", "vocabulary"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def test_text_is_folded(page):
    """Case, accents, width, ligatures, LaTeX, entities, possessives, vowel points and katakana do not count; words stay whole."""
    got = page.evaluate("texts => texts.map(fold)", [text for text, _ in FOLDED])
    assert [(text, found) for (text, wanted), found in zip(FOLDED, got, strict=True) if found != wanted] == []


def test_python_folds_and_cuts_text_the_same_way(page):
    """The twins agree on any text, so that a query selects the same papers on Browse and in Python."""
    texts = [
        text for text in [*(text for text, _ in FOLDED), *hostile(4000)] if text.isprintable() or max(text) < "\ud800"
    ]
    got = page.evaluate(
        "texts => texts.map(text => [fold(text), tokensOf(fold(text)), tokensOf(fold(text), true)])", texts
    )
    ours = [[folded := tokens.fold(text), tokens.tokens(folded), tokens.tokens(folded, last=True)] for text in texts]
    assert [wrong for wrong in zip(texts, got, ours, strict=True) if wrong[1] != wrong[2]][:5] == []


def test_folded_text_stays_as_it_is(page):
    """Folding twice is folding once, so that a word of the index can be searched for."""
    texts = hostile(3000)
    wrong = page.evaluate("texts => texts.filter(text => fold(fold(text)) !== fold(text))", texts)
    assert wrong == []


def test_folded_text_is_cut_into_tokens(page):
    """Words are cut at blanks; Chinese, Japanese and Korean by pairs, in an index with the last character of a run as well."""
    texts = [text for text, _, _ in CUT]
    got = page.evaluate("texts => texts.map(text => [tokensOf(text), tokensOf(text, true)])", texts)
    assert got == [[short, whole] for _, short, whole in CUT]


def hostile(count):
    """Return texts of letters, marks, quotes, syntax and halves of surrogate pairs."""
    dice = random.Random(11)
    pieces = [
        *"aZéZß łØıſKÅ中文字カがﾊ\\{}&;'’ʼ`-_ \n\t\0$.:,0٣½²ⅣαΣςµ\u0301\u0327\u00ad\u200b\u200d\u2028\ufeff\"“”~^+#()[]<>",
        "'s", "’S ", "s'", "it's", "c++", "C#", r"\'e", "&amp;", "&lt", r"\textbf", r"\ss ", "-\n", "&#233;", "한국", "हि", "שָׁ", "عَ",
        "\ud83d", "\ude00", "😀", "𠀀", "word", "WORD", "Ab12", "İ", "ﬁ",
    ]  # fmt: skip
    return ["".join(dice.choices(pieces, k=dice.randrange(1, 14))) for _ in range(count)]


def test_the_fast_way_gives_the_same_tokens(page):
    """Vocabulary.cut, which makes no strings, cuts any part of any line as folding and cutting it does."""
    wrong = page.evaluate(
        """texts => {
          const vocabulary = new Vocabulary();
          const wrong = [];
          for (const text of texts) {
            for (const [before, after] of [["", ""], ["it's ", " 's"], ["x", "y"]]) {
              const found = [];
              vocabulary.cut(before + text + after, before.length, before.length + text.length, number => found.push(vocabulary.terms[number]));
              const wanted = tokensOf(fold(text), true);
              if (found.join("|") !== wanted.join("|")) wrong.push([before + text + after, found, wanted]);
            }
          }
          return wrong;
        }""",
        [text.replace("\n", " ") for text in [*(text for text, _ in FOLDED), *hostile(4000)]],  # a text is one line
    )
    assert wrong[:5] == []


def test_a_token_is_found_by_its_number(page):
    """Every token has one number, also in a vocabulary that has grown; others have none."""
    wrong = page.evaluate(
        """() => {
          const vocabulary = new Vocabulary();
          const words = Array.from({ length: 40000 }, (_, at) => `w${at}é`);
          for (const word of words) vocabulary.cut(word, 0, word.length, () => {});
          const wrong = words.filter((_, at) => vocabulary.number(`w${at}e`) !== at || vocabulary.terms[at] !== `w${at}e`);
          return [wrong.slice(0, 5), vocabulary.number("w40000e"), vocabulary.number(""), vocabulary.terms.length];
        }"""
    )
    assert wrong == [[], -1, -1, 40000]


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
