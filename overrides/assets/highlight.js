// Shows where a paper matches: the words of the query within its texts, and the fields that a row does not show.
"use strict";

/** @typedef {{ words: Set<string>, elsewhere: { field: string, text: string }[] }} Reasons  words: folded tokens of this paper that match; neighbours that spell one word
 * count only together, with a blank between them */

/** @type {Record<string, string>} What readers call a field that a row does not show. */
const SHOWN_FIELDS = {
  alias: "Also known as",
  author: "Author",
  editor: "Editor",
  venue: "Published in",
  keyword: "Keyword",
  benchmark: "Result on",
  summary: "Summary",
  note: "Note",
  abstract: "Abstract",
};
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ`][\p{L}\p{N}]+)*(?:\+\+|#)?/gu;
const EXCERPT = 120; // characters of a long text around the first match

class Reader {
  /** @param {Search} search */
  constructor(search) {
    this.search = search;
    const { papers } = search;
    /** @type {Record<string, string[]>} */
    this.texts = { title: search.filters.titles };
    for (const field of Object.keys(SHOWN_FIELDS)) this.texts[field] = lines(search.texts[field] || "", search.count);
    this.nodes = [
      { kind: "Family", ...papers.families },
      { kind: "Topic", ...papers.topics },
    ];
  }

  /** Return where a paper matches; ``seen`` are texts that the row shows beside the title, ``whole`` says whether it shows the summary,
   * families and topics as well. @param {number} paper @param {Answer} answer @param {string[]} seen @param {boolean} whole @returns {Reasons} */
  reasons(paper, answer, seen, whole) {
    const senses = [...answer.units.filter(({ stop }) => !stop).map(({ sense }) => sense), ...answer.phrases].filter(({ papers }) => papers);
    /** @type {Set<string>} */
    const words = new Set();
    /** @type {{ field: string, text: string }[]} */
    const elsewhere = [];
    if (!senses.length) return { words, elsewhere };
    const visible = new Set(seen.flatMap((text) => tokensOf(fold(text), true)));
    const open = new Set(senses); // what nothing on the row explains yet
    for (const field of FIELD_NAMES) {
      if (field === "label") this.inNames(paper, senses, words, open, whole ? null : elsewhere);
      else this.inField(field, paper, senses, words, open, visible, whole && field === "summary" ? null : elsewhere);
    }
    if (open.size) this.inRules(paper, open, words, elsewhere);
    return { words, elsewhere: elsewhere.slice(0, 3) };
  }

  /** @param {string} field @param {number} paper @param {Sense[]} senses @param {Set<string>} words @param {Set<Sense>} open @param {Set<string>} visible
   * @param {{ field: string, text: string }[] | null} elsewhere  null: the row shows the field */
  inField(field, paper, senses, words, open, visible, elsewhere) {
    const { stream, terms, from } = this.search.lexicon;
    const starts = from[FIELD_NAMES.indexOf(field)];
    let value = 0;
    for (let at = starts[paper]; at < starts[paper + 1]; at += 1) {
      const number = stream[at];
      if (number < 0) {
        value += 1;
        continue;
      }
      for (const sense of senses) {
        const run = sense.runs.get(at) || Number(sense.tokens.has(number));
        if (!run) continue;
        const found = [...stream.subarray(at, at + run)].map((each) => terms[each]);
        words.add(found.join(" "));
        if (field === "title" || found.every((word) => visible.has(word))) open.delete(sense);
        else if (open.delete(sense)) {
          const text = (this.texts[field][paper] || "").split("\t")[value] || "";
          if (elsewhere && !elsewhere.some((other) => other.text === text)) elsewhere.push({ field: SHOWN_FIELDS[field], text });
        }
      }
    }
  }

  /** @param {number} paper @param {Sense[]} senses @param {Set<string>} words @param {Set<Sense>} open
   * @param {{ field: string, text: string }[] | null} elsewhere  null: the row shows the names */
  inNames(paper, senses, words, open, elsewhere) {
    for (const { kind, names, of } of this.nodes) {
      for (const number of of[paper]) {
        for (const sense of senses) {
          if (!this.has(names[number], sense, words) || !open.delete(sense) || !elsewhere) continue;
          if (!elsewhere.some(({ text }) => text === names[number])) elsewhere.push({ field: kind, text: names[number] });
        }
      }
    }
  }

  /** @param {number} paper @param {Set<Sense>} open @param {Set<string>} words @param {{ field: string, text: string }[]} elsewhere */
  inRules(paper, open, words, elsewhere) {
    for (const { kind, names, words: about, of } of this.nodes) {
      for (const number of of[paper]) {
        for (const sense of [...open]) {
          const text = about[number].find((each) => this.has(each, sense, words));
          if (!text) continue;
          open.delete(sense);
          elsewhere.push({ field: `${kind} ${names[number]}`, text });
        }
      }
    }
  }

  /** @param {string} text @param {Sense} sense @param {Set<string>} words  gets the tokens that match @returns {boolean} */
  has(text, sense, words) {
    const { vocabulary } = this.search.lexicon;
    const found = tokensOf(fold(text), true).filter((token) => sense.tokens.has(vocabulary.number(token)));
    found.forEach((token) => words.add(token));
    return found.length > 0;
  }
}

/** Return a text with its matching words in <mark>. @param {string} text @param {Set<string>} words @returns {(Node | string)[]} */
function marked(text, words) {
  if (!words.size) return [text];
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const [from, to] of hitsOf(text, words)) {
    if (from > end) parts.push(text.slice(end, from));
    parts.push(make("mark", {}, text.slice(from, to)));
    end = to;
  }
  parts.push(text.slice(end));
  return parts;
}

/** @param {string} text @param {Set<string>} words @returns {[number, number][]} the parts of a text to mark */
function hitsOf(text, words) {
  const found = [...text.matchAll(WORD)];
  const runs = [...words].some((word) => word.includes(" "));
  const tokens = runs ? found.map(([word]) => tokensOf(fold(word), true).join(" ")) : [];
  /** @type {Set<number>} */
  const joined = new Set();
  tokens.forEach((_, at) => {
    for (let end = at + 2; end <= at + RUN_PARTS; end += 1) {
      if (words.has(tokens.slice(at, end).join(" "))) for (let each = at; each < end; each += 1) joined.add(each);
    }
  });
  return found.flatMap(({ 0: word, index }, at) => {
    /** @type {[number, number][]} */
    const hits = joined.has(at) ? [[0, word.length]] : hitsIn(word, words);
    return hits.map(([from, to]) => /** @type {[number, number]} */ ([index + from, index + to]));
  });
}

/** @param {string} word @param {Set<string>} words @returns {[number, number][]} the parts of a word to mark: all of it, or in scripts without spaces some characters */
function hitsIn(word, words) {
  const tokens = tokensOf(fold(word), true);
  if (!ANY_PAIRED.test(word)) return tokens.some((token) => words.has(token)) ? [[0, word.length]] : [];
  /** @type {[number, number][]} */
  const hits = [];
  for (let at = 0; at < word.length; at += 1) {
    const pair = fold(word.slice(at, at + 2)).replace(/ /g, "");
    if (!words.has(pair) && !(at === word.length - 1 && words.has(fold(word[at])))) continue;
    const last = hits[hits.length - 1];
    if (last && at <= last[1]) last[1] = Math.min(at + 2, word.length);
    else hits.push([at, Math.min(at + 2, word.length)]);
  }
  return hits;
}

/** Return a long text from a little before its first match on. @param {string} text @param {Set<string>} words @returns {string} */
function excerpt(text, words) {
  if (text.length <= EXCERPT) return text;
  const [first] = hitsOf(text, words);
  const at = first ? Math.max(first[0] - EXCERPT / 3, 0) : 0;
  const start = at ? text.indexOf(" ", at) + 1 : 0;
  const end = text.lastIndexOf(" ", start + EXCERPT);
  return `${start ? "… " : ""}${text.slice(start, end > start ? end : start + EXCERPT)}${end < text.length ? " …" : ""}`;
}
