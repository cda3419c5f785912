// Runs the Browse page: the query and the filters, the address that mirrors them, and the papers that match.
"use strict";

const AT_ONCE = 20; // rows shown while somebody types; the others follow in the next frame
const PAUSE = 250; // milliseconds without typing before the address changes and suggestions appear

/** @param {number} count @returns {string} */
function amount(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;
}

class BrowsePage {
  /** @param {HTMLElement} place @param {Columns} papers @param {Words} words */
  constructor(place, papers, words) {
    const find = (/** @type {string} */ id) => /** @type {any} */ (place.querySelector(`#browse-${id}`));
    this.place = place;
    this.papers = papers;
    this.search = new Search(papers, words, collection);
    this.spelling = new Spelling(this.search);
    this.rows = new Rows(papers, { root: "../" });
    /** @type {HTMLInputElement} */
    this.field = find("query");
    /** @type {HTMLSelectElement} */
    this.sort = find("sort");
    /** @type {HTMLElement} */
    this.body = find("rows");
    /** @type {HTMLElement} */
    this.table = find("table");
    /** @type {HTMLElement} */
    this.hints = find("hints");
    /** @type {HTMLElement} */
    this.count = find("count");
    /** @type {HTMLButtonElement} */
    this.more = find("more");
    /** @type {HTMLElement} */
    this.panel = find("facets");
    /** @type {string} */
    this.queryString = this.address(); // the current query string, whoever set it
    this.choice = readChoice(this.queryString);
    this.facets = new Facets(this.panel, this.search, () => this.onChoose());
    /** @type {Found} */
    this.found = { ids: [], counts: {}, unmatched: [] };
    /** @type {Term[]} */
    this.terms = [];
    /** @type {number[]} the papers whose rows are in the table */
    this.drawn = [];
    this.typing = false; // typing without a break makes one history entry
    this.waiting = 0;
    this.pending = ""; // the query string to set when the typing stops
    this.guess = 0;
    const download = downloadButtons(papers, "Download as", () => ({
      keys: this.found.ids.map((paper) => this.search.keys[paper]),
      numbers: this.found.ids,
    }));
    find("take").replaceChildren(download);
    /** @type {HTMLButtonElement} */
    this.fold = find("fold");
    this.listen(find("ask"));
    const early = this.field.value; // typed before the data arrived
    this.readAddress();
    if (early.trim()) {
      this.field.value = early;
      this.onType();
    }
  }

