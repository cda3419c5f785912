// The columns of papers.js and words.js, and helpers to find a paper in them.
"use strict";

/** @typedef {{ names: string[], of: number[] }} Shared  of: for each paper an index into names, or -1 */
/** @typedef {{ keys: string[], names: string[], folded: string[], of: number[][] }} Nodes */
/**
 * @typedef {{
 *   count: number, batch: number, months: string[], formats: Format[], keys: string, titles: string, by: string, dates: string,
 *   venues: Shared, places: Shared, types: Shared, since: Shared, upvotes: number[], code: string, results: string, families: Nodes,
 *   topics: Nodes, former: Record<string, string>
 * }} Columns  texts have one line per paper; papers are sorted oldest first, undated ones last
 */
/** @typedef {Record<string, string>} Words  by field: one line per paper, folded; "" if no paper has the field */
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

/** @param {Uint8Array} mask @returns {number[]} */
function numbersOf(mask) {
  const numbers = [];
  for (let paper = mask.indexOf(1); paper >= 0; paper = mask.indexOf(1, paper + 1)) numbers.push(paper);
  return numbers;
}

/** @param {string} column @param {number} count @returns {string[]} */
function lines(column, count) {
  return count ? column.split("\n") : [];
}

/** @param {string} column @param {number} count @returns {Int32Array} where each line starts, then the end */
function lineStarts(column, count) {
  const starts = new Int32Array(count + 1);
  for (let paper = 1; paper < count; paper += 1) starts[paper] = column.indexOf("\n", starts[paper - 1]) + 1;
  starts[count] = column.length + 1;
  return starts;
}

/** @param {Int32Array} starts @param {number} at @param {number} from @returns {number} the line that holds position ``at``; the search starts at line ``from`` */
function lineAt(starts, at, from) {
  let low = from;
  let step = 1;
  while (low + step < starts.length - 1 && starts[low + step] <= at) {
    low += step;
    step *= 2;
  }
  for (; step >= 1; step = Math.floor(step / 2)) {
    while (low + step < starts.length - 1 && starts[low + step] <= at) low += step;
  }
  return low;
}

/** @param {string} digits @returns {Uint8Array} */
function flags(digits) {
  return Uint8Array.from(digits, Number);
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

/** @param {Shared} shared @returns {Nodes} the values as nodes, whose names are their keys */
function sharedNodes({ names, of }) {
  return { keys: names, names, folded: names.map(fold), of: of.map((number) => (number < 0 ? [] : [number])) };
}
