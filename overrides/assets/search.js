// Answers a query: which papers fit, in what order, which words failed, and where each paper matches.
"use strict";

/**
 * A word of the query with what it means. ``corrected``: what it was taken for.
 * @typedef {{ token: string, part: Part, sense: Sense, stop: boolean, soft: boolean, corrected: string }} Unit
 */
/**
 * @typedef {{
 *   fits: Uint8Array, scores: Float32Array | null, units: Unit[], phrases: Sense[],
 *   failed: { part: Part, text: string, message: string }[], corrected: { part: Part, from: string, to: string }[], partly: boolean
 * }} Answer  scores: null if the query ranks nothing; partly: no paper has every word
 */
/** @typedef {{ ids: number[], counts: Record<string, Int32Array>, answer: Answer }} Found */

const STOP_WORDS = new Set(
  ("a about an and are as at be but by can do does for from has have how i in into is it its me my not of on or our paper papers that the their there these this to use used was we what when " +
    "where which who why will with you via et al eds ed vol pp no proc arxiv preprint doi org http https www html abs").split(" "),
);
const EXACT_LEAD = 100; // added where the query is a paper's name
const IDENTIFIER_LEAD = 1000;
const PARTIAL_LEAD = 50; // the beginning of an identifier
const NEIGHBOURS = 0.6; // what two words next to each other add, as a share of the rarer one
const NAMED = 0.8; // what a name within the query adds, as a share of its words
const TITLE_COVER = 0.5; // what a title adds that stands in the query as a whole
const LEAST_COVER = 0.5; // of the best paper's share of the query
const CHECKED_TITLES = 100;
const LONGEST_NAME = 6; // tokens of a name within a query
const MANY_WORDS = 24; // of a pasted text: the rest tells enough without the slow ways to find a word
const LOOSE_PHRASE = 4; // words of a quotation that may be read as words
const YEAR_HINT = 1.2; // what a bare year adds beside other words

class Search {
  /** @param {Columns} papers @param {Texts} texts @param {Lexicon} lexicon @param {Marks} collection */
  constructor(papers, texts, lexicon, collection) {
    this.count = papers.count;
    this.papers = papers;
    this.texts = texts;
    this.lexicon = lexicon;
    this.ranking = new Ranking(lexicon);
    this.filters = new Filters(papers, collection);
    this.spelling = new Spelling(lexicon);
    this.years = lines(texts.years, this.count);
    /** @type {Map<string, number[]>} papers by their names, without blanks */
    this.names = new Map();
    /** @type {Map<string, number[]>} papers by identifiers, in lower case */
    this.identifiers = new Map();
    /** @type {string[]} */
    this.sortedIdentifiers = [];
  }

  /** Make a search from its data, in slices. @param {Columns} papers @param {Texts} texts @param {Marks} collection
   * @returns {Promise<Search>} */
  static async over(papers, texts, collection) {
    const lexicon = new Lexicon(papers.count);
    await inSlices(lexicon.read({ ...texts, title: papers.titles }, searchedNodes(papers)));
    const search = new Search(papers, texts, lexicon, collection);
    await inSlices(search.learnNames());
    void inSlices(lexicon.prepare()); // in the background; whatever a query needs sooner is sorted on demand
    return search;
  }

  /** @returns {Generator<void>} */
  *learnNames() {
    const aliases = lines(this.texts.alias, this.count);
    const identifiers = lines(this.texts.id, this.count);
    for (let paper = 0; paper < this.count; paper += 1) {
      const title = this.filters.titles[paper];
      const short = title.search(/:\s|\s[–—-]\s/);
      const names = [this.filters.keys[paper], title];
      if (short > 0) names.push(title.slice(0, short));
      if (aliases[paper]) names.push(...aliases[paper].split("\t"));
      for (const name of new Set(names.map(squeezed))) put(this.names, name, paper);
      for (const identifier of (identifiers[paper] || "").split("\t")) put(this.identifiers, identifier.toLowerCase(), paper);
      if (paper % 64 === 63) yield;
    }
    this.sortedIdentifiers = [...this.identifiers.keys()].sort();
    yield;
  }

