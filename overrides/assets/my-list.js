// Runs the page My list: the papers that the reader starred, wrote notes on or read, with downloads, export and import.
"use strict";

const LIST_LIMIT = 20000000; // bytes of an imported file: browsers store 5 million characters of up to three bytes

class MyListPage {
  /** @param {HTMLElement} place @param {Columns} papers @param {Texts} texts */
  constructor(place, papers, texts) {
    this.place = place;
    this.rows = new Rows(papers, texts, { root: "../", notes: true });
    this.numbers = new Map(this.rows.keys.map((key, paper) => [key, paper]));
    this.count = make("p", { class: "browse-count", role: "status", "aria-live": "polite" });
    this.groups = make("div");
    const save = make("button", { type: "button", class: "shelf-button" }, "Export");
    save.addEventListener("click", () => saveFile(`my-list-${today()}.json`, "application/json", collection.export()));
    const file = make("input", { type: "file", accept: ".json,application/json", class: "browse-unseen", tabindex: "-1", "aria-hidden": "true" });
    const read = make("button", { type: "button", class: "shelf-button" }, "Import");
    read.addEventListener("click", () => file.click());
    file.addEventListener("change", () => this.importFile(file));
    const download = downloadButtons(papers, "Download starred as", () => this.starred());
    this.bar = make("div", { class: "browse-bar" }, this.count, download, save, read, file);
    place.append(this.bar, this.groups);
    this.show();
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

  /** @returns {{ keys: string[], numbers: number[] }} newest first */
  starred() {
    const numbers = [...collection.papers].filter(([key, mark]) => mark.starred && this.numbers.has(key)).map(([key]) => this.number(key));
    numbers.sort((one, other) => other - one);
    return { keys: numbers.map((number) => this.rows.keys[number]), numbers };
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
