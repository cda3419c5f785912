// Folds text for search and cuts it into tokens: case, accents, width and script do not count, and LaTeX or HTML is read as text.
"use strict";

/** @type {Record<string, string>} Letters that Unicode does not decompose, and Greek letters, which are spelled out. */
const FOLDED_LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", ȷ: "j", þ: "th", ð: "d", ħ: "h", ŋ: "n", ی: "ي", ى: "ي", ک: "ك" };
("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega")
  .split(" ")
  .forEach((name, at) => {
    FOLDED_LETTERS[String.fromCharCode(0x3b1 + at)] = name;
  });
const LETTERS_TO_FOLD = new RegExp(`[${Object.keys(FOLDED_LETTERS).join("")}]`, "g");
/** @type {Record<string, string>} LaTeX's commands for letters. */
const LATEX_LETTERS = Object.fromEntries(
  "aa:å AA:Å ae:æ AE:Æ oe:œ OE:Œ ss:ß o:ø O:Ø l:ł L:Ł i:ı j:ȷ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ ng:ŋ NG:Ŋ".split(" ").map((pair) => pair.split(":")),
);
const LATEX_LETTER = /\\(aa|AA|ae|AE|oe|OE|ss|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLij])(?![A-Za-z])\s?/g;
const LATEX_ACCENT = /\\(?:[`'^"~=.]|[cvuHkrbdt](?=[\s{\\]))\s*\{?\s*\\?([A-Za-z])\}?/g;
const LATEX_LAYOUT =
  /\\(?:text|math|operator)?(?:bf|it|tt|rm|sc|sf|sl|md|up|cal|bb|frak|name|normal|emph)(?:series|shape|family)?(?![A-Za-z])|\\(?:begin|end)\{[^}]*\}|\\(?:cite|ref|label|url|footnote)[\p{L}\p{N}_]*(?=\{)/gu;
const BROKEN_WORD = /(?<=[\p{L}\p{Nl}\p{No}])(?:-|\u2010)[ \t]*\r?\n\s*(?=[a-z])|[\u00ad\u200b\u2060\ufeff]/gu;
const POSSESSIVE = /(?<=[\p{L}\p{N}])['’ʼ`]s(?![\p{L}\p{N}])/giu; // Baidu's
const APOSTROPHE = /(?<=[\p{L}\p{N}\p{M}])['’ʼ`](?=[\p{L}\p{N}])/gu;
const MODIFIER_APOSTROPHES = /[\u02b9-\u02bd]/g; // letters to Unicode: ʻokina
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/gi; // only where a semicolon ends it
const AMPERSANDS = /&(?:(?:amp|AMP|#38|#[xX]26);)+/g; // &amp;amp;lt;
// Accents, and the vowel points of Arabic and Hebrew with the stretched stroke: text is written with or without them.
const MARKS_TO_DROP = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f\u200c\u200d]+/g;
const LANGUAGE_NAMES = /(?<![\p{L}\p{N}])([a-z])(\+\+|#)(?![\p{L}\p{N}])/giu; // C++, C#, F#
const PLAIN = /^[\x20-\x25\x28-\x5b\x5d-\x5f\x61-\x7a\x7c\x7e]*$/; // ASCII without & \ { } ' `
/** Scripts written without spaces (Thai, Lao, Burmese and Khmer, too), and Korean, whose words carry particles: cut into pairs of characters. */
const PAIRED = /[\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u3041-\u3096\u30fc\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{323af}]+/gu;
const ANY_PAIRED = /[\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u3041-\u3096\u30fc\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{323af}]/u;

/** @param {string} text @returns {string} lower case, without accents, LaTeX or punctuation, words separated by single spaces */
function fold(text) {
  let folded = text;
  if (folded.includes("+") || folded.includes("#")) {
    folded = folded.replace(LANGUAGE_NAMES, (_, letter, sign) => letter + (sign === "#" ? "sharp" : "plusplus"));
  }
  if (PLAIN.test(folded)) return (folded.toLowerCase().match(/[a-z0-9]+/g) || []).join(" ");
  folded = folded.replace(BROKEN_WORD, "");
  if (folded.includes("&")) folded = folded.replace(AMPERSANDS, "&").replace(ENTITY, entity);
  if (folded.includes("\\")) {
    folded = folded.replace(LATEX_ACCENT, "$1"); // first, while \i in \v\i still has its backslash
    folded = folded.replace(LATEX_LETTER, (_, name) => LATEX_LETTERS[name]).replace(LATEX_LAYOUT, "");
  }
  folded = folded.replace(/[{}]/g, "").normalize("NFKD").toLowerCase();
  folded = folded.replace(MARKS_TO_DROP, "").replace(LETTERS_TO_FOLD, (letter) => FOLDED_LETTERS[letter]).normalize("NFC");
  folded = folded.replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60)); // katakana
  return folded.replace(POSSESSIVE, "").replace(APOSTROPHE, "").replace(MODIFIER_APOSTROPHES, "").replace(BETWEEN_WORDS, " ").trim();
}

/** @param {string} found @returns {string} the text of an HTML entity; the parser runs no scripts */
function entity(found) {
  return new DOMParser().parseFromString(found, "text/html").documentElement.textContent || "";
}

/** Cut folded text into tokens. Scripts without spaces give each pair of neighbouring characters, and with ``last`` also the last
 * character alone, so that a single character finds every text that has it.
 * @param {string} folded @param {boolean} last @returns {string[]} */
function tokensOf(folded, last = false) {
  if (!folded) return [];
  if (!ANY_PAIRED.test(folded)) return folded.split(" ");
  return folded
    .replace(PAIRED, (run) => {
      const characters = [...run];
      const pairs = characters.slice(1).map((character, at) => characters[at] + character);
      if (last || !pairs.length) pairs.push(characters[characters.length - 1]);
      return ` ${pairs.join(" ")} `;
    })
    .split(" ")
    .filter(Boolean);
}