  /** @param {Part[]} parts @param {Record<string, Set<string>>} chosen @param {string} sort @param {[string, string] | null} years
   * @param {boolean} asTyped  without corrections @returns {Found} */
  find(parts, chosen, sort, years = null, asTyped = false) {
    const answer = this.answer(parts, asTyped);
    const fits = answer.fits.slice();
    const counts = this.filters.apply(fits, chosen, years);
    const order = this.filters.order(sort === "best" ? "newest" : sort);
    const { scores } = answer;
    const ids = sort === "best" && scores ? bestFirst(order, fits, scores) : order.filter((paper) => fits[paper]);
    return { ids, counts, answer };
  }

  /** @param {Part[]} given @param {boolean} asTyped @returns {Answer} */
  answer(given, asTyped = false) {
    const answer = this.empty();
    const parts = given.map((part) => this.dashed(part)).flatMap((part) => this.loosened(part, answer, asTyped));
    const words = parts.filter((part) => part.kind === "word");
    const required = new Map(parts.map((part) => [`${part.kind} ${part.without} ${part.kind === "phrase" ? part.field : ""} ${part.text}`, part])); // each once
    for (const part of required.values()) if (part.kind !== "word" && !(part.kind === "identifier" && !part.without)) this.require(part, answer, asTyped);
    const identified = this.identified(parts, answer);
    const others = parts.some((part) => part.kind !== "word" && part.kind !== "wrong" && !part.without);
    if (words.length) this.weighWords(words, answer, asTyped, identified, others);
    else if (parts.some((part) => part.kind === "identifier" && !part.without)) {
      const only = identified || new Map();
      for (let paper = 0; paper < this.count; paper += 1) if (!only.has(paper)) answer.fits[paper] = 0;
    }
    if (identified) {
      const scores = (answer.scores = answer.scores || new Float32Array(this.count));
      for (const [paper, lead] of identified) scores[paper] += lead;
    }
    return answer;
  }

  /** @returns {Answer} to no question: all papers */
  empty() {
    return { fits: new Uint8Array(this.count).fill(1), scores: null, units: [], phrases: [], failed: [], corrected: [], partly: false };
  }

  /** A long quotation that no paper has, as in a pasted reference, is read as its words. @param {Part} part @param {Answer} answer @param {boolean} asTyped
   * @returns {Part[]} */
  loosened(part, answer, asTyped) {
    if (part.kind !== "phrase" || part.field || part.without || part.tokens.length < LOOSE_PHRASE) return [part];
    if (this.inOrder(part, this.empty(), asTyped).mask.includes(1)) return [part];
    const { tokens, text, start, end } = part;
    answer.failed.push({ part, text, message: `No paper has “${text}” word for word.` });
    return tokens.map((token) => ({ kind: "word", tokens: [token], text: token, open: false, year: "", start, end }));
  }

  /** Some OpenReview ids begin with a dash, which must not be read as an exclusion. @param {Part} part @returns {Part} */
  dashed(part) {
    if (part.kind !== "phrase" || !part.without || part.field) return part;
    const value = `-${part.text.toLowerCase()}`;
    const { start, end, text } = part;
    return this.identifiers.has(value) ? { kind: "identifier", values: [value], text: `-${text}`, start, end } : part;
  }

  /** Keep only the papers that a part allows. @param {Part} part @param {Answer} answer @param {boolean} asTyped */
  require(part, answer, asTyped) {
    if (part.kind === "wrong") {
      answer.failed.push({ part, text: part.text, message: part.message });
      return;
    }
    const { mask, scores } = this.allowed(part, answer, asTyped);
    const wanted = part.without ? 0 : 1;
    let any = false;
    for (let paper = 0; paper < this.count; paper += 1) {
      if (mask[paper]) any = true;
      if (mask[paper] !== wanted) answer.fits[paper] = 0;
    }
    if (part.without) return;
    if (!any) answer.failed.push({ part, text: part.text, message: "" });
    if (scores) {
      const sum = (answer.scores = answer.scores || new Float32Array(this.count));
      for (let paper = 0; paper < this.count; paper += 1) sum[paper] += scores[paper];
    }
  }

