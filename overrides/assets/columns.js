// The columns of papers.js and texts.js, and what reads them.
"use strict";

/** @typedef {Value & { of: number[] }} Status  a kind of status, with the papers that have it; the gravest come first */
/** @typedef {{ names: string[], of: number[] }} Shared  of: for each paper an index into names, or -1 */
/** @typedef {{ keys: string[], names: string[], words: string[][], below: number[][], of: number[][] }} Nodes  words: what each node is about: the first sentence on it, and the words of its rules */
/**
 * @typedef {{
 *   count: number, batch: number, months: string[], formats: Format[], keys: string, titles: string, by: string, dates: string,
 *   venues: Shared, places: Shared, types: Shared, since: Shared, upvotes: number[], cited: number[], pdf: string, code: string, results: string,
 *   statuses: Status[], families: Nodes,
 *   topics: Nodes, former: Record<string, string>
 * }} Columns  texts have one line per paper; papers are sorted oldest first, undated ones last
 */
/** @typedef {Record<string, string>} Texts  by field: one line per paper, several values with a tab between; "" if no paper has the field */
/** @typedef {{ name: string, shown: string }} Value */

/** A facet: its values, and for each paper the numbers of its values, at ``from[paper]`` to ``from[paper + 1]`` in ``of``. */
class Facet {
  /** @param {Value[]} values @param {number[][]} of */
  constructor(values, of) {
    this.values = values;
    this.numbers = new Map(values.map(({ name }, number) => [name, number]));
    this.from = new Int32Array(of.length + 1);
    of.forEach((numbers, paper) => {
      this.from[paper + 1] = this.from[paper] + numbers.length;
    });
    this.of = new Int32Array(this.from[of.length]);
    of.forEach((numbers, paper) => this.of.set(numbers, this.from[paper]));
  }
}

/** @param {string} column @param {number} count @returns {string[]} */
function lines(column, count) {
  if (!column) return new Array(count).fill("");
  return count ? column.split("\n") : [];
}

/** @param {string[]} column @returns {Uint8Array} which lines have text */
function filled(column) {
  return Uint8Array.from(column, (text) => Number(Boolean(text)));
}

/** @param {string} digits @returns {Uint8Array} */
function flags(digits) {
  return Uint8Array.from(digits, Number);
}

/** @param {Status[]} statuses @param {number} count @returns {Facet} */
function statusFacet(statuses, count) {
  /** @type {number[][]} */
  const of = Array.from({ length: count }, () => []);
  statuses.forEach((status, number) => status.of.forEach((paper) => of[paper].push(number)));
  return new Facet(statuses, of);
}

/** @param {Columns} papers @param {number} paper @returns {(HTMLElement | string)[]} what was said of a paper since, to stand before its title */
function stampOf(papers, paper) {
  const gravest = papers.statuses.find(({ of }) => of.includes(paper));
  return stamp(gravest && [gravest.name, gravest.shown]);
}

/** @param {Nodes} nodes @returns {Value[]} */
function nodeValues(nodes) {
  return nodes.keys.map((name, number) => ({ name, shown: nodes.names[number] }));
}

/** @param {string[]} years @returns {Facet} newest first, undated last */
function yearFacet(years) {
  const all = [...new Set(years)].sort().reverse();
  const numbers = new Map(all.map((year, number) => [year, number]));
  const values = all.map((year) => ({ name: year || "undated", shown: year || "Undated" }));
  return new Facet(values, years.map((year) => [/** @type {number} */ (numbers.get(year))]));
}

/** @param {Shared} shared @returns {Facet} */
function sharedFacet(shared) {
  return new Facet(shared.names.map((name) => ({ name, shown: name })), shared.of.map((number) => (number < 0 ? [] : [number])));
}
