// Finds papers: it makes a mask for each term and each filter, then one pass over all papers, which also counts every filter
// value under the other filters. 10,000 papers are a few megabytes of text, which a browser scans in milliseconds.
"use strict";

/** @typedef {{ ids: number[], counts: Record<string, Int32Array>, unmatched: Term[] }} Found  unmatched: terms that match no paper */

const ONLY = { code: "Has code", results: "Has results", unread: "Unread" };
const FACETS = ["family", "topic", "year", "venue", "type", ...Object.keys(ONLY)];
const MASKS_CACHED = 60;

class Search {
  /** @param {Columns} papers @param {Words} words @param {{ of(key: string): Mark, papers: Map<string, Mark> }} collection */
  constructor(papers, words, collection) {
    this.count = papers.count;
    this.collection = collection;
    this.keys = lines(papers.keys, this.count);
    this.numbers = new Map(this.keys.map((key, paper) => [key, paper]));
    this.dates = lines(papers.dates, this.count);
    this.years = this.dates.map((date) => date.slice(0, 4));
    this.words = words;
    /** @type {Record<string, Int32Array>} where each paper's line starts */
    this.starts = Object.fromEntries(WORD_FIELDS.map((field) => [field, lineStarts(words[field], this.count)]));
    this.nodes = { family: papers.families, topic: papers.topics, type: sharedNodes(papers.types) };
    this.flags = { code: flags(papers.code), results: flags(papers.results) };
    this.upvotes = papers.upvotes;
    this.since = papers.since;
    /** @type {Record<string, Facet>} */
    this.facets = {
      family: new Facet(nodeValues(papers.families), papers.families.of),
      topic: new Facet(nodeValues(papers.topics), papers.topics.of),
      year: yearFacet(this.years),
      venue: sharedFacet(papers.places),
      type: sharedFacet(papers.types),
    };
    /** @type {Map<string, Uint8Array>} */
    this.masks = new Map();
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

  /** @param {Term[]} terms @param {Record<string, Set<string>>} chosen  by facet; "only" holds the facets without values
   * @param {string} sort @returns {Found} */
  find(terms, chosen, sort) {
    const { count } = this;
    const fits = new Uint8Array(count).fill(1);
    /** @type {Term[]} */
    const unmatched = [];
    for (const term of terms) {
      const mask = this.mask(term);
      if (!mask) continue;
      const wanted = term.without ? 0 : 1;
      let any = 0;
      for (let paper = 0; paper < count; paper += 1) {
        any |= mask[paper];
        if (mask[paper] !== wanted) fits[paper] = 0;
      }
      if (!any && !term.without) unmatched.push(term);
    }
    const passes = FACETS.map((name) => this.pass(name, chosen));
    const counts = Object.fromEntries(
      FACETS.map((name) => [name, new Int32Array(this.facets[name] ? this.facets[name].values.length : 1)]),
    );
    for (let paper = 0; paper < count; paper += 1) {
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
    return { ids: this.order(sort).filter((paper) => fits[paper]), counts, unmatched };
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

  /** @param {Term} term @returns {Uint8Array | null} the papers that match; null if the term is invalid */
  mask(term) {
    if (term.wrong) return null;
    if (usesMarks(term)) return this.markMask(term.value);
    const name = `${term.field}:${term.whole ? "=" : ""}${term.years || term.folded}`;
    const found = this.masks.get(name);
    if (found) this.masks.delete(name); // re-inserted at the end: the least recently used mask is dropped first
    const mask = found || this.scan(term);
    this.masks.set(name, mask);
    if (this.masks.size > MASKS_CACHED) this.masks.delete(/** @type {string} */ (this.masks.keys().next().value));
    return mask;
  }

  /** @param {Term} term @returns {Uint8Array} */
  scan(term) {
    if (term.field === "has") return this.flags[/** @type {"code" | "results"} */ (term.value)];
    if (term.years) {
      const [first, last] = term.years;
      return Uint8Array.from(this.years, (year) => Number(first ? year >= first && year <= last : !year));
    }
    if (term.field in this.nodes) return this.nodeMask(term);
    const fields = term.field ? [term.field] : [...WORD_FIELDS].sort((one, other) => this.words[other].length - this.words[one].length);
    const pattern = term.whole ? ` ${term.folded} ` : ` ${term.folded}`;
    const mask = this.wordMask(pattern, fields, this.wider(term));
    if (!isChinese(term.folded) || term.whole || mask.includes(1)) return mask;
    const each = term.folded.split(" ").map((character) => this.wordMask(` ${character} `, fields, null));
    return mask.map((_, paper) => Number(each.every((other) => other[paper])));
  }

  /** Return the papers that match a prefix of the term, if they are known already: only they can match the whole term.
   * @param {Term} term @returns {Uint8Array | null} */
  wider(term) {
    if (term.whole || isChinese(term.folded)) return null;
    for (let length = term.folded.length - 1; length > 0; length -= 1) {
      const found = this.masks.get(`${term.field}:${term.folded.slice(0, length)}`);
      if (found) return found;
    }
    return null;
  }

  /** @param {string} pattern @param {string[]} fields @param {Uint8Array | null} among  the only papers that can match
   * @returns {Uint8Array} */
  wordMask(pattern, fields, among) {
    const mask = new Uint8Array(this.count);
    const some = among ? numbersOf(among) : null;
    for (const field of fields) {
      const text = this.words[field];
      const starts = this.starts[field];
      if (some && some.length * 2 < this.count) {
        for (const paper of some) {
          if (!mask[paper] && text.slice(starts[paper], starts[paper + 1]).includes(pattern)) mask[paper] = 1;
        }
        continue;
      }
      let paper = mask.indexOf(0);
      if (paper < 0) break;
      for (let at = text.indexOf(pattern, starts[paper]); at >= 0; at = text.indexOf(pattern, starts[paper])) {
        paper = lineAt(starts, at, paper);
        mask[paper] = 1;
        do paper += 1;
        while (paper < this.count && mask[paper]);
        if (paper >= this.count) break;
      }
    }
    return mask;
  }

  /** @param {Term} term @returns {Uint8Array} papers in the families or topics of that name, including their children, or of that type */
  nodeMask(term) {
    const nodes = this.nodes[/** @type {"family" | "topic" | "type"} */ (term.field)];
    const wanted = nodes.keys.map((key, number) => {
      const names = [nodes.folded[number], fold(key)];
      return names.some((name) => (term.whole ? name === term.folded : ` ${name}`.includes(` ${term.folded}`)));
    });
    return Uint8Array.from(nodes.of, (numbers) => Number(numbers.some((number) => wanted[number])));
  }

  /** @param {string} value @returns {Uint8Array} */
  markMask(value) {
    if (value === "unread") return this.unread;
    const name = /** @type {keyof Mark} */ (value);
    return Uint8Array.from(this.keys, (key) => Number(Boolean(this.collection.of(key)[name])));
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
        const { title } = this.words;
        const names = oldest.map((paper) => title.slice(this.starts.title[paper], this.starts.title[paper] + 80));
        return oldest.slice().sort((one, other) => (names[one] < names[other] ? -1 : Number(names[one] > names[other])));
      },
      upvotes: () => newest.slice().sort((one, other) => this.upvotes[other] - this.upvotes[one]),
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
