// Finds the tokens that a word of a query means, and weighs the papers that have them (BM25F: one score over all fields).
"use strict";

/**
 * What a word means on this shelf: tokens with how well each fits, and places of neighbouring tokens that together spell it.
 * @typedef {{ word: string, tokens: Map<number, number>, runs: Map<number, number>, how: "typed" | "none", weights: Float32Array, scores: Float32Array, rarity: number, papers: number }} Sense
 */

const SATURATION = 2.5; // how soon more of the same word counts no more (BM25's k1)
const STEM = 0.85;
const JOINED = 0.95;
const UMLAUT = 0.6; // Mueller for Müller
const LEAST_PREFIX = 0.35; // a word that a short beginning might become
const MOST_PREFIX = 0.75;
const ARABIC = /^[\u0621-\u064a]{3,}$/;
const ARABIC_ARTICLE = /^[وبكف]?ال(?=..)/; // with the words that are written onto it
const SENSES_CACHED = 80;
const RUN_PARTS = 3; // into how many tokens a word is cut at most

class Ranking {
  /** @param {Lexicon} lexicon */
  constructor(lexicon) {
    this.lexicon = lexicon;
    this.count = lexicon.count;
    /** @type {Map<string, Sense>} */
    this.senses = new Map();
  }

  /** Return what a word means. @param {string} word @param {{ open?: boolean, joins?: string[], brief?: boolean, fields?: string[] | null }} how
   * open: more letters may follow; joins: the word with its neighbour, as one word; brief: a word that the shelf has is not cut; fields: the only ones
   * that count @returns {Sense} */
  sense(word, { open = false, joins = [], brief = false, fields = null } = {}) {
    const name = `${word}|${open ? "…" : ""}|${joins.join()}|${brief ? "." : ""}|${fields ? fields.join() : ""}`;
    let found = this.senses.get(name);
    if (found) this.senses.delete(name); // put back at the end: the one that was used longest ago goes first
    else found = this.weigh(this.meant(word, open, joins, brief), fields);
    this.senses.set(name, found);
    if (this.senses.size > SENSES_CACHED) this.senses.delete(/** @type {string} */ (this.senses.keys().next().value));
    return found;
  }

  /** @param {string} word @param {boolean} open @param {string[]} joins @param {boolean} brief @returns {Sense} */
  meant(word, open, joins, brief = false) {
    const { lexicon } = this;
    /** @type {Map<number, number>} */
    const tokens = new Map();
    const set = (/** @type {number} */ number, /** @type {number} */ weight) => {
      if (number >= 0 && (tokens.get(number) || 0) < weight) tokens.set(number, weight);
    };
    const put = (/** @type {string} */ term, /** @type {number} */ weight) => set(lexicon.vocabulary.number(term), weight);
    put(word, 1);
    for (const term of lexicon.sameStem(word)) put(term, STEM);
    if (word.length > 4 && /[aou]e/.test(word)) put(word.replace(/([aou])e/g, "$1"), UMLAUT);
    if (ARABIC.test(word)) for (const term of [`ال${word}`, word.replace(ARABIC_ARTICLE, "")]) put(term, STEM);
    const same = tokens.size > 0;
    for (const join of joins) {
      put(join, JOINED);
      for (const term of lexicon.sameStem(join)) put(term, JOINED * STEM);
      if (open && join.length > 4) this.prefixed(join, set, JOINED);
    }
    let runs = brief && same ? new Map() : this.runs(word, open);
    if (open || (!same && !runs.size && word.length > 2)) this.prefixed(word, set, 1);
    if (open && !tokens.size && !runs.size) runs = this.runs(word, open, 1);
    return {
      word,
      tokens,
      runs,
      how: tokens.size || runs.size ? "typed" : "none",
      weights: new Float32Array(0),
      scores: new Float32Array(0),
      rarity: 0,
      papers: 0,
    };
  }

  /** @param {string} word @param {(number: number, weight: number) => void} set @param {number} times */
  prefixed(word, set, times) {
    const { terms, numbers, from, to } = this.lexicon.starting(word);
    for (let at = from; at < to; at += 1) {
      const term = terms[at];
      if (term !== word) set(numbers[at], times * (LEAST_PREFIX + ((MOST_PREFIX - LEAST_PREFIX) * word.length) / term.length));
    }
  }

  /** Find the places where neighbouring tokens spell a word: "ernievil" is ERNIE-ViL. @param {string} word @param {boolean} open
   * @param {number} least  letters of the last token, if it is still being typed @returns {Map<number, number>} the place of each first token, and the number of tokens */
  runs(word, open, least = 2) {
    /** @type {Map<number, number>} */
    const found = new Map();
    if (word.length < 4 || word.length > 40) return found;
    const { stream, vocabulary } = this.lexicon;
    for (let cut = 1; cut < word.length; cut += 1) {
      const number = vocabulary.number(word.slice(0, cut));
      if (number < 0 || (cut === 1 && !/\d/.test(word[0]))) continue;
      const fits = this.rest(word.slice(cut), open, least);
      if (!fits) continue;
      for (const place of this.lexicon.placesOf(number)) {
        const parts = fits(stream, place + 1, RUN_PARTS - 1);
        if (parts) found.set(place, parts + 1);
      }
    }
    return found;
  }

