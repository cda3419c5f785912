// Makes the table rows of Browse and My list. Each row is made once and reused while the page is open.
"use strict";

class Rows {
  /** @param {Columns} papers @param {{ root: string, notes?: boolean }} page  root is the relative path from the page to the site's root */
  constructor(papers, { root, notes = false }) {
    const { count } = papers;
    this.papers = papers;
    this.root = root;
    this.notes = notes;
    /** @type {string} the file name that links must end with (file:// needs it) */
    this.end = location.pathname.endsWith("/index.html") ? "index.html" : "";
    const column = (/** @type {string} */ text) => (count ? text.split("\n") : []);
    this.keys = column(papers.keys);
    this.titles = column(papers.titles);
    this.by = column(papers.by);
    this.dates = column(papers.dates);
    /** @type {Map<number, HTMLTableRowElement>} */
    this.made = new Map();
    this.template = this.emptyRow();
  }

  /** @returns {HTMLTableRowElement} an empty row, which is copied for each paper */
  emptyRow() {
    const open = make("details", {}, make("summary", {}, "Summary"));
    return make(
      "tr",
      {},
      make("td", { class: "browse-keep" }, markButton("starred"), markButton("read"), markButton("compare")),
      make("td", { class: "browse-paper" }, make("a"), make("span"), open),
      make("td", { class: "browse-venue" }),
      make("td", { class: "browse-date" }, make("time")),
      make("td", { class: "browse-votes" }),
    );
  }

  /** @param {number} paper @returns {HTMLTableRowElement} */
  row(paper) {
    const found = this.made.get(paper);
    if (found) return found;
    const row = /** @type {HTMLTableRowElement} */ (this.template.cloneNode(true));
    const [keep, about, venue, date, votes] = /** @type {HTMLElement[]} */ ([...row.children]);
    const [link, by, open] = /** @type {[HTMLAnchorElement, HTMLElement, HTMLDetailsElement]} */ (/** @type {unknown} */ ([...about.children]));
    const key = this.keys[paper];
    const title = this.titles[paper];
    row.dataset.key = key;
    for (const button of keep.children) connect(/** @type {HTMLButtonElement} */ (button), key, title);
    link.href = this.link(`papers/${key}`);
    link.textContent = title;
    by.textContent = this.by[paper];
    /** @type {Element} */ (open.firstElementChild).setAttribute("aria-label", `Summary of ${title}`);
    open.addEventListener("toggle", () => this.loadDetails(open, paper), { once: true });
    if (this.notes) about.append(noteField(key, title));
    venue.textContent = this.papers.venues.names[this.papers.venues.of[paper]] || "";
    const iso = this.dates[paper];
    /** @type {HTMLTimeElement} */ (date.firstChild).dateTime = iso;
    /** @type {Node} */ (date.firstChild).textContent = this.when(iso);
    if (this.papers.upvotes[paper] >= 0) votes.textContent = String(this.papers.upvotes[paper]);
    this.made.set(paper, row);
    return row;
  }

  /** Load the details of a row. @param {HTMLDetailsElement} open @param {number} paper */
  async loadDetails(open, paper) {
    const text = make("p", {}, "…");
    open.append(text);
    try {
      const summaries = await loadData(`summaries-${Math.floor(paper / this.papers.batch)}`);
      text.textContent = summaries[this.keys[paper]] || "No summary yet.";
    } catch (error) {
      text.textContent = /** @type {Error} */ (error).message;
    }
    const chips = make("ul", { class: "shelf-chips" });
    for (const [kind, nodes] of /** @type {[string, Nodes][]} */ ([["families", this.papers.families], ["topics", this.papers.topics]])) {
      for (const number of nodes.of[paper]) {
        const link = make("a", { href: this.link(`${kind}/${nodes.keys[number]}`) }, nodes.names[number]);
        if (kind === "families") link.className = "shelf-chip--family";
        chips.append(make("li", { class: "shelf-row" }, link));
      }
    }
    if (chips.hasChildNodes()) open.append(chips);
    if (!this.notes) open.append(noteField(this.keys[paper], this.titles[paper]));
  }

  /** @param {string} path @returns {string} */
  link(path) {
    return `${this.root}${path}/${this.end}`;
  }

  /** @param {string} iso @returns {string} the date as on the other pages */
  when(iso) {
    const [year, month, day] = iso.split("-");
    return [Number(day) || "", this.papers.months[Number(month) - 1] || "", year].filter(Boolean).join(" ");
  }
}
