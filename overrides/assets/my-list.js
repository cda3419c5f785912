// Runs the page My list: the papers that the reader starred, wrote notes on or read, with downloads, export and import, and a
// list that another reader shared as an address. An address never contains notes.
"use strict";

const LIST_LIMIT = 20000000; // bytes of an imported file: browsers store 5 million characters of up to three bytes

class MyListPage {
  /** @param {HTMLElement} place @param {Columns} papers @param {Texts} texts */
  constructor(place, papers, texts) {
    this.place = place;
    this.papers = papers;
    this.rows = new Rows(papers, texts, { root: "../", notes: true });
    this.sharedRows = new Rows(papers, texts, { root: "../" });
    this.numbers = new Map(this.rows.keys.map((key, paper) => [key, paper]));
    this.count = make("p", { class: "browse-count", role: "status", "aria-live": "polite" });
    this.groups = make("div");
    const save = make("button", { type: "button", class: "shelf-button" }, "Export");
    save.addEventListener("click", () => saveFile(`my-list-${today()}.json`, "application/json", collection.export()));
    const file = make("input", { type: "file", accept: ".json,application/json", class: "browse-unseen", tabindex: "-1", "aria-hidden": "true" });
    const read = make("button", { type: "button", class: "shelf-button" }, "Import");
    read.addEventListener("click", () => file.click());
    file.addEventListener("change", () => this.importFile(file));
    const annotate = (/** @type {string} */ text, /** @type {string} */ format, /** @type {string} */ key) =>
      annotated(format, text, collection.of(key).note || "");
    const download = downloadButtons(papers, "Download with notes as", () => this.listed(), annotate);
    const copy = copyButton("my-list", () => this.listed().keys);
    this.bar = make("div", { class: "browse-bar" }, this.count, download, save, read, file, copy);
    this.shared = make("div", { class: "shared" });
    place.append(this.shared, this.bar, this.groups);
    this.show();
    this.showShared();
    window.addEventListener("hashchange", () => {
      if (place.isConnected) this.showShared();
    });
    const changed = () => {
      if (!place.isConnected) collection.removeEventListener("change", changed);
      else if (!this.groups.contains(document.activeElement)) this.show();
      else this.showCount(); // rows stay in place while one of them has the focus
    };
    collection.addEventListener("change", changed);
  }

  /** @returns {[string, string[]][]} headings with the keys of their papers, each paper once */
  parts() {
    /** @type {[string, (mark: Mark) => unknown][]} */
    const kinds = [["Starred", (mark) => mark.starred], ["With notes", (mark) => mark.note], ["Read", (mark) => mark.read]];
    /** @type {Set<string>} */
    const placed = new Set();
    return kinds.map(([name, has]) => {
      const keys = [...collection.papers].filter(([key, mark]) => has(mark) && this.numbers.has(key) && !placed.has(key)).map(([key]) => key);
      keys.forEach((key) => placed.add(key));
      return [name, keys.sort((one, other) => this.number(other) - this.number(one))];
    });
  }

  /** @param {string} key @returns {number} */
  number(key) {
    return this.numbers.get(key) || 0;
  }

  /** @returns {{ keys: string[], numbers: number[] }} all papers of the list, newest first */
  listed() {
    const numbers = [...collection.papers.keys()].filter((key) => this.numbers.has(key)).map((key) => this.number(key));
    numbers.sort((one, other) => other - one);
    return { keys: numbers.map((number) => this.rows.keys[number]), numbers };
  }

  /** Show the list that the address holds, if it holds one. */
  showShared() {
    const named = addressedKeys();
    if (!named) {
      this.shared.replaceChildren();
      return;
    }
    const { former } = this.papers;
    const now = named.map((key) => (Object.prototype.hasOwnProperty.call(former, key) ? former[key] : key));
    const unique = [...new Set(now)];
    const keys = unique.filter((key) => this.numbers.has(key));
    const left = unique.length - keys.length;
    const add = make("button", { type: "button", class: "shelf-button" }, "Add all to my list");
    add.addEventListener("click", () => this.addShared(keys));
    const close = make("button", { type: "button", class: "shelf-button" }, "Close");
    close.addEventListener("click", () => {
      writeKeys("my-list", []);
      this.shared.replaceChildren();
    });
    const said = `${listSize(keys.length)}${left ? `, and ${left.toLocaleString("en")} that ${left === 1 ? "is" : "are"} not on this shelf` : ""}`;
    const count = make("p", { class: "browse-count", role: "status" }, said);
    const body = make("tbody", {}, ...keys.map((key) => this.sharedRows.row(this.number(key))));
    const table = make("table", { class: "browse-table", "aria-label": "Shared with you" }, tableHead(), body);
    this.shared.replaceChildren(
      make("h2", {}, "Shared with you"),
      make("div", { class: "browse-bar" }, count, ...(keys.length ? [add] : []), close),
      ...(keys.length ? [table] : []),
      make("h2", {}, "Your own list"),
    );
    showMarks();
  }

  /** @param {string[]} keys */
  addShared(keys) {
    const added = collection.star(keys);
    const before = keys.length - added;
    say(`${listSize(added)} added to your list${before ? `; ${before.toLocaleString("en")} ${before === 1 ? "was" : "were"} on it before` : ""}.`);
    this.show();
  }

  showCount() {
    const papers = [...collection.papers.keys()];
    const here = papers.filter((key) => this.numbers.has(key)).length;
    const away = papers.length - here;
    this.count.textContent = `${here} ${here === 1 ? "paper" : "papers"}${away ? `, and ${away} that ${away === 1 ? "is" : "are"} not on this shelf` : ""}`;
  }

  show() {
    this.showCount();
    /** @type {HTMLElement[]} */
    const shown = [];
    for (const [name, keys] of this.parts()) {
      if (!keys.length) continue;
      const body = make("tbody", {}, ...keys.map((key) => this.rows.row(this.number(key))));
      const table = make("table", { class: "browse-table", "aria-label": name }, tableHead(), body);
      shown.push(make("h2", {}, name), table);
    }
    if (!shown.length) {
      shown.push(make("p", {}, "Nothing here yet. Star a paper on its page, in a list or in Browse, and it appears here."));
    }
    this.groups.replaceChildren(...shown);
    showMarks(); // for rows made earlier
  }

  /** Import an exported list. @param {HTMLInputElement} input */
  async importFile(input) {
    const file = input.files && input.files[0];
    if (!file) return;
    try {
      if (file.size > LIST_LIMIT) throw new Error("This file is too large to be a list.");
      const { papers, left } = collection.merge(await file.text());
      say(`Imported ${papers} ${papers === 1 ? "paper" : "papers"} from ${file.name}.${left ? ` ${left} ${left === 1 ? "entry" : "entries"} could not be read.` : ""}`);
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
    input.value = "";
    this.show();
  }
}

/** @param {number} count @returns {string} */
function listSize(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;
}

/** @returns {HTMLElement} */
function tableHead() {
  const row = make("tr", {}, make("th", { scope: "col" }, make("span", { class: "browse-unseen" }, "Your marks")));
  for (const name of ["Paper", "Venue", "Date"]) row.append(make("th", { scope: "col" }, name));
  row.append(make("th", { scope: "col", class: "shelf-number" }, "Upvotes"));
  return make("thead", {}, row);
}

/** @param {HTMLElement} place @param {Columns} papers @param {Texts} texts */
function startMyList(place, papers, texts) {
  collection.rename(papers.former);
  new MyListPage(place, papers, texts);
}
