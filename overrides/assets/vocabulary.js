// Numbers the tokens of the shelf. Plain text is cut and looked up character by character, without making strings: this halves
// the time until a first search on a large shelf.
"use strict";

const BETWEEN = 0; // a character between words
const UNSURE = 1; // the text must be folded as a whole
const QUOTE = 2; // an apostrophe or a quotation mark
/** For each character up to U+20FF: what it is folded to if it belongs to a word, or one of the above. */
const CHARACTERS = Uint8Array.from({ length: 0x2100 }, (_, code) => {
  const character = String.fromCharCode(code);
  const folded = code < 0x250 ? fold(character) : "";
  if (/^[a-z0-9]$/.test(folded) && !/[\p{M}]/u.test(character)) return folded.charCodeAt(0);
  if (/['\u2019]/.test(character)) return QUOTE;
  return /[\x09-\x22\x24\x25\x28-\x2a\x2c-\x2f:-@[\]^_|~\xa0\xa7\xab\xae\xb0\xb1\xb7\xbb\xd7\u2002-\u200a\u2010-\u2015\u201c\u201d\u2022\u2026]/.test(character) ? BETWEEN : UNSURE;
});

class Vocabulary {
  constructor() {
    /** @type {string[]} by number */
    this.terms = [];
    /** @type {Int32Array} by hash: the number of a token plus one; 0 is free */
    this.table = new Int32Array(1 << 15);
    /** @type {Int32Array} by number */
    this.hashes = new Int32Array(1 << 14);
  }

  /** Cut a part of a text into tokens, and call ``each`` with their numbers; new tokens get a number.
   * @param {string} text @param {number} start @param {number} end @param {(number: number) => void} each */
  cut(text, start, end, each) {
    for (let at = start; at < end; at += 1) {
      const kind = lowered(text.charCodeAt(at));
      if ((kind === UNSURE && needsFolding(text, at, end)) || (kind === QUOTE && at > start && inWord(text, at - 1, end) && inWord(text, at + 1, end) && !isPossessive(text, at, end))) {
        for (const token of tokensOf(fold(text.slice(start, end)), true)) each(this.learn(token, 0, token.length));
        return;
      }
    }
    let from = -1;
    for (let at = start; at <= end; at += 1) {
      if (at < end && lowered(text.charCodeAt(at)) > QUOTE) {
        if (from < 0) from = at;
      } else if (from >= 0) {
        each(this.learn(text, from, at));
        from = -1;
        if (isPossessive(text, at, end)) at += 1;
      }
    }
  }

  /** @param {string} text @param {number} start @param {number} end @returns {number} of the token there, which may be new */
  learn(text, start, end) {
    const hash = tokenHash(text, start, end);
    const place = this.place(hash, text, start, end);
    if (this.table[place]) return this.table[place] - 1;
    const number = this.terms.length;
    const term = text.slice(start, end).toLowerCase();
    this.terms.push(/^[a-z0-9]*$/.test(term) ? term : fold(term));
    if (number === this.hashes.length) this.grow();
    this.hashes[number] = hash;
    this.table[this.place(hash, text, start, end)] = number + 1;
    return number;
  }

  /** @param {string} token  folded @returns {number} -1 if the shelf does not have it */
  number(token) {
    return this.table[this.place(tokenHash(token, 0, token.length), token, 0, token.length)] - 1;
  }

  /** @param {number} hash @param {string} text @param {number} start @param {number} end @returns {number} where in the table it is or would be */
  place(hash, text, start, end) {
    const mask = this.table.length - 1;
    let place = hash & mask;
    for (let entry = this.table[place]; entry; entry = this.table[place]) {
      if (this.hashes[entry - 1] === hash && isSame(this.terms[entry - 1], text, start, end)) return place;
      place = (place + 1) & mask;
    }
    return place;
  }

  grow() {
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.table = new Int32Array(this.table.length * 2);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.terms.length - 1; number += 1) {
      let place = hashes[number] & mask;
      while (this.table[place]) place = (place + 1) & mask;
      this.table[place] = number + 1;
    }
  }
}

/** @param {number} code @returns {number} what CHARACTERS says of it */
function lowered(code) {
  return code < CHARACTERS.length ? CHARACTERS[code] : UNSURE;
}

/** @param {number} code  of a character in a word @returns {number} */
function folded(code) {
  const found = lowered(code);
  return found > QUOTE ? found : code;
}

/** @param {string} text @param {number} at @param {number} end @returns {boolean} */
function inWord(text, at, end) {
  return at < end && lowered(text.charCodeAt(at)) > QUOTE;
}

/** @param {string} text @param {number} at  the position of a character that may separate words, or be part of C++, an entity or LaTeX @param {number} end
 * @returns {boolean} */
function needsFolding(text, at, end) {
  const next = at + 1 < end ? text[at + 1] : " ";
  if (text[at] === "&") return /[#a-z]/i.test(next);
  if (text[at] === "+") return next === "+";
  return true;
}

/** @param {string} text @param {number} at  the position after a word @param {number} end @returns {boolean} whether the word ends in 's */
function isPossessive(text, at, end) {
  return at + 1 < end && lowered(text.charCodeAt(at)) === QUOTE && lowered(text.charCodeAt(at + 1)) === 115 && !inWord(text, at + 2, end);
}

/** @param {string} text @param {number} start @param {number} end @returns {number} */
function tokenHash(text, start, end) {
  let hash = 7;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + folded(text.charCodeAt(at))) | 0;
  return hash ^ (hash >>> 15);
}

/** @param {string} term @param {string} text @param {number} start @param {number} end @returns {boolean} */
function isSame(term, text, start, end) {
  if (term.length !== end - start) return false;
  for (let at = 0; at < term.length; at += 1) if (term.charCodeAt(at) !== folded(text.charCodeAt(start + at))) return false;
  return true;
}
