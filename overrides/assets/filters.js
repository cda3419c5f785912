// The filters of Browse: which papers pass them, how many papers each value would leave, and the orders in which papers are shown.
"use strict";

/** @typedef {{ of(key: string): Mark, papers: Map<string, Mark> }} Marks */

const ONLY = { code: "Has code", results: "Has results", unread: "Unread" };
const FACETS = ["family", "topic", "year", "venue", "type", "status", ...Object.keys(ONLY)];

class Filters {
  /** @param {Columns} papers @param {Marks} collection */
  constructor(papers, collection) {
    this.count = papers.count;
    this.collection = collection;
    this.keys = lines(papers.keys, this.count);
    this.titles = lines(papers.titles, this.count);
    this.numbers = new Map(this.keys.map((key, paper) => [key, paper]));
    this.years = lines(papers.dates, this.count).map((date) => date.slice(0, 4));
    this.flags = { code: filled(lines(papers.code, this.count)), results: flags(papers.results) };
    this.upvotes = papers.upvotes;
    this.cited = papers.cited;
    this.since = papers.since;
    /** @type {Record<string, Facet>} */
    this.facets = {
      family: new Facet(nodeValues(papers.families), papers.families.of),
      topic: new Facet(nodeValues(papers.topics), papers.topics.of),
      year: yearFacet(this.years),
      venue: sharedFacet(papers.places),
      type: sharedFacet(papers.types),
      status: statusFacet(papers.statuses, this.count),
    };
    /** @type {Map<string, number[]>} */
    this.orders = new Map();
    this.unread = new Uint8Array(this.count);
    this.reread();
  }

  /** Update the unread papers from the reader's list. */
  reread() {
    this.unread.fill(1);
    for (const [key, mark] of this.collection.papers) {
      const paper = this.numbers.get(key);
      if (paper !== undefined && mark.read) this.unread[paper] = 0;
    }
  }

  /** Clear what the filters exclude from ``fits``, and count every value under the other filters.
   * @param {Uint8Array} fits @param {Record<string, Set<string>>} chosen  by facet; "only" holds the facets without values
   * @param {[string, string] | null} years  first and last @returns {Record<string, Int32Array>} */
  apply(fits, chosen, years) {
    const passes = FACETS.map((name) => this.pass(name, chosen));
    const range = years ? this.between(years[0], years[1]) : null;
    const counts = Object.fromEntries(
      FACETS.map((name) => [name, new Int32Array(this.facets[name] ? this.facets[name].values.length : 1)]),
    );
    for (let paper = 0; paper < this.count; paper += 1) {
      if (range && !range[paper]) fits[paper] = 0;
      if (!fits[paper]) continue;
      let failed = -1;
      let fails = 0;
      for (let at = 0; at < passes.length && fails < 2; at += 1) {
        const mask = passes[at];
        if (mask && !mask[paper]) {
          failed = at;
          fails += 1;
        }
      }
      if (fails) fits[paper] = 0;
      if (fails < 2) this.tally(paper, fails ? failed : -1, counts);
    }
    return counts;
  }

  /** Count a paper for each facet, or only for the one facet that excludes it.
   * @param {number} paper @param {number} only @param {Record<string, Int32Array>} counts */
  tally(paper, only, counts) {
    for (let at = 0; at < FACETS.length; at += 1) {
      if (only >= 0 && only !== at) continue;
      const name = FACETS[at];
      const facet = this.facets[name];
      if (!facet) counts[name][0] += this.flag(name)[paper];
      else for (let place = facet.from[paper]; place < facet.from[paper + 1]; place += 1) counts[name][facet.of[place]] += 1;
    }
  }

  /** @param {string} name @returns {Uint8Array} */
  flag(name) {
    return name === "unread" ? this.unread : this.flags[/** @type {"code" | "results"} */ (name)];
  }

  /** @param {string} name @param {Record<string, Set<string>>} chosen @returns {Uint8Array | null} the papers that pass a facet; null for all */
  pass(name, chosen) {
    const facet = this.facets[name];
    if (!facet) return chosen.only.has(name) ? this.flag(name) : null;
    if (!chosen[name].size) return null;
    const wanted = new Uint8Array(facet.values.length);
    for (const value of chosen[name]) {
      const number = facet.numbers.get(value);
      if (number !== undefined) wanted[number] = 1;
    }
    const mask = new Uint8Array(this.count);
    for (let paper = 0; paper < this.count; paper += 1) {
      for (let place = facet.from[paper]; place < facet.from[paper + 1]; place += 1) mask[paper] |= wanted[facet.of[place]];
    }
    return mask;
  }

  /** @param {string} first @param {string} last  "" means undated @returns {Uint8Array} */
  between(first, last) {
    return Uint8Array.from(this.years, (year) => Number(first ? year >= first && year <= last : !year));
  }

  /** @param {string} field @param {string} value @returns {Uint8Array} the papers with a flag: has:code, is:read, is:retracted */
  flagged(field, value) {
    if (STATUS_KINDS.includes(value)) {
      return this.pass("status", { status: new Set([value]) }) || new Uint8Array(this.count);
    }
    if (field === "has" && value !== "note") return this.flags[/** @type {"code" | "results"} */ (value)];
    if (value === "unread") return this.unread;
    const name = /** @type {keyof Mark} */ (value);
    return Uint8Array.from(this.keys, (key) => Number(Boolean(this.collection.of(key)[name])));
  }

  /** @param {string} field  family, topic or type @param {string[]} tokens @param {boolean} whole
   * @returns {Uint8Array} papers in the families or topics of that name, with those below them, or of that type */
  valued(field, tokens, whole) {
    const facet = this.facets[field];
    const wanted = tokens.join(" ");
    const fits = facet.values.map(({ name, shown }) =>
      [name, shown].some((text) => {
        const folded = tokensOf(fold(text)).join(" ");
        return whole ? folded === wanted : ` ${folded}`.includes(` ${wanted}`);
      }),
    );
    const mask = new Uint8Array(this.count);
    for (let paper = 0; paper < this.count; paper += 1) {
      for (let place = facet.from[paper]; place < facet.from[paper + 1]; place += 1) if (fits[facet.of[place]]) mask[paper] = 1;
    }
    return mask;
  }

  /** @param {string} sort @returns {number[]} all papers in this order */
  order(sort) {
    const found = this.orders.get(sort);
    if (found) return found;
    const oldest = [...this.keys.keys()];
    const undated = this.years.filter((year) => !year).length; // always last
    const newest = [...oldest.slice(0, this.count - undated).reverse(), ...oldest.slice(this.count - undated)];
    /** @type {Record<string, () => number[]>} */
    const sorted = {
      oldest: () => oldest,
      title: () => {
        const names = this.titles.map((title) => fold(title.slice(0, 80)));
        return oldest.slice().sort((one, other) => (names[one] < names[other] ? -1 : Number(names[one] > names[other])));
      },
      upvotes: () => newest.slice().sort((one, other) => this.upvotes[other] - this.upvotes[one]),
      cited: () => (this.cited.length ? newest.slice().sort((one, other) => this.cited[other] - this.cited[one]) : newest),
      shelved: () => {
        const day = (/** @type {number} */ paper) => this.since.names[this.since.of[paper]] || "";
        return newest.slice().sort((one, other) => (day(one) > day(other) ? -1 : Number(day(one) < day(other))));
      },
    };
    const order = sorted[sort] ? sorted[sort]() : newest;
    this.orders.set(sort, order);
    return order;
  }
}
