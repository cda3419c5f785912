// Parses search queries: words, "phrases", field:value, ranges of years, -excluded, OR and brackets. It never fails: anything that
// is not syntax is read as text.
"use strict";

/**
 * A part of a query; ``start`` and ``end`` are its position in the typed text.
 * word: one word, ``open`` if more letters may follow. phrase: words in this order. years: first and last; "" is undated.
 * value: of a field with its own list of values. mark: of the reader's own marks. identifier: of one of its forms.
 * @typedef {{ start: number, end: number, without?: boolean } & (
 *   { kind: "word", tokens: string[], text: string, open: boolean, year: string }
 *   | { kind: "phrase", tokens: string[], text: string, open: boolean, field: string, whole: boolean }
 *   | { kind: "years", first: string, last: string, text: string }
 *   | { kind: "value", field: string, tokens: string[], text: string, whole: boolean }
 *   | { kind: "flag", field: string, text: string }
 *   | { kind: "identifier", values: string[], text: string }
 *   | { kind: "any", parts: Part[][], text: string }
 *   | { kind: "wrong", message: string, text: string, field: string, value: string }
 * )} Part
 */

/** The fields with words, and the texts that each covers. @type {Record<string, string[]>} */
const WORD_FIELDS = {
  title: ["title", "alias"],
  author: ["author"],
  editor: ["editor"],
  venue: ["venue"],
  keyword: ["keyword"],
  label: ["label"],
  benchmark: ["benchmark"],
  text: ["summary", "note", "benchmark", "abstract"],
};
const VALUE_FIELDS = ["family", "topic", "type"];
const STATUS_KINDS = ["retracted", "withdrawn", "corrected", "concern"];
/** @type {Record<string, string[]>} */
const FLAG_FIELDS = { has: ["code", "results", "note"], is: ["unread", "read", "starred", ...STATUS_KINDS] };
const FIELDS = [...Object.keys(WORD_FIELDS), "id", "year", ...VALUE_FIELDS, ...Object.keys(FLAG_FIELDS)];
/** @type {Record<string, string>} Other names for a field. */
const ALSO_FIELDS = {
  authors: "author", by: "author", titles: "title", arxiv: "id", doi: "id", isbn: "id", pmid: "id", acl: "id", openreview: "id",
  keywords: "keyword", editors: "editor", families: "family", topics: "topic", labels: "label", tag: "label", years: "year", date: "year",
};
/** BibTeX around the values of an entry: @article{key, title = { */
const BIBTEX = /@[a-z]+\s*\{|(?<![\p{L}\p{N}])[a-z]+\s*=\s*["{]/giu;
const SHORT_YEAR = /^([\p{L}&]{2,})?['’‘ʼ]([0-4]\d|[89]\d)[.,;:)\]]*$/u; // NeurIPS'24
const FULL_WIDTH = /[\u3000\uff01-\uff5e]/g;
const QUOTES = /[“”„‟«»＂❝❞]/g;
const DASH_ONLY = /^[-–—‐‑−_*•·|/\\]+$/;
const OPEN_END = /[\p{L}\p{N}\p{M}+#]$/u;

/** @param {string} query @returns {Part[]} */
function readQuery(query) {
  const narrow = query.replace(FULL_WIDTH, (wide) => (wide === "\u3000" ? " " : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));
  const plain = narrow.replace(/\0/g, " ").replace(QUOTES, '"').replace(BIBTEX, (found) => " ".repeat(found.length));
  const found = findIdentifiers(plain);
  let text = plain;
  for (const { start, end } of found) text = text.slice(0, start) + "\0".repeat(end - start) + text.slice(end);
  const parts = new QueryReader(text, plain, found).read();
  return withYears(parts);
}

class QueryReader {
  /** @param {string} text  with identifiers blanked @param {string} plain @param {Identifier[]} identifiers */
  constructor(text, plain, identifiers) {
    this.text = text;
    this.plain = plain;
    this.identifiers = identifiers;
    this.at = 0;
    this.brackets = pairs(text);
  }

  /** @param {number} end @returns {Part[]} */
  read(end = this.text.length) {
    /** @type {(Part | Part[] | "OR")[]} */
    const items = [];
    while (this.at < end) {
      const rest = this.text.slice(this.at, end);
      const blank = /^\s+/.exec(rest);
      if (blank) {
        this.at += blank[0].length;
        continue;
      }
      if (/^OR(?=\s|\(|$)/.test(rest)) {
        this.at += 2;
        items.push("OR");
        continue;
      }
      const item = this.item(end);
      if (item) items.push(item);
    }
    return joinAlternatives(items, this.plain);
  }

  /** @param {number} end @returns {Part | Part[] | null} */
  item(end) {
    const start = this.at;
    const sign = /^-(?=[\p{L}"(])/u.test(this.text.slice(start, end)) || /^-(?=\0)/.test(this.text.slice(start, end));
    if (sign) this.at += 1;
    const without = sign || undefined;
    const close = this.brackets.get(this.at);
    if (close !== undefined && close < end) {
      this.at += 1;
      const inside = this.read(close);
      this.at = close + 1;
      if (!sign) return inside;
      return { kind: "any", parts: [inside], text: this.plain.slice(start, this.at), start, end: this.at, without };
    }
    if (this.text[this.at] === "\0") {
      const one = /** @type {Identifier} */ (this.identifiers.find(({ start: from }) => from === this.at) || this.identifiers.find(({ start: from, end: to }) => from <= this.at && this.at < to));
      this.at = one.end;
      return { kind: "identifier", values: one.values, text: this.plain.slice(one.start, one.end), start, end: one.end, without };
    }
    const named = /^([\p{L}_]{2,})\s?:(?!\/\/)(?:\s+(?![-\s]|[\p{L}_]+:))?/u.exec(this.text.slice(this.at, end));
    const name = named ? named[1].toLowerCase() : "";
    const field = ALSO_FIELDS[name] || name;
    if (named && FIELDS.includes(field)) {
      this.at += named[0].length;
      return this.value(start, end, field, without);
    }
    const { value, quoted, whole } = this.words(end);
    const place = { start, end: this.at, without };
    const short = quoted || without ? null : SHORT_YEAR.exec(value);
    if (!short) return this.part(place, value, "", quoted, whole);
    const year = (short[2] < "5" ? "20" : "19") + short[2];
    const words = [short[1], year].map((word) => (word ? this.part(place, word, "", false, false) : null));
    return /** @type {Part[]} */ (words.filter(Boolean));
  }

  /** Read the value of a field. @param {number} start @param {number} end @param {string} field @param {true | undefined} without @returns {Part | null} */
  value(start, end, field, without) {
    if (this.text[this.at] === "\0") {
      const one = /** @type {Identifier} */ (this.identifiers.find(({ start: from, end: to }) => from <= this.at && this.at < to));
      this.at = one.end;
      const text = this.plain.slice(one.start, one.end);
      if (field !== "year") return { kind: "identifier", values: one.values, text, start, end: one.end, without };
    }
    const { value, quoted, whole } = this.words(end);
    const place = { start, end: this.at, without };
    const text = this.plain.slice(start, this.at);
    if (!value.replace(/"/g, "").trim()) return null; // not typed yet
    if (field === "year") {
      if (/^[\s.…–—-]+$/.test(value)) return null;
      const years = readYears(value);
      if (years) return { kind: "years", first: years[0], last: years[1], text, ...place };
      const message = `“${value}” is not a year. Use year:2021, year:2019..2022 or year:undated.`;
      return { kind: "wrong", message, text, field, value, ...place };
    }
    if (FLAG_FIELDS[field]) {
      const folded = fold(value);
      const known = FLAG_FIELDS[field].find((each) => folded && each.startsWith(folded));
      if (known) return { kind: "flag", field, text: known, ...place };
      return { kind: "wrong", message: `${field}: can be ${FLAG_FIELDS[field].join(", ")}.`, text, field, value, ...place };
    }
    if (field === "id") {
      const forms = findIdentifiers(value).flatMap(({ values }) => values);
      return { kind: "identifier", values: [...forms, value.trim().toLowerCase()], text, ...place };
    }
    if (VALUE_FIELDS.includes(field)) {
      const tokens = tokensOf(fold(value));
      return tokens.length ? { kind: "value", field, tokens, text, whole, ...place } : null;
    }
    return this.part(place, value, field, quoted, whole);
  }

  /** Read a quoted text or all up to the next blank. @param {number} end @returns {{ value: string, quoted: boolean, whole: boolean }} */
  words(end) {
    const rest = this.text.slice(this.at, end);
    if (rest[0] === '"') {
      const close = rest.indexOf('"', 1);
      const value = rest.slice(1, close < 0 ? undefined : close);
      if (close > 0 || /^\S/.test(value)) {
        this.at += close < 0 ? rest.length : close + 1;
        return { value: value.replace(/\0+/g, " "), quoted: true, whole: close > 0 };
      }
    }
    const [word] = /^[^\s\0]*/u.exec(rest) || [""]; // empty after a field whose value is not typed yet
    let length = word.length;
    for (let at = 1; at < word.length; at += 1) if (closes(this.brackets, this.at + at)) length = Math.min(length, at);
    if (closes(this.brackets, this.at)) length = 1;
    this.at += length;
    return { value: word.slice(0, length), quoted: false, whole: false };
  }

  /** @param {{ start: number, end: number, without?: boolean }} place @param {string} value @param {string} field @param {boolean} quoted @param {boolean} whole
   * @returns {Part | null} */
  part(place, value, field, quoted, whole) {
    const tokens = tokensOf(fold(value));
    const open = !whole && place.end === this.text.length && OPEN_END.test(value);
    if (!tokens.length) {
      if (!field || DASH_ONLY.test(value)) return null;
      return { kind: "wrong", message: `“${value}” has no letters or digits to search for.`, text: value, field, value, ...place };
    }
    if (quoted || field || place.without) return { kind: "phrase", tokens, text: value, field, open, whole, ...place };
    const year = /^\(?((?:19|20)\d\d)\)?[.,;:]?$/.exec(value);
    return { kind: "word", tokens, text: value.replace(/^["'([{]+|["')\]},;.:]+$/g, "") || value, open, year: year ? year[1] : "", ...place };
  }
}

/** @param {string} text @returns {Map<number, number>} each bracket that opens a group, and the one that closes it */
function pairs(text) {
  /** @type {Map<number, number>} */
  const found = new Map();
  const open = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(" && /[\s(-]|^$/.test(text[at - 1] || "")) open.push(at);
    else if (text[at] === ")" && open.length) found.set(/** @type {number} */ (open.pop()), at);
  }
  return found;
}

/** @param {Map<number, number>} brackets @param {number} at @returns {boolean} */
function closes(brackets, at) {
  for (const close of brackets.values()) if (close === at) return true;
  return false;
}

/** Put what stands around each OR into one part. @param {(Part | Part[] | "OR")[]} items @param {string} text @returns {Part[]} */
function joinAlternatives(items, text) {
  /** @type {Part[]} */
  const parts = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (item === "OR") continue;
    const choices = [asList(item)];
    while (items[at + 1] === "OR" && items[at + 2] !== undefined && items[at + 2] !== "OR") {
      choices.push(asList(/** @type {Part | Part[]} */ (items[at + 2])));
      at += 2;
    }
    const filled = choices.filter((choice) => choice.length);
    if (filled.length < 2) parts.push(...filled.flat());
    else {
      const start = filled[0][0].start;
      const last = filled[filled.length - 1];
      const { end } = last[last.length - 1];
      parts.push({ kind: "any", parts: filled, text: text.slice(start, end), start, end });
    }
  }
  return parts;
}

/** @param {Part | Part[]} item @returns {Part[]} */
function asList(item) {
  return Array.isArray(item) ? item : [item];
}

/** A year alone is a filter. @param {Part[]} parts @returns {Part[]} */
function withYears(parts) {
  const words = parts.filter((part) => part.kind === "word");
  return parts.map((part) => {
    if (part.kind !== "word") return part;
    const { text, start, end } = part;
    const range = /^((?:19|20)\d\d)?(?:\.\.+|…)((?:19|20)\d\d)?$/.test(text) || (words.length === 1 && /^(?:19|20)\d\d[-–—](?:19|20)\d\d$/.test(text));
    const years = range || (part.year && words.length === 1) ? readYears(part.year || text) : undefined;
    return years ? { kind: "years", first: years[0], last: years[1], text, start, end } : part;
  });
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
