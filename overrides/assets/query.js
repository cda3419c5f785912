// Parses search queries: words, "exact phrases", field:value, -excluded.
"use strict";

/**
 * One term of a query; ``start`` and ``end`` are its position in the typed text.
 * @typedef {{
 *   field: string, value: string, folded: string, whole: boolean, without: boolean, start: number, end: number,
 *   years?: [string, string], unknown?: string, wrong?: string
 * }} Term
 */

/** The fields with searchable words; "" means all of them. */
const WORD_FIELDS = ["title", "author", "editor", "venue", "keyword", "text", "id"];
/** @type {Record<string, string>} Other names for a field. */
const ALSO_FIELDS = { arxiv: "id", doi: "id", isbn: "id", keywords: "keyword", editors: "editor" };
const FIELDS = [...WORD_FIELDS, "year", "family", "topic", "type", "has", "is"];
/** @type {Record<string, string[]>} */
const FIELD_VALUES = { has: ["code", "results", "note"], is: ["unread", "read", "starred"] };
const TERM = /(-?)(?:([\p{L}_]+)\s*:(?!\/\/)(?:\s+(?![-\s]|[\p{L}_]+:))?)?(?:"([^"]*)("?)|(\S+)|(?=\s|$))/gu;
const QUOTES = /[“”„«»＂]/g;

/** Parse a query. It never fails: ``unknown`` holds the name of a field that does not exist, ``wrong`` a message about the term.
 * @param {string} query @returns {Term[]} */
function readQuery(query) {
  /** @type {Term[]} */
  const terms = [];
  for (const found of query.replace(QUOTES, '"').replace(/：/g, ":").matchAll(TERM)) {
    const start = found.index || 0;
    const named = (found[2] || "").toLowerCase();
    const value = found[3] !== undefined ? found[3] : found[5];
    if (value === undefined) continue; // not typed yet
    const without = found[1] === "-";
    const whole = found[3] !== undefined && found[4] === '"';
    const end = start + found[0].length;
    const field = ALSO_FIELDS[named] || named;
    if (named && !FIELDS.includes(field)) {
      const text = `${named} ${value}`;
      terms.push({ field: "", value: text, folded: fold(text), whole: false, without, start, end, unknown: named });
    } else terms.push(checked({ field, value, folded: fold(value), whole, without, start, end }));
  }
  return terms.filter((term) => term.folded || term.years || term.wrong);
}

/** Check the value of a field that accepts only certain values. @param {Term} term @returns {Term} */
function checked(term) {
  const { field, value } = term;
  if (!value.trim() || (field === "year" && /^[\s.…–—-]+$/.test(value))) return term; // not typed yet
  if (field === "year") {
    const years = readYears(value);
    if (years) return { ...term, years };
    return { ...term, wrong: `“${value}” is not a year. Use year:2021, year:2019..2022 or year:undated.` };
  }
  if (FIELD_VALUES[field]) {
    const known = FIELD_VALUES[field].filter((each) => term.folded && each.startsWith(term.folded));
    if (known.length) return { ...term, value: known[0], folded: known[0] };
    return { ...term, wrong: `${field}: can be ${FIELD_VALUES[field].join(", ")}.` };
  }
  if (!term.folded && value) return { ...term, wrong: `“${value}” has no letters or digits to search for.` };
  return term;
}

/** @param {Term} term @returns {boolean} whether the term depends on the reader's own marks and notes */
function usesMarks({ field, value }) {
  return field === "is" || (field === "has" && value === "note");
}

/** @param {string} value @returns {[string, string] | undefined} first and last year; "" means undated, and 20 means 2000 to 2099 */
function readYears(value) {
  const text = value.trim();
  if (/^undated$/i.test(text)) return ["", ""];
  const range = /^(\d{4})?\s*(?:\.\.+|…|[-–—])\s*(\d{0,4})$/.exec(text);
  if (range && (range[1] || range[2])) {
    const [, first = "0000", end] = range;
    const last = first !== "0000" && end.length === 2 ? first.slice(0, 2) + end : end.padEnd(4, "9"); // 2019-22, complete or still being typed
    return first > last ? [last, first] : [first, last];
  }
  const half = /^(\d{4})\.$/.exec(text); // a range still being typed
  if (half) return [half[1], half[1]];
  return /^\d{1,4}$/.test(text) ? [text.padEnd(4, "0"), text.padEnd(4, "9")] : undefined;
}