  /** Return what tells whether the tokens from a place on spell the rest of a word; null if none do.
   * @param {string} rest @param {boolean} open @param {number} least @returns {((stream: Int32Array, at: number, left: number) => number) | null} */
  rest(rest, open, least) {
    const { terms } = this.lexicon;
    if (rest.length < least && !/\d/.test(rest)) return null;
    const stemmed = rest.length > 3 ? new Set(this.lexicon.sameStem(rest)) : new Set();
    const begins = open && rest.length >= least ? this.lexicon.starting(rest) : { from: 0, to: 0 };
    let starts = begins.to > begins.from || this.lexicon.has(rest) || stemmed.size > 0;
    for (let cut = 1; !starts && cut < rest.length; cut += 1) starts = this.lexicon.has(rest.slice(0, cut));
    if (!starts) return null;
    const fits = (/** @type {Int32Array} */ stream, /** @type {number} */ at, /** @type {number} */ left, wanted = rest) => {
      const number = stream[at];
      if (number === undefined || number < 0) return 0;
      const term = terms[number];
      if (term === wanted || (wanted === rest && stemmed.has(term)) || (open && wanted.length >= least && term.startsWith(wanted))) return 1;
      if (left < 2 || !wanted.startsWith(term)) return 0;
      /** @type {number} */
      const more = fits(stream, at + 1, left - 1, wanted.slice(term.length));
      return more && more + 1;
    };
    return fits;
  }

  /** Weigh the papers of a sense. @param {Sense} sense @param {string[] | null} fields @returns {Sense} */
  weigh(sense, fields) {
    const { lexicon, count } = this;
    const { places, norms, nodes } = lexicon;
    const counts = fields ? FIELD_NAMES.map((name) => fields.includes(name)) : null;
    const label = FIELD_NAMES.indexOf("label");
    const weights = new Float32Array(count + nodes.papers.length);
    const put = (/** @type {number} */ place, /** @type {number} */ weight) => {
      const field = places.field[place];
      if (counts && !counts[field]) return;
      const paper = places.of[place];
      if (field === label) weights[paper] = Math.max(weights[paper], weight * lexicon.nodeWeights[paper - count]);
      else weights[paper] += (weight * FIELD_WEIGHTS[field]) / norms[field][paper];
    };
    for (const [number, weight] of sense.tokens) {
      for (let at = lexicon.starts[number]; at < lexicon.starts[number + 1]; at += 1) put(lexicon.postings[at], weight);
    }
    for (const place of sense.runs.keys()) put(place, JOINED);
    /** @type {Map<number, number>} */
    const labelled = new Map();
    for (let node = 0; node < nodes.papers.length; node += 1) {
      const weight = weights[count + node] * FIELD_WEIGHTS[label];
      if (weight) for (const paper of nodes.papers[node]) labelled.set(paper, Math.max(labelled.get(paper) || 0, weight));
    }
    for (const [paper, weight] of labelled) weights[paper] += weight;
    let papers = 0;
    for (let paper = 0; paper < count; paper += 1) if (weights[paper]) papers += 1;
    sense.papers = papers;
    sense.how = papers ? "typed" : "none";
    sense.rarity = Math.log(1 + (count - papers + 0.5) / (papers + 0.5));
    sense.weights = weights.subarray(0, count);
    sense.scores = new Float32Array(count);
    for (let paper = 0; paper < count; paper += 1) {
      const weight = weights[paper];
      if (weight) sense.scores[paper] = (sense.rarity * weight) / (weight + SATURATION);
    }
    return sense;
  }

  /** Return where two words stand next to each other, as the best field weight by paper. @param {Sense} one @param {Sense} other
   * @returns {Map<number, number>} */
  adjacent(one, other) {
    const { lexicon } = this;
    const { stream, places } = lexicon;
    /** @type {Map<number, number>} */
    const found = new Map();
    const size = (/** @type {Sense} */ sense) => [...sense.tokens.keys()].reduce((sum, number) => sum + lexicon.starts[number + 1] - lexicon.starts[number], 0);
    const [few, many, step] = size(one) <= size(other) ? [one, other, 1] : [other, one, -1];
    for (const number of few.tokens.keys()) {
      for (const place of lexicon.placesOf(number)) {
        const next = stream[place + step];
        if (next === undefined || next < 0 || !many.tokens.has(next)) continue;
        const paper = places.of[place];
        const weight = FIELD_WEIGHTS[places.field[place]];
        if (paper < this.count && (found.get(paper) || 0) < weight) found.set(paper, weight);
      }
    }
    return found;
  }

  /** Return the papers that have words one after another in one text. @param {Sense[]} senses @param {string[] | null} fields
   * @returns {Uint8Array} */
  phrase(senses, fields) {
    const { stream, places } = this.lexicon;
    const counts = fields ? FIELD_NAMES.map((name) => fields.includes(name)) : null;
    const label = FIELD_NAMES.indexOf("label");
    const mask = new Uint8Array(this.count);
    for (const number of senses[0].tokens.keys()) {
      for (const place of this.lexicon.placesOf(number)) {
        const field = places.field[place];
        if (counts && !counts[field]) continue;
        if (!senses.every((sense, at) => sense.tokens.has(stream[place + at]))) continue;
        const paper = places.of[place];
        if (field !== label) mask[paper] = 1;
        else if (this.lexicon.nodeWeights[paper - this.count] === 1) for (const each of this.lexicon.nodes.papers[paper - this.count]) mask[each] = 1;
      }
    }
    return mask;
  }
}
