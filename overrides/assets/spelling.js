// Suggests corrections ("Did you mean …?") for words that no paper has and for unknown fields.
"use strict";

/** Return how many letters must be added, dropped, changed or swapped, up to a limit (Damerau-Levenshtein distance).
 * @param {string} one @param {string} other @param {number} limit @returns {number} above the limit if there are too many */
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = new Array(other.length + 1).fill(0);
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    let least = row;
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      let cost = Math.min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        cost = Math.min(cost, before[at - 2] + 1);
      }
      now.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = now;
  }
  return last[other.length];
}

/** Return the candidate that is closest to a word as a whole or with its beginning, or "" if none is close.
 * @param {string} word @param {Iterable<[string, number]>} candidates  each with its number of papers @returns {string} */
function nearest(word, candidates) {
  const limit = word.length < 3 ? 0 : word.length < 6 ? 1 : 2;
  let best = "";
  let least = limit + 0.9;
  let most = 0;
  for (const [candidate, count] of candidates) {
    let far = distance(word, candidate, limit);
    if (far > limit && candidate.length > word.length) far = distance(word, candidate.slice(0, word.length), limit) + 0.5;
    if (far < least || (far === least && count > most)) {
      best = candidate;
      least = far;
      most = count;
    }
  }
  return best;
}

const PART = 50000; // characters searched at a time

class Spelling {
  /** @param {Search} search */
  constructor(search) {
    this.search = search;
    /** @type {Map<string, Map<string, number>>} */
    this.known = new Map();
  }

  /** Collect the words of a field (all fields for "") and how often each occurs; in parts, so that the page stays responsive.
   * @param {string} field @returns {Promise<Map<string, number>>} */
  async vocabulary(field) {
    const found = this.known.get(field);
    if (found) return found;
    /** @type {Map<string, number>} */
    const words = new Map();
    const nodes = this.search.nodes[/** @type {"family" | "topic" | "type"} */ (field)];
    const texts = nodes ? [nodes.folded.join("\n")] : (field ? [field] : WORD_FIELDS).map((each) => this.search.words[each]);
    for (const text of texts) {
      for (let from = 0; from < text.length; ) {
        const end = text.indexOf(" ", from + PART) + 1 || text.length;
        for (const word of text.slice(from, end).split(/[\n; ]+/)) if (word) words.set(word, (words.get(word) || 0) + 1);
        from = end;
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    this.known.set(field, words);
    return words;
  }

  /** Return the query with one term corrected, or "" if there is no close match. @param {string} query @param {Term} term @returns {Promise<string>} */
  async corrected(query, term) {
    const put = (/** @type {string} */ text) => query.slice(0, term.start) + (term.without ? "-" : "") + text + query.slice(term.end);
    if (term.unknown) {
      const field = nearest(term.unknown, FIELDS.map((name) => [name, 1]));
      return field ? put(`${field}:${quoted(term.value.slice(term.unknown.length + 1))}`) : "";
    }
    if (term.wrong) {
      const value = nearest(term.folded, (FIELD_VALUES[term.field] || []).map((name) => [name, 1]));
      return value ? put(`${term.field}:${value}`) : "";
    }
    if (term.years || FIELD_VALUES[term.field]) return "";
    if (!term.field && this.search.years.includes(term.folded)) return put(`year:${term.folded}`);
    const known = await this.vocabulary(term.field);
    const words = term.folded.split(" ");
    const better = words.map((word) => (known.has(word) ? word : nearest(word, known)));
    if (better.some((word) => !word) || better.join(" ") === words.join(" ")) return "";
    const text = term.whole || better.length > 1 ? `"${better.join(" ")}"` : better[0];
    return put(term.field ? `${term.field}:${text}` : text);
  }
}

/** @param {string} value @returns {string} the value as it must be typed */
function quoted(value) {
  return /\s/.test(value) ? `"${value.replace(/"/g, "")}"` : value;
}
