// The words of the shelf: every searchable text as one stream of tokens, and for each token the places where it stands.
// It is made when a search is first wanted, in slices, so that the page stays responsive.
"use strict";

/** The fields with words, and how much a word in each counts (BM25F). "label" holds the names of families and topics. */
const WEIGHTS = {
  title: 6,
  alias: 6,
  label: 2.5,
  author: 2.5,
  editor: 1.5,
  venue: 2,
  keyword: 2,
  benchmark: 1.5,
  summary: 1,
  note: 1,
  abstract: 0.5,
};
const FIELD_NAMES = Object.keys(WEIGHTS);
const FIELD_WEIGHTS = Float32Array.from(Object.values(WEIGHTS));
const LENGTH_COUNTS = 0.35; // how much a long text lowers the weight of each of its words (BM25's b)
const LISTS = new Set(["author", "editor", "keyword"]); // the number of authors or keywords does not make one of them less relevant
const SYNONYM = 0.45; // the weight of a rule's words beside the name of its family or topic
const SLICE = 20; // milliseconds of work before the page may do something else
const TAB = 9; // between the values of a text
const GAP = -1; // stands between two texts, so that no phrase runs from one into the next

/** Do work in slices. @param {Iterator<void>} work @returns {Promise<void>} */
async function inSlices(work) {
  const channel = new MessageChannel();
  for (;;) {
    const end = performance.now() + SLICE;
    do {
      if (work.next().done) {
        channel.port1.close();
        return;
      }
    } while (performance.now() < end);
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  }
}

class Lexicon {
  /** @param {number} count  papers */
  constructor(count) {
    this.count = count;
    this.vocabulary = new Vocabulary();
    this.terms = this.vocabulary.terms;
    /** @type {Map<string, { terms: string[], numbers: Int32Array | null }>} the tokens by their first character; sorted once there are numbers */
    this.groups = new Map();
    /** @type {Map<string, string>} */
    this.stems = new Map();
    this.size = 0;
    this.stream = new Int32Array(1 << 16); // the token at each place
    this.places = { of: new Int32Array(1 << 16), field: new Uint8Array(1 << 16) };
    /** @type {Int32Array} where the places of each token start in ``postings`` */
    this.starts = new Int32Array(1);
    this.postings = new Int32Array(0);
    /** @type {Float32Array[]} by field: what the length of each text divides its words' weights by */
    this.norms = [];
    /** @type {Int32Array[]} by field: where each paper's text starts in the stream; the last number is its end */
    this.from = [];
    /** @type {{ first: number, papers: number[][] }} nodes follow the papers: number ``first + n`` is node n */
    this.nodes = { first: count, papers: [] };
    /** @type {Float32Array} how much the text of each node counts */
    this.nodeWeights = new Float32Array(0);
  }

  /** Read all texts. @param {Record<string, string>} texts  by field, a line per paper @param {{ text: string, weight: number, papers: number[] }[]} nodes
   * @returns {Generator<void>} */
  *read(texts, nodes) {
    for (let field = 0; field < FIELD_NAMES.length; field += 1) {
      const name = FIELD_NAMES[field];
      const from = new Int32Array(this.count + 1).fill(this.size);
      this.from.push(from);
      if (name === "label") {
        for (let node = 0; node < nodes.length; node += 1) this.add(nodes[node].text, 0, nodes[node].text.length, this.count + node, field);
        this.norms.push(new Float32Array(0));
        yield;
        continue;
      }
      const column = texts[name] || "";
      if (column) {
        let start = 0;
        for (let paper = 0; paper < this.count; paper += 1) {
          const end = column.indexOf("\n", start);
          from[paper] = this.size;
          if (end !== start) this.add(column, start, end < 0 ? column.length : end, paper, field);
          start = end + 1;
          if (end < 0) {
            from.fill(this.size, paper + 1);
            break;
          }
          if (paper % 64 === 63) yield;
        }
      }
      from[this.count] = this.size;
      this.norms.push(LISTS.has(name) ? new Float32Array(this.count).fill(1) : normsOf(from, this.count));
      yield;
    }
    this.nodes.papers = nodes.map((node) => node.papers);
    this.nodeWeights = Float32Array.from(nodes, (node) => node.weight);
    yield* this.invert();
    yield* this.group();
  }

  /** @param {string} text @param {number} start @param {number} end @param {number} paper @param {number} field */
  add(text, start, end, paper, field) {
    if (this.size + end - start + 2 > this.stream.length) this.grow(end - start + 2);
    const each = (/** @type {number} */ number) => this.put(number, paper, field);
    let from = start;
    while (from <= end) {
      let to = from;
      while (to < end && text.charCodeAt(to) !== TAB) to += 1;
      this.vocabulary.cut(text, from, to, each);
      this.put(GAP, paper, field);
      from = to + 1;
    }
  }

