// Runs the Browse page: the query and the filters, the address that mirrors them, and the papers that match.
"use strict";

const AT_ONCE = 20; // rows shown while somebody types; the others follow in the next frame
const PAUSE = 250; // milliseconds without typing before the address changes

/** @param {number} count @returns {string} */
function amount(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;
}

class BrowsePage {
  /** @param {HTMLElement} place @param {Search} search */
  constructor(place, search) {
    const { papers, texts } = search;
    const find = (/** @type {string} */ id) => /** @type {any} */ (place.querySelector(`#browse-${id}`));
    this.place = place;
    this.papers = papers;
    this.search = search;
    this.reader = new Reader(search);
    this.rows = new Rows(papers, texts, { root: "../" });
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
    this.facets = new Facets(
      this.panel,
      search.filters,
      () => this.onChoose(),
      (years) => {
        this.choice.years = years;
        this.onChoose();
      },
    );
    /** @type {Part[]} */
    this.parts = [];
    /** @type {Found} */
    this.found = search.find([], this.choice.chosen, "best");
    /** @type {HTMLTableRowElement[]} the rows in the table */
    this.drawn = [];

    this.typing = false; // typing without a break makes one history entry
    this.waiting = 0;
    this.pending = ""; // the query string to set when the typing stops
    const download = downloadButtons(papers, "Download as", () => ({
      keys: this.found.ids.map((paper) => search.filters.keys[paper]),
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
      if (button.dataset.typed !== undefined) this.choice.asTyped = true;
      if (button.dataset.clear !== undefined) {
        Object.values(this.choice.chosen).forEach((values) => values.clear());
        this.choice.years = null;
      }
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
    this.choice.asTyped = false;
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
    this.search.filters.reread();
    const depends = this.choice.chosen.only.has("unread") || usesMarks(this.parts);
    if (!depends) this.show(); // or a row would vanish under the finger that ticked it; it goes with the next change
  }

  /** @param {number} most  rows at once */
  show(most = Infinity) {
    const { query, chosen, years, sort, shown, asTyped } = this.choice;
    this.parts = readQuery(query);
    this.found = this.search.find(this.parts, chosen, sort, years, asTyped);
    const ranked = sort === "best" && !this.found.answer.scores ? "newest" : sort;
    if (this.sort.value !== ranked) this.sort.value = ranked;
    const { ids } = this.found;
    this.fill(most);
    this.table.hidden = !ids.length;
    const left = Math.max(ids.length - shown, 0);
    this.more.hidden = !left;
    this.more.textContent = `Show ${Math.min(left, SHOWN)} more of ${left.toLocaleString("en")}`;
    const total = this.search.count;
    const said = ids.length === total ? amount(total) : `${ids.length.toLocaleString("en")} of ${amount(total)}`;
    if (this.count.textContent !== said) this.count.textContent = said;
    const ticked = Object.values(chosen).reduce((sum, values) => sum + values.size, 0) + Number(Boolean(years));
    this.fold.textContent = ticked ? `Filters (${ticked})` : "Filters";
    this.facets.show(chosen, this.found.counts, years);
    this.hint();
  }

  /** Fill the table. @param {number} most */
  fill(most = Infinity) {
    const { answer, ids } = this.found;
    const rows = ids.slice(0, Math.min(this.choice.shown, most)).map((paper) => {
      const seen = [this.rows.by[paper], this.rows.venue(paper)];
      return this.rows.row(paper, answer.scores ? this.reader.reasons(paper, answer, seen, true) : null);
    });
    const same = this.drawn.every((row, at) => row === rows[at]) ? this.drawn.length : 0;
    this.drawn = rows;
    if (same && same === rows.length) return;
    if (same) this.body.append(...rows.slice(same)); // moving the other rows would lose the focus
    else this.body.replaceChildren(...rows);
    showMarks(); // for rows made earlier
  }

  /** Say what was corrected and what failed, and offer ways out if nothing matches. */
  hint() {
    const hints = [...this.corrections(), ...this.failures()];
    const { chosen, years, query } = this.choice;
    if (!this.found.ids.length) {
      const line = make("p", {}, hints.length ? "" : "No paper matches all of this. ");
      if (query.trim()) line.append(make("button", { type: "button", "data-query": "" }, "Clear search"), " ");
      const filtered = years || Object.values(chosen).some((values) => values.size);
      if (filtered) line.append(make("button", { type: "button", "data-clear": "" }, "Clear filters"));
      hints.push(line);
    }
    if (hints.length || this.hints.hasChildNodes()) this.hints.replaceChildren(...hints);
  }

  /** @returns {HTMLElement[]} */
  corrections() {
    const { corrected } = this.found.answer;
    if (!corrected.length) return [];
    const line = make("p", {}, "Showing results for ");
    corrected.forEach(({ from, to }, at) => line.append(at ? ", " : "", make("b", {}, to), ` instead of “${from}”`));
    line.append(". ", make("button", { type: "button", "data-typed": "" }, `Search for ${corrected.map(({ from }) => `“${from}”`).join(", ")}`));
    return [line];
  }

  /** @returns {HTMLElement[]} what failed, and what the query finds without it */
  failures() {
    const { failed, partly } = this.found.answer;
    const words = failed.filter(({ part }) => part.kind === "word" || (part.kind === "identifier" && this.found.ids.length));
    const others = failed.filter((each) => !words.includes(each));
    /** @type {HTMLElement[]} */
    const said = others.map(({ part, text, message }) => {
      const line = make("p", {}, message || `No paper matches ${named(text)}.`);
      const found = part.kind === "wrong" && this.found.ids.length ? null : this.without(part);
      if (found) line.append(" Without it: ", make("button", { type: "button", "data-query": found.query }, amount(found.count)));
      return line;
    });
    if (words.length) {
      const list = words.map(({ text }) => `“${text}”`);
      const all = list.length > 1 ? `${list.slice(0, -1).join(", ")} or ${list[list.length - 1]}` : list[0];
      const rest = this.found.ids.length ? ` Papers with ${partly ? "most" : "all"} of the rest come first.` : "";
      said.push(make("p", {}, `No paper has ${all}.${rest}`));
    } else if (partly && this.found.ids.length) said.push(make("p", {}, "No paper has all of these words; the closest come first."));
    const unknown = this.unknownField();
    if (unknown) said.push(unknown);
    if (!said.length && !this.found.ids.length && this.parts.length > 1) {
      const ways = this.parts.map((part) => ({ part, found: this.without(part) })).filter(({ found }) => found);
      for (const { part, found } of ways.slice(0, 4)) {
        const { query, count } = /** @type {{ query: string, count: number }} */ (found);
        said.push(make("p", {}, `Without ${named(part.text)}: `, make("button", { type: "button", "data-query": query }, amount(count))));
      }
      if (said.length) said.unshift(make("p", {}, "No paper matches all of this."));
    }
    return said;
  }

  /** @param {Part} part @returns {{ query: string, count: number } | null} the query without a part, and how many papers it finds */
  without({ start, end }) {
    const query = `${this.choice.query.slice(0, start)} ${this.choice.query.slice(end)}`.replace(/\s+/g, " ").trim();
    if (!query && !Object.values(this.choice.chosen).some((values) => values.size)) return null;
    const { chosen, years } = this.choice;
    const count = this.search.find(readQuery(query), chosen, "best", years).ids.length;
    return count ? { query, count } : null;
  }

  /** @returns {HTMLElement | null} a hint at the field that was meant: auther:sun */
  unknownField() {
    const found = /(?:^|\s)-?([\p{L}_]{3,}):(?=[^\s/])/u.exec(this.choice.query);
    if (!found || FIELDS.includes(found[1].toLowerCase()) || ALSO_FIELDS[found[1].toLowerCase()]) return null;
    const field = nearest(found[1].toLowerCase(), FIELDS.map((name) => [name, 1]));
    if (!field) return null;
    const query = this.choice.query.replace(`${found[1]}:`, `${field}:`);
    const button = make("button", { type: "button", "data-query": query }, query);
    return make("p", {}, `There is no field “${found[1]}”. Did you mean `, button, "?");
  }
}

/** @param {string} text  a part of a query @returns {string} in quotes, unless it has some */
function named(text) {
  return text.includes('"') ? text : `“${text}”`;
}

/** @param {Part[]} parts @returns {boolean} whether the query depends on the reader's own marks and notes */
function usesMarks(parts) {
  return parts.some((part) => (part.kind === "any" ? part.parts.some(usesMarks) : part.kind === "flag" && (part.field === "is" || part.text === "note")));
}

/** @param {HTMLElement} place */
async function startBrowse(place) {
  const search = await loadSearch();
  if (!search.count || !place.isConnected) return;
  new BrowsePage(place, search);
  performance.mark("shelf-shown");
}
