// Folds text for comparison, by the same rules as fold() in the Python package. A test checks that the two agree.
"use strict";

/** @type {Record<string, string>} Letters that Unicode does not decompose, and Greek letters, which are spelled out. */
const FOLDED_LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d", ħ: "h" };
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
const BROKEN_WORD = /(?<=[\p{L}\p{Nl}\p{No}])(?:-|\u2010)[ \t]*\r?\n\s*(?=[a-z])|\u00ad\s*/gu;
const APOSTROPHE = /(?<=[\p{L}\p{N}_])['’ʼ`](?=[\p{L}\p{N}_])/gu;
const PUNCTUATION = /[^\p{L}\p{N}]+/gu;
const CHINESE = /[\u3040-\u30ff\u3400-\u9fff]/g; // and Japanese: written without spaces, so each character counts as a word
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/gi; // only where a semicolon ends it
const AMPERSANDS = /&(?:(?:amp|AMP|#38|#[xX]26);)+/g; // &amp;amp;lt;
const OUTSIDE_ASCII = /[^\x00-\x7f]/;

/** @param {string} text @returns {string} lower case, without accents, LaTeX or punctuation, words separated by single spaces */
function fold(text) {
  let folded = text.replace(BROKEN_WORD, "");
  if (folded.includes("&")) folded = folded.replace(AMPERSANDS, "&").replace(ENTITY, entity);
  if (folded.includes("\\")) {
    folded = folded.replace(LATEX_ACCENT, "$1"); // first, while \i in \v\i still has its backslash
    folded = folded.replace(LATEX_LETTER, (_, name) => LATEX_LETTERS[name]).replace(LATEX_LAYOUT, "");
  }
  folded = folded.replace(/[{}]/g, "");
  if (OUTSIDE_ASCII.test(folded)) {
    folded = folded.normalize("NFKD").replace(/[\u0300-\u036f]+/g, "").toLowerCase();
    folded = folded.replace(LETTERS_TO_FOLD, (letter) => FOLDED_LETTERS[letter]);
    folded = folded.normalize("NFC").replace(CHINESE, " $& ");
  }
  return folded.toLowerCase().replace(APOSTROPHE, "").replace(PUNCTUATION, " ").trim();
}

/** @param {string} found @returns {string} the text of an HTML entity; the parser runs no scripts */
function entity(found) {
  return new DOMParser().parseFromString(found, "text/html").documentElement.textContent || "";
}

/** @param {string} folded @returns {boolean} whether it is two or more Chinese or Japanese characters */
function isChinese(folded) {
  return /^[\u3040-\u30ff\u3400-\u9fff](?: [\u3040-\u30ff\u3400-\u9fff])+$/.test(folded);
}
