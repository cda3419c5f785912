// The search box of every page: a combobox that shows the best eight papers as you type; Enter opens Browse with the same query.
"use strict";

const BEST = 8;

class Finder {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.box = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.list = make("div", { class: "finder__list", id: `${form.id}-list`, role: "listbox", "aria-label": "Best matches" });
    this.all = make("a", { class: "finder__all", tabindex: "-1" });
    this.status = make("p", { class: "browse-unseen", role: "status" });
    this.note = make("p", { class: "finder__note" }); // not in the list, which may hold nothing but options
    this.panel = make("div", { class: "finder__panel" }, this.note, this.list, this.all);
    this.panel.hidden = true;
    form.append(this.panel, this.status);
    /** @type {Search | null} */
    this.search = null;
    /** @type {Reader | null} */
    this.reader = null;
    /** @type {string[]} */
    this.by = [];
    this.active = -1;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, "aria-haspopup": "listbox",
    })) this.box.setAttribute(name, value);
    this.box.addEventListener("focus", () => this.load());
    this.box.addEventListener("input", () => (this.search ? this.show() : this.load()));
    this.box.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) this.close();
    });
    this.panel.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    if (document.activeElement === this.box) this.load();
  }

  async load() {
    try {
      const search = await loadSearch();
      if (!this.search) {
        this.search = search;
        this.reader = new Reader(search);
        this.by = lines(search.papers.by, search.count);
      }
    } catch (error) {
      say(/** @type {Error} */ (error).message);
      return;
    }
    if (this.box.value.trim() && document.activeElement === this.box && this.panel.hidden) this.show();
  }

  show() {
    const { search, reader } = this;
    const query = this.box.value;
    if (!search || !reader || !query.trim()) {
      this.close();
      return;
    }
    const found = search.find(readQuery(query), NO_FILTERS, "best");
    const { answer, ids } = found;
    const options = ids.slice(0, BEST).map((paper, at) => this.option(paper, at, answer, reader));
    const corrected = answer.corrected.map(({ to }) => to).join(" ");
    const missing = answer.failed.filter(({ part }) => part.kind === "word").map(({ text }) => `“${text}”`);
    const told = corrected ? `Showing results for ${corrected}` : missing.length ? `No paper has ${missing.join(" or ")}` : "";
    const note = options.length ? told : "No paper matches. Press Enter to see why.";
    this.note.textContent = note;
    this.note.hidden = !note;
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.active = -1;
    this.all.href = this.browse();
    this.all.textContent = ids.length > BEST ? `All ${ids.length.toLocaleString("en")} papers in Browse` : "Open in Browse";
    this.panel.hidden = false;
    this.box.setAttribute("aria-expanded", String(Boolean(options.length)));
    this.box.removeAttribute("aria-activedescendant");
    const said = options.length ? `${note ? `${note}. ` : ""}${Math.min(ids.length, BEST)} of ${ids.length.toLocaleString("en")} ${ids.length === 1 ? "paper" : "papers"}` : "No paper matches";
    if (this.status.textContent !== said) this.status.textContent = said;
    performance.mark("shelf-found");
  }

  /** @param {number} paper @param {number} at @param {Answer} answer @param {Reader} reader @returns {HTMLElement} */
  option(paper, at, answer, reader) {
    const { papers, filters } = /** @type {Search} */ (this.search);
    const by = this.by[paper];
    const venue = papers.venues.names[papers.venues.of[paper]] || "";
    const { words, elsewhere } = reader.reasons(paper, answer, [by, venue], false);
    const link = make("a", { class: "finder__option", id: `${this.list.id}-${at}`, role: "option", tabindex: "-1", "aria-selected": "false" });
    link.href = this.address(`papers/${filters.keys[paper]}/`);
    const year = filters.years[paper];
    const facts = [by, venue, venue.includes(year) ? "" : year].filter(Boolean).join(" · ");
    link.append(make("b", {}, ...stampOf(papers, paper), ...marked(filters.titles[paper], words)), make("span", {}, ...marked(facts, words)));
    if (elsewhere.length) {
      const [{ field, text }] = elsewhere;
      link.append(make("span", { class: "finder__why" }, `${field}: `, ...marked(excerpt(text, words), words)));
    }
    return link;
  }

  /** @param {string} path @returns {string} */
  address(path) {
    const end = this.form.action.split(/[?#]/)[0].endsWith("index.html") ? "index.html" : "";
    return new URL(`../${path}${end}`, ASSETS).href;
  }

  /** @returns {string} Browse with this query */
  browse() {
    return `${this.address("browse/")}?${new URLSearchParams({ find: this.box.value.trim() })}`;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const options = [...this.list.querySelectorAll("[role=option]")];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) return;
      event.preventDefault();
      if (this.panel.hidden) {
        this.show();
        return;
      }
      const count = options.length + 1; // one of the places is the box itself
      this.choose(options, ((this.active + 1 + (event.key === "ArrowDown" ? 1 : -1) + count) % count) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.panel.hidden) this.box.value = "";
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      const link = /** @type {HTMLAnchorElement} */ (options[this.active]);
      if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
      else link.click();
    }
    event.stopPropagation(); // the theme has shortcuts of its own
  }

  /** @param {Element[]} options @param {number} active  -1: the box */
  choose(options, active) {
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    this.active = active;
    if (active < 0) this.box.removeAttribute("aria-activedescendant");
    else {
      this.box.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  close() {
    this.panel.hidden = true;
    this.choose([...this.list.querySelectorAll("[role=option]")], -1);
    this.box.setAttribute("aria-expanded", "false");
  }

  /** Open Browse; a page from file:// needs the whole address. @param {Event} event */
  submit(event) {
    event.preventDefault();
    location.assign(this.box.value.trim() ? this.browse() : this.address("browse/"));
  }
}

/** @type {Record<string, Set<string>>} */
const NO_FILTERS = { family: new Set(), topic: new Set(), year: new Set(), venue: new Set(), type: new Set(), status: new Set(), only: new Set() };

/** Start the search boxes of the page. */
function startFinders() {
  for (const form of document.querySelectorAll("form.finder:not([data-started])")) {
    /** @type {HTMLElement} */ (form).dataset.started = "";
    new Finder(/** @type {HTMLFormElement} */ (form));
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") || document.getElementById("browse-query")) return;
    const box = /** @type {HTMLInputElement | null} */ (document.querySelector("#finder-box"));
    if (!box) return;
    event.preventDefault();
    event.stopPropagation();
    box.focus();
    box.select();
  },
  true,
);

if (pages) pages.subscribe(startFinders);
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startFinders);
else startFinders();