  /** @param {number} number @param {number} paper @param {number} field */
  put(number, paper, field) {
    this.stream[this.size] = number;
    this.places.of[this.size] = paper;
    this.places.field[this.size] = field;
    this.size += 1;
  }

  /** @param {number} least */
  grow(least) {
    const length = Math.max(this.stream.length * 2, this.size + least);
    const copy = (/** @type {any} */ old) => {
      const wider = new old.constructor(length);
      wider.set(old);
      return wider;
    };
    this.stream = copy(this.stream);
    this.places = { of: copy(this.places.of), field: copy(this.places.field) };
  }

  /** Sort the places by token. @returns {Generator<void>} */
  *invert() {
    const starts = new Int32Array(this.terms.length + 1);
    for (let at = 0; at < this.size; at += 1) if (this.stream[at] >= 0) starts[this.stream[at] + 1] += 1;
    for (let number = 0; number < this.terms.length; number += 1) starts[number + 1] += starts[number];
    yield;
    const next = starts.slice();
    const postings = new Int32Array(starts[this.terms.length]);
    for (let at = 0; at < this.size; at += 1) {
      const number = this.stream[at];
      if (number >= 0) postings[next[number]++] = at;
      if (at % 100000 === 99999) yield;
    }
    this.starts = starts;
    this.postings = postings;
    yield;
  }

  /** Group the tokens by their first characters. A group is sorted when it is first wanted. @returns {Generator<void>} */
  *group() {
    for (let number = 0; number < this.terms.length; number += 1) {
      const first = this.terms[number][0];
      const group = this.groups.get(first);
      if (group) group.terms.push(this.terms[number]);
      else this.groups.set(first, { terms: [this.terms[number]], numbers: null });
      if (number % 10000 === 9999) yield;
    }
    yield;
  }

  /** Sort all groups and stem their tokens, so that no query has to. @returns {Generator<void>} */
  *prepare() {
    for (const first of this.groups.keys()) {
      const { terms } = this.starting(first);
      yield;
      for (let at = 0; at < terms.length; at += 1) {
        if (/^[a-z]{3,}$/.test(terms[at])) this.stem(terms[at]);
        if (at % 500 === 499) yield;
      }
    }
  }

  /** Return the tokens that start with some letters: those from ``from`` to ``to`` in ``terms``, which are sorted, with their numbers.
   * @param {string} beginning @returns {{ terms: string[], numbers: Int32Array, from: number, to: number }} */
  starting(beginning) {
    const group = this.groups.get(beginning[0]);
    if (!group) return { terms: [], numbers: new Int32Array(0), from: 0, to: 0 };
    const { terms } = group;
    if (!group.numbers) group.numbers = Int32Array.from(terms.sort(), (term) => this.vocabulary.number(term));
    const from = lowest(terms, (term) => term >= beginning, 0);
    return { terms, numbers: group.numbers, from, to: lowest(terms, (term) => !term.startsWith(beginning), from) };
  }

  /** @param {string} term @returns {boolean} */
  has(term) {
    return this.vocabulary.number(term) >= 0;
  }

  /** @param {string} term @returns {string} */
  stem(term) {
    let found = this.stems.get(term);
    if (found === undefined) {
      found = stem(spelled(term));
      this.stems.set(term, found);
    }
    return found;
  }

  /** @param {string} word @returns {string[]} the other tokens with the same stem */
  sameStem(word) {
    if (!/^[a-z]{3,}$/.test(word)) return [];
    const wanted = this.stem(word);
    const { terms, from, to } = this.starting(wanted.slice(0, Math.max(wanted.length - 3, Math.min(word.length - 1, 3)))); // only endings differ
    return terms.slice(from, to).filter((term) => term !== word && this.stem(term) === wanted);
  }

  /** @param {number} number @returns {Int32Array} the places of a token */
  placesOf(number) {
    return this.postings.subarray(this.starts[number], this.starts[number + 1]);
  }
}

/** @param {string[]} terms  sorted @param {(term: string) => boolean} holds @param {number} from @returns {number} the first place where it holds */
function lowest(terms, holds, from) {
  let low = from;
  let high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(terms[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param {Int32Array} from @param {number} count @returns {Float32Array} */
function normsOf(from, count) {
  const total = from[count] - from[0];
  let filled = 0;
  for (let paper = 0; paper < count; paper += 1) filled += Number(from[paper + 1] > from[paper]);
  const usual = filled ? total / filled : 1;
  const norms = new Float32Array(count);
  for (let paper = 0; paper < count; paper += 1) {
    norms[paper] = 1 - LENGTH_COUNTS + (LENGTH_COUNTS * (from[paper + 1] - from[paper])) / usual;
  }
  return norms;
}