  /** @param {Part} part @param {Answer} answer @param {boolean} asTyped @returns {{ mask: Uint8Array, scores: Float32Array | null }} */
  allowed(part, answer, asTyped) {
    switch (part.kind) {
      case "years":
        return { mask: this.filters.between(part.first, part.last), scores: null };
      case "flag":
        return { mask: this.filters.flagged(part.field, part.text), scores: null };
      case "value":
        return { mask: this.filters.valued(part.field, part.tokens, part.whole), scores: null };
      case "identifier": {
        const mask = new Uint8Array(this.count);
        for (const paper of this.withIdentifier(part.values)) mask[paper] = 1;
        return { mask, scores: null };
      }
      case "any":
        return this.alternatives(part.parts, answer, asTyped);
      case "phrase":
        return this.inOrder(part, answer, asTyped);
      case "word":
        return this.inOrder({ ...part, kind: "phrase", field: "", whole: false }, answer, asTyped);
      default:
        return { mask: new Uint8Array(this.count).fill(1), scores: null };
    }
  }

  /** @param {Part[][]} choices @param {Answer} answer @param {boolean} asTyped @returns {{ mask: Uint8Array, scores: Float32Array }} */
  alternatives(choices, answer, asTyped) {
    const mask = new Uint8Array(this.count);
    const scores = new Float32Array(this.count);
    for (const choice of choices) {
      const fits = new Uint8Array(this.count).fill(1);
      const sum = new Float32Array(this.count);
      for (const part of choice) {
        if (part.kind === "wrong") continue;
        const found = this.allowed(part, answer, asTyped);
        for (let paper = 0; paper < this.count; paper += 1) {
          if (Boolean(found.mask[paper]) === Boolean(part.without)) fits[paper] = 0;
          if (found.scores && !part.without) sum[paper] += found.scores[paper];
        }
      }
      for (let paper = 0; paper < this.count; paper += 1) {
        if (!fits[paper]) continue;
        mask[paper] = 1;
        scores[paper] = Math.max(scores[paper], sum[paper]);
      }
    }
    return { mask, scores };
  }

  /** @param {Extract<Part, { kind: "phrase" }>} part @param {Answer} answer @param {boolean} asTyped @returns {{ mask: Uint8Array, scores: Float32Array }} */
  inOrder(part, answer, asTyped) {
    const fields = part.field ? WORD_FIELDS[part.field] : null;
    const { tokens } = part;
    const senses = tokens.map((token, at) => {
      const open = part.open && at === tokens.length - 1;
      if (part.whole) return this.exactly(token, fields);
      const sense = this.ranking.sense(token, { open, fields });
      if (sense.how !== "none" || asTyped || part.without) return sense;
      const better = this.spelling.nearest(token, fields);
      if (!better) return sense;
      answer.corrected.push({ part, from: token, to: better });
      return this.ranking.sense(better, { fields });
    });
    if (!part.without) answer.phrases.push(...senses);
    if (senses.length === 1) {
      const [{ weights, scores }] = senses;
      const mask = new Uint8Array(this.count);
      for (let paper = 0; paper < this.count; paper += 1) if (weights[paper]) mask[paper] = 1;
      return { mask, scores };
    }
    const mask = this.ranking.phrase(senses, fields);
    const scores = new Float32Array(this.count);
    for (const { scores: each } of senses) for (let paper = 0; paper < this.count; paper += 1) if (mask[paper]) scores[paper] += each[paper];
    return { mask, scores };
  }

  /** @param {string} token @param {string[] | null} fields @returns {Sense} the token itself, without other forms */
  exactly(token, fields) {
    const number = this.lexicon.vocabulary.number(token);
    const sense = this.ranking.meant("", false, []);
    return this.ranking.weigh({ ...sense, word: token, tokens: new Map(number < 0 ? [] : [[number, 1]]) }, fields);
  }

