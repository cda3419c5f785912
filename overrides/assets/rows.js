// Makes the table rows of Browse and My list. Each row is made once and reused while the page is open.
"use strict";

class Rows {
  /** @param {Columns} papers @param {Texts} texts @param {{ root: string, notes?: boolean }} page  root is the relative path from the page to the site's root */
  constructor(papers, texts, { root, notes = false }) {
    const { count } = papers;
    this.papers = papers;
    this.root = root;
    this.notes = notes;
    /** @type {string} the file name that links must end with (file:// needs it) */
    this.end = location.pathname.endsWith("/index.html") ? "index.html" : "";
    this.keys = lines(papers.keys, count);
    this.titles = lines(papers.titles, count);
    this.by = lines(papers.by, count);
    this.dates = lines(papers.dates, count);
    this.pdf = lines(papers.pdf, count);
    this.code = lines(papers.code, count);
    this.summaries = lines(texts.summary, count);
    /** @type {Map<number, HTMLTableRowElement>} */
    this.made = new Map();
    this.template = this.emptyRow();
    /** @type {Set<string>} */
    this.nothing = new Set();
  }

  /** @returns {HTMLTableRowElement} an empty row, which is copied for each paper */
  emptyRow() {
    return make(
      "tr",
      {},
      make("td", { class: "browse-keep" }, markButton("starred"), markButton("read"), markButton("compare")),
      make("td", { class: "browse-paper" }, make("a"), make("span")),
      make("td", { class: "browse-venue" }),
      make("td", { class: "browse-date" }, make("time")),
      make("td", { class: "browse-votes" }),
    );
  }

  /** @param {number} paper @returns {string} where it appeared */
  venue(paper) {
    return this.papers.venues.names[this.papers.venues.of[paper]] || "";
  }

  /** @param {number} paper @param {Reasons | null} reasons  why it is found @returns {HTMLTableRowElement} */
  row(paper, reasons = null) {
    let row = this.made.get(paper);
    if (!row) {
      row = this.newRow(paper);
      this.made.set(paper, row);
    }
    const state = reasons ? `${[...reasons.words].join()}|${reasons.elsewhere.map(({ text }) => text).join("|")}` : "";
    if (row.dataset.marked !== state) {
      row.dataset.marked = state;
      this.fill(row, paper, reasons);
    }
    return row;
  }

  /** @param {number} paper @returns {HTMLTableRowElement} */
  newRow(paper) {
    const row = /** @type {HTMLTableRowElement} */ (this.template.cloneNode(true));
    const [keep, about, , date, votes] = /** @type {HTMLElement[]} */ ([...row.children]);
    const key = this.keys[paper];
    row.dataset.key = key;
    for (const button of keep.children) connect(/** @type {HTMLButtonElement} */ (button), key, this.titles[paper]);
    /** @type {HTMLAnchorElement} */ (about.firstChild).href = this.link(`papers/${key}`);
    if (this.summaries[paper]) about.append(make("p", { class: "browse-summary" }));
    const foot = this.foot(paper);
    if (foot.hasChildNodes()) about.append(foot);
    if (this.notes || collection.of(key).note) about.append(noteField(key, this.titles[paper]));
    const iso = this.dates[paper];
    /** @type {HTMLTimeElement} */ (date.firstChild).dateTime = iso;
    /** @type {Node} */ (date.firstChild).textContent = this.when(iso);
    if (this.papers.upvotes[paper] >= 0) votes.textContent = String(this.papers.upvotes[paper]);
    return row;
  }

  /** Put in the texts, with what matches marked. @param {HTMLTableRowElement} row @param {number} paper @param {Reasons | null} reasons */
  fill(row, paper, reasons) {
    const [, about, venue] = /** @type {HTMLElement[]} */ ([...row.children]);
    const words = reasons ? reasons.words : this.nothing;
    /** @type {Element} */ (about.children[0]).replaceChildren(...stampOf(this.papers, paper), ...marked(this.titles[paper], words));
    /** @type {Element} */ (about.children[1]).replaceChildren(...marked(this.by[paper], words));
    const place = this.venue(paper);
    venue.replaceChildren(...marked(place, words));
    if (place) venue.title = place; // a narrow page shows one line
    const summary = about.querySelector(".browse-summary");
    if (summary) summary.replaceChildren(...marked(this.summaries[paper], words));
    for (const chip of about.querySelectorAll(".shelf-chips a")) chip.replaceChildren(...marked(chip.textContent || "", words));
    const old = about.querySelector(".browse-why");
    if (old) old.remove();
    if (!reasons || !reasons.elsewhere.length) return;
    const why = make("p", { class: "browse-why" });
    reasons.elsewhere.forEach(({ field, text }, at) => why.append(at ? "; " : "", `${field}: `, ...marked(excerpt(text, words), words)));
    (summary || /** @type {Element} */ (about.children[1])).after(why);
  }

  /** @param {number} paper @returns {HTMLElement} families and topics, and the links to PDF and code */
  foot(paper) {
    const foot = make("div", { class: "shelf-card__foot" });
    const chips = make("ul", { class: "shelf-chips" });
    for (const [kind, nodes] of /** @type {[string, Nodes][]} */ ([["families", this.papers.families], ["topics", this.papers.topics]])) {
      for (const number of nodes.of[paper]) {
        if (nodes.below[number].some((each) => nodes.of[paper].includes(each))) continue; // a narrower one says more
        const link = make("a", { href: this.link(`${kind}/${nodes.keys[number]}`) }, nodes.names[number]);
        if (kind === "families") link.className = "shelf-chip--family";
        chips.append(make("li", { class: "shelf-row" }, link));
      }
    }
    if (chips.hasChildNodes()) foot.append(chips);
    const links = make("p", { class: "shelf-card__links" });
    for (const [kind, name, address] of [["pdf", "PDF", this.pdf[paper]], ["code", "Code", this.code[paper]]]) {
      if (!/^https?:\/\//i.test(address)) continue;
      const label = `${name} of ${this.titles[paper]}`;
      links.append(make("a", { class: `shelf-icon shelf-icon--${kind}`, href: address, rel: "noopener noreferrer", title: name, "aria-label": label }));
    }
    if (links.hasChildNodes()) foot.append(links);
    return foot;
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
