// Corrects slips of the keyboard by the shelf's own words: a word that no paper has becomes the closest one that papers have.
"use strict";

/** Return how many letters must be added, dropped, changed or swapped, up to a limit (Damerau-Levenshtein distance).
 * @param {string} one @param {string} other @param {number} limit @param {boolean} begins  only with some beginning of the other
 * @returns {number} above the limit if there are too many */
function distance(one, other, limit, begins = false) {
  if (one.length - other.length > limit || (!begins && other.length - one.length > limit)) return limit + 1;
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
  return begins ? Math.min(...last) : last[other.length];
}

/** @param {string} word @returns {number} the slips that a word of its length may have: few letters are soon another word */
function slips(word) {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** Return the candidate that is closest to a word as a whole or with its beginning, or "" if none is close.
 * @param {string} word @param {Iterable<[string, number]>} candidates  each with how often it occurs @returns {string} */
function nearest(word, candidates) {
  const limit = slips(word);
  if (!limit) return "";
  let best = "";
  let least = limit + 0.9;
  let most = 0;
  for (const [candidate, count] of candidates) {
    let far = distance(word, candidate, limit);
    if (far > limit && candidate.length > word.length && word.length > 5) far = distance(word, candidate.slice(0, word.length + limit), limit, true) + 0.5;
    if (candidate[0] !== word[0]) far += 0.4;
    if (far < least || (far === least && count > most)) {
      best = candidate;
      least = far;
      most = count;
    }
  }
  return best;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

class Spelling {
  /** @param {Lexicon} lexicon */
  constructor(lexicon) {
    this.lexicon = lexicon;
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** Return the shelf's word that was meant, or "". @param {string} word @param {string[] | null} fields  that must have it @returns {string} */
  nearest(word, fields = null) {
    if (!/^[\p{L}\p{M}]{4,40}$/u.test(word) || ANY_PAIRED.test(word)) return ""; // a number or a version is meant as it stands
    const name = `${word}|${fields ? fields.join() : ""}`;
    let found = this.known.get(name);
    if (found === undefined) {
      found = nearest(word, this.candidates(word, fields));
      this.known.set(name, found);
    }
    return found;
  }

  /** @param {string} word @param {string[] | null} fields @returns {Generator<[string, number]>} tokens without digits that start alike, with the
   * first two letters swapped, or with one other or one more letter at the start */
  *candidates(word, fields) {
    const { lexicon } = this;
    const limit = slips(word);
    const wanted = fields ? fields.map((field) => FIELD_NAMES.indexOf(field)) : null;
    const places = (/** @type {string} */ term) => {
      const number = lexicon.vocabulary.number(term);
      const found = number < 0 ? new Int32Array(0) : lexicon.placesOf(number);
      return !wanted || found.some((place) => wanted.includes(lexicon.places.field[place])) ? found.length : 0;
    };
    for (const letter of LETTERS) {
      for (const term of [letter + word, letter + word.slice(1)]) {
        const count = places(term);
        if (count) yield [term, count];
      }
    }
    for (const first of new Set([word[0], word[1]])) {
      const { terms, from, to } = lexicon.starting(first);
      for (let at = from; at < to; at += 1) {
        const term = terms[at];
        if (term.length < word.length - limit || (term.length > word.length + limit && word.length < 6) || /\d/.test(term)) continue;
        if (first !== word[0] && term[1] !== word[0] && term[1] !== word[2]) continue;
        const count = places(term);
        if (count) yield [term, count];
      }
    }
  }
}