  /** @param {Part[]} parts @param {Answer} answer @returns {Map<number, number> | null} papers that identifiers name, with their lead; null if none was asked for */
  identified(parts, answer) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const part of parts) {
      if (part.kind === "identifier" && !part.without) {
        const papers = this.withIdentifier(part.values);
        if (!papers.length) answer.failed.push({ part, text: part.text, message: "" });
        for (const paper of papers) found.set(paper, IDENTIFIER_LEAD);
      } else if (part.kind === "word") {
        const text = part.text.toLowerCase();
        for (const paper of this.identifiers.get(text) || []) found.set(paper, EXACT_LEAD);
        if (text.length < 5 || !/\d/.test(text) || !/[./:_-]/.test(text)) continue;
        for (const paper of this.startingWith(text)) if (!found.has(paper)) found.set(paper, PARTIAL_LEAD);
      }
    }
    return found.size ? found : null;
  }

  /** @param {string[]} values @returns {number[]} */
  withIdentifier(values) {
    for (const value of values) {
      const papers = this.identifiers.get(value);
      if (papers) return papers;
    }
    return values.flatMap((value) => (value.length > 4 ? this.startingWith(value) : []));
  }

  /** @param {string} beginning @returns {number[]} */
  startingWith(beginning) {
    const all = this.sortedIdentifiers;
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle] >= beginning) high = middle;
      else low = middle + 1;
    }
    const found = [];
    for (; low < all.length && all[low].startsWith(beginning) && found.length < 50; low += 1) found.push(...(this.identifiers.get(all[low]) || []));
    return found;
  }

  /** Rank by the plain words. @param {Part[]} words @param {Answer} answer @param {boolean} asTyped @param {Map<number, number> | null} identified
   * @param {boolean} others  whether the query asks for more than words, which stands if no paper has the words */
  weighWords(words, answer, asTyped, identified, others) {
    const units = this.units(/** @type {Extract<Part, { kind: "word" }>[]} */ (words), answer, asTyped, others);
    answer.units = units;
    const scores = (answer.scores = answer.scores || new Float32Array(this.count));
    const cover = new Float32Array(this.count);
    let whole = 0;
    for (const { sense, stop, soft, part } of distinct(units)) {
      if (soft) this.hintYear(/** @type {any} */ (part).year, scores);
      if (!sense.papers) continue;
      if (!stop && !soft) whole += sense.rarity;
      const share = stop ? 0.1 : soft ? 0.3 : 1;
      for (let paper = 0; paper < this.count; paper += 1) {
        const score = sense.scores[paper];
        if (!score) continue;
        scores[paper] += share * score;
        if (!stop && !soft) cover[paper] += sense.rarity;
      }
    }
    this.addNeighbours(units, scores);
    const { names, meant } = this.named(units, scores);
    let best = 0;
    for (let paper = 0; paper < this.count; paper += 1) if (answer.fits[paper]) best = Math.max(best, cover[paper]);
    answer.partly = best < whole * 0.999;
    const asked = units.some(({ soft, stop, sense }) => !soft && !stop && sense.papers);
    if (!asked && others && !identified) return;
    for (let paper = 0; paper < this.count; paper += 1) {
      if (identified && identified.has(paper)) continue;
      if (!names.has(paper) && (!asked || !cover[paper] || cover[paper] < best * LEAST_COVER)) answer.fits[paper] = 0;
      if (whole) scores[paper] *= 0.3 + (0.7 * cover[paper]) / whole;
    }
    for (const paper of names) scores[paper] += EXACT_LEAD;
    this.addTitles(units, scores, answer.fits);
    for (const paper of meant) cover[paper] = whole;
    this.lead(scores, cover, whole, answer.fits);
  }

  /** Put the papers with all words before the others. @param {Float32Array} scores @param {Float32Array} cover @param {number} whole @param {Uint8Array} fits */
  lead(scores, cover, whole, fits) {
    let most = 0; // of a paper that lacks a word
    for (let paper = 0; paper < this.count; paper += 1) {
      if (fits[paper] && cover[paper] < whole * 0.999 && scores[paper] < EXACT_LEAD) most = Math.max(most, scores[paper]);
    }
    for (let paper = 0; paper < this.count; paper += 1) if (cover[paper] >= whole * 0.999) scores[paper] += most;
  }

  /** @param {Extract<Part, { kind: "word" }>[]} words @param {Answer} answer @param {boolean} asTyped @param {boolean} others @returns {Unit[]} */
  units(words, answer, asTyped, others) {
    const flat = words.flatMap((part) => part.tokens.map((token, at) => ({ token, part, open: part.open && at === part.tokens.length - 1 })));
    const allStop = !others && flat.every(({ token }) => STOP_WORDS.has(token));
    const brief = flat.length > MANY_WORDS;
    const someWord = flat.some(({ part, token }) => !part.year && !STOP_WORDS.has(token));
    /** @type {Set<Part>} */
    const failed = new Set();
    const units = flat.map(({ token, part, open }, at) => {
      const joins = [flat[at - 1] && flat[at - 1].token + token, flat[at + 1] && token + flat[at + 1].token].filter(
        (join) => join && join.length > 3 && /^[a-z0-9]+$/.test(join) && /[a-z]/.test(join) && (brief ? this.lexicon.has(join) : this.joinable(join, open)),
      );
      const stop = !allStop && (STOP_WORDS.has(token) || (/^[a-z]$/.test(token) && flat.length > 1 && !(open && at === flat.length - 1))); // an initial
      const soft = Boolean(part.year) && someWord;
      let sense = brief && stop ? this.ranking.meant(token, false, [], brief) : this.ranking.sense(token, { open: open && !soft && !stop, joins, brief });
      let corrected = "";
      const key = this.identifiers.has(part.text.toLowerCase()) || this.names.has(squeezed(part.text)); // names a paper, whose texts need not have it
      if (!sense.papers && !stop && !soft && !key) {
        corrected = asTyped ? "" : this.spelling.nearest(token);
        if (corrected) {
          sense = this.ranking.sense(corrected);
          answer.corrected.push({ part, from: token, to: corrected });
        } else if (!failed.has(part)) {
          failed.add(part);
          answer.failed.push({ part, text: part.tokens.length > 1 && !part.tokens.every((each) => !this.lexicon.has(each)) ? token : part.text, message: "" });
        }
      }
      return { token, part, sense, stop, soft, corrected };
    });
    return units;
  }

  /** @param {string} join @param {boolean} open @returns {boolean} whether two words are one somewhere on the shelf */
  joinable(join, open) {
    if (this.lexicon.has(join)) return true;
    if (open) {
      const { from, to } = this.lexicon.starting(join);
      if (to > from) return true;
    }
    return this.lexicon.sameStem(join).length > 0;
  }

  /** @param {string} year @param {Float32Array} scores */
  hintYear(year, scores) {
    for (let paper = 0; paper < this.count; paper += 1) if (this.years[paper].includes(year)) scores[paper] += YEAR_HINT;
  }

  /** @param {Unit[]} units @param {Float32Array} scores */
  addNeighbours(units, scores) {
    const seen = new Set();
    for (let at = 1; at < units.length; at += 1) {
      const [one, other] = [units[at - 1].sense, units[at].sense];
      const pair = `${one.word} ${other.word}`;
      if (!one.papers || !other.papers || seen.has(pair)) continue;
      seen.add(pair);
      const share = NEIGHBOURS * Math.min(one.rarity, other.rarity);
      for (const [paper, weight] of this.ranking.adjacent(one, other)) scores[paper] += (share * weight) / (weight + SATURATION);
    }
  }

  /** Add to the papers whose name stands in the query. @param {Unit[]} units @param {Float32Array} scores @returns {{ names: Set<number>, meant: number[] }}
   * names: papers whose name is the query; meant: whose name is at least half of it */
  named(units, scores) {
    const all = new Set(this.names.get(units.map(({ token }) => token).join("")) || []);
    /** @type {Map<number, number>} */
    const best = new Map();
    for (let from = 0; from < units.length; from += 1) {
      let name = "";
      let rarity = 0;
      for (let to = from; to < Math.min(from + LONGEST_NAME, units.length); to += 1) {
        name += units[to].corrected || units[to].token;
        rarity += units[to].sense.papers ? units[to].sense.rarity : 0;
        for (const paper of this.names.get(name) || []) best.set(paper, Math.max(best.get(paper) || 0, rarity));
      }
    }
    const whole = units.reduce((sum, { sense, stop, soft }) => sum + (stop || soft ? 0 : sense.rarity), 0);
    for (const [paper, rarity] of best) scores[paper] += (NAMED * rarity * rarity) / Math.max(whole, rarity); // one word of a long query is seldom meant as a name
    return { names: all, meant: [...best.keys()].filter((paper) => (best.get(paper) || 0) * 2 >= whole) };
  }

  /** Add to the best papers the more of their title stands in the query. @param {Unit[]} units @param {Float32Array} scores @param {Uint8Array} fits */
  addTitles(units, scores, fits) {
    const { stream, from } = this.lexicon;
    const title = from[FIELD_NAMES.indexOf("title")];
    const sorted = scores.filter((_, paper) => fits[paper]).sort();
    const least = sorted[Math.max(sorted.length - CHECKED_TITLES, 0)] || 0;
    for (let paper = 0; paper < this.count; paper += 1) {
      if (!fits[paper] || scores[paper] < least || !scores[paper]) continue;
      let tokens = 0;
      let found = 0;
      for (let at = title[paper]; at < title[paper + 1]; at += 1) {
        const number = stream[at];
        if (number < 0) continue;
        tokens += 1;
        if (units.some(({ sense }) => sense.tokens.has(number) || sense.runs.has(at))) found += 1;
      }
      if (tokens) scores[paper] *= 1 + TITLE_COVER * (found / tokens) ** 2;
    }
  }
}