  /** @param {HTMLFormElement} form */
  listen(form) {
    form.addEventListener("submit", (event) => event.preventDefault());
    this.field.addEventListener("input", () => this.onType());
    this.field.addEventListener("change", () => {
      this.typing = false;
    });
    this.sort.addEventListener("change", () => {
      this.choice.sort = this.sort.value;
      this.onChoose();
    });
    this.more.addEventListener("click", () => this.showMore());
    this.fold.addEventListener("click", () => {
      const open = this.panel.classList.toggle("browse-facets--open");
      this.fold.setAttribute("aria-expanded", String(open));
    });
    this.hints.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (!button) return;
      if (button.dataset.query !== undefined) this.choice.query = button.dataset.query;
      if (button.dataset.clear !== undefined) Object.values(this.choice.chosen).forEach((values) => values.clear());
      this.onChoose();
      this.field.focus();
    });
    const controller = new AbortController();
    const own = { signal: controller.signal };
    const here = (/** @type {() => void} */ act) => () => {
      if (this.place.isConnected) act();
      else controller.abort(); // the theme has replaced this page with another
    };
    window.addEventListener("pagehide", here(() => this.settle()), own);
    window.addEventListener("popstate", here(() => this.readAddress()), own);
    window.addEventListener("hashchange", here(() => this.readAddress()), own);
    document.addEventListener("click", (event) => here(() => this.follow(event))(), { ...own, capture: true });
    collection.addEventListener("change", here(() => this.onMarksChange()), own);
    document.addEventListener("keydown", (event) => here(() => this.key(event))(), { ...own, capture: true });
  }

  /** @returns {string} the query string, or the hash: some browsers let a page from file:// change nothing else */
  address() {
    return location.hash.startsWith("#?") ? location.hash.slice(2) : location.search.slice(1);
  }

  /** Show what the address asks for. */
  readAddress() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.choice = readChoice(this.address());
    this.queryString = this.address();
    this.field.value = this.choice.query;
    this.typing = false;
    this.show();
  }

  /** Follow a link from this page to itself without loading anything. The theme would reload it (navigation.instant).
   * @param {MouseEvent} event */
  follow(event) {
    const link = /** @type {Element} */ (event.target).closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.download || link.hash) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.href.split("?")[0] !== location.href.split(/[?#]/)[0]) return;
    try {
      history.pushState(null, "", link.href);
    } catch {
      return; // the browser loads it instead
    }
    event.preventDefault();
    event.stopPropagation();
    this.readAddress();
  }

  onType() {
    this.choice.query = this.field.value;
    this.choice.shown = SHOWN;
    if (this.typing) {
      clearTimeout(this.waiting);
      this.pending = writeChoice(this.choice);
      this.waiting = window.setTimeout(() => this.settle(), PAUSE); // browsers limit how often the address may change
    } else this.remember(true);
    this.typing = true;
    this.show(AT_ONCE);
    requestAnimationFrame(() => this.fill());
  }

  onChoose() {
    this.choice.shown = SHOWN;
    this.field.value = this.choice.query;
    this.typing = false;
    this.remember(true);
    this.show();
  }

  showMore() {
    const first = this.choice.shown;
    this.choice.shown += SHOWN;
    this.remember(false);
    this.show();
    const row = this.body.children[first];
    const link = row && row.querySelector("a");
    if (link) link.focus();
  }

  /** Put what was typed into the address. */
  settle() {
    if (!this.waiting) return;
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.write(this.pending, false);
  }

  /** Put the choice into the address. @param {boolean} step  whether to add a history entry for the back button */
  remember(step) {
    this.settle();
    this.write(writeChoice(this.choice), step);
  }

  /** @param {string} text @param {boolean} step */
  write(text, step) {
    if (text === this.queryString) return;
    this.queryString = text;
    const change = step ? history.pushState.bind(history) : history.replaceState.bind(history);
    try {
      change(null, "", text ? `?${text}` : location.pathname.split("/").pop() || "./");
    } catch {
      try {
        change(null, "", `#?${text}`);
      } catch {
        // the address stays as it was; the page still works
      }
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation(); // or the theme's own search would open
      this.field.focus();
      this.field.select();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.isStop(target)) {
      event.preventDefault();
      this.step(target, event.key === "ArrowDown" ? 1 : -1);
    }
  }

  /** @param {HTMLElement} target @returns {boolean} whether the arrow keys move from here to another row */
  isStop(target) {
    return target === this.field || target.matches(".browse-paper > a");
  }

  /** @param {HTMLElement} from @param {number} by */
  step(from, by) {
    const stops = [this.field, .../** @type {NodeListOf<HTMLElement>} */ (this.place.querySelectorAll(".browse-paper > a"))];
    const next = stops[stops.indexOf(from) + by];
    if (next) next.focus();
  }

  /** Update after the reader's own marks have changed. */
  onMarksChange() {
    this.search.reread();
    const depends = this.choice.chosen.only.has("unread") || this.terms.some(usesMarks);
    if (!depends) this.show(); // or a row would vanish under the finger that ticked it; it goes with the next change
  }

  /** @param {number} most  rows at once */
  show(most = Infinity) {
    const { query, chosen, sort, shown } = this.choice;
    this.terms = readQuery(query);
    this.found = this.search.find(this.terms, chosen, sort);
    if (this.sort.value !== sort) this.sort.value = sort;
    const { ids } = this.found;
    this.fill(most);
    this.table.hidden = !ids.length;
    const left = Math.max(ids.length - shown, 0);
    this.more.hidden = !left;
    this.more.textContent = `Show ${Math.min(left, SHOWN)} more of ${left.toLocaleString("en")}`;
    const total = this.papers.count;
    const said = ids.length === total ? amount(total) : `${ids.length.toLocaleString("en")} of ${amount(total)}`;
    if (this.count.textContent !== said) this.count.textContent = said;
    const ticked = Object.values(chosen).reduce((sum, values) => sum + values.size, 0);
    this.fold.textContent = ticked ? `Filters (${ticked})` : "Filters";
    this.facets.show(chosen, this.found.counts);
    this.hint();
  }

  /** Fill the table. @param {number} most */
  fill(most = Infinity) {
    const now = this.found.ids.slice(0, Math.min(this.choice.shown, most));
    const same = this.drawn.every((paper, at) => paper === now[at]) ? this.drawn.length : 0;
    if (same === now.length) return;
    const rows = now.slice(same).map((paper) => this.rows.row(paper));
    if (same) this.body.append(...rows); // moving the other rows would lose the focus
    else this.body.replaceChildren(...rows);
    this.drawn = now;
    showMarks(); // for rows made earlier
  }

  /** Explain problems with the query, suggest corrections after a pause, and offer ways out if nothing matches. */
  hint() {
    const { query, chosen } = this.choice;
    const none = !this.found.ids.length;
    const faulty = this.terms.filter((term) => this.problemOf(term, none));
    const hints = faulty.map((term) => make("p", {}, this.problemOf(term, none)));
    if (none) {
      const line = make("p", {}, faulty.length ? "" : "No paper matches all of this. ");
      if (query.trim()) line.append(make("button", { type: "button", "data-query": "" }, "Clear search"), " ");
      const ticked = Object.values(chosen).some((values) => values.size);
      if (ticked) line.append(make("button", { type: "button", "data-clear": "" }, "Clear filters"));
      hints.push(line);
    }
    clearTimeout(this.guess);
    if (hints.length || this.hints.hasChildNodes()) this.hints.replaceChildren(...hints);
    this.guess = faulty.length ? window.setTimeout(() => faulty.forEach((term, at) => this.suggest(query, term, hints[at])), PAUSE) : 0;
  }

  /** Suggest a correction. @param {string} query @param {Term} term @param {HTMLElement} line */
  async suggest(query, term, line) {
    const corrected = await this.spelling.corrected(query, term);
    if (!corrected || !line.isConnected) return;
    line.append(" Did you mean ", make("button", { type: "button", "data-query": corrected }, corrected), "?");
  }

  /** @param {Term} term @param {boolean} none @returns {string} the problem with a term, or "" */
  problemOf(term, none) {
    if (term.wrong) return term.wrong;
    if (term.unknown && (none || nearest(term.unknown, FIELDS.map((name) => [name, 1])))) {
      return `There is no field “${term.unknown}”. The fields are ${FIELDS.join(", ")}.`;
    }
    if (!this.found.unmatched.includes(term)) return "";
    if (FIELD_VALUES[term.field]) return `No paper ${term.field} ${term.value === "note" ? "a note of yours" : term.value}.`;
    return `No paper matches “${term.value}”${term.field ? ` in ${term.field}` : ""}.`;
  }
}

/** @param {HTMLElement} place @param {Columns} papers @param {Words} words */
function startBrowse(place, papers, words) {
  collection.rename(papers.former);
  if (!papers.count) return;
  performance.mark("shelf-loaded");
  new BrowsePage(place, papers, words);
  performance.mark("shelf-shown");
}