/** Sort papers by score, and equal ones as in ``order``. The two become one number, because a browser sorts numbers fast.
 * @param {number[]} order @param {Uint8Array} fits @param {Float32Array} scores @returns {number[]} */
function bestFirst(order, fits, scores) {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length); // of a float above 0: they sort as it does
  const count = order.length;
  const found = [];
  for (let at = 0; at < count; at += 1) if (fits[order[at]]) found.push(bits[order[at]] * count + (count - 1 - at));
  return Array.from(Float64Array.from(found).sort().reverse(), (number) => order[count - 1 - (number % count)]);
}

/** @param {Unit[]} units @returns {Unit[]} each word once */
function distinct(units) {
  return [...new Map(units.map((unit) => [unit.sense.word, unit])).values()];
}

/** @param {Map<string, number[]>} map @param {string} name @param {number} paper */
function put(map, name, paper) {
  if (!name) return;
  const found = map.get(name);
  if (found) found.push(paper);
  else map.set(name, [paper]);
}

/** @param {string} text @returns {string} folded, without blanks */
function squeezed(text) {
  if (PLAIN.test(text) && !/[+#]/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return tokensOf(fold(text)).join("");
}

/** Families and topics as texts to search: their names, and the words of their rules. @param {Columns} papers
 * @returns {{ text: string, weight: number, papers: number[] }[]} */
function searchedNodes(papers) {
  return [papers.families, papers.topics].flatMap(({ names, words, of }) => {
    /** @type {number[][]} */
    const members = names.map(() => []);
    of.forEach((numbers, paper) => numbers.forEach((number) => members[number].push(paper)));
    return names.flatMap((name, number) => [
      { text: name, weight: 1, papers: members[number] },
      ...words[number].map((text) => ({ text, weight: SYNONYM, papers: members[number] })),
    ]);
  });
}
