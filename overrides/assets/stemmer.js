// Reduces English words to their stems (distilling, distillation → distil): the Snowball algorithm "English" (Porter2) as of
// version 3.1, written from its description at https://snowballstem.org/algorithms/english/stemmer.html. A test checks that the
// stems are those of the Python package snowballstemmer. British spellings are made American first.
"use strict";

/** @typedef {{ ending: string, put: string, after?: RegExp, late?: boolean }} Suffix  what it becomes, if in R1 (late: in R2)
 * and if what stands before it fits */

const STEMMED_AS = new Map(
  ("skis:ski skies:sky idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl " +
    "sky:sky news:news howe:howe atlas:atlas cosmos:cosmos bias:bias andes:andes")
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);
const STEMMABLE = /^[a-z0-9]{3,}$/;
const HAS_VOWEL = /[aeiouy]/;
const CONSONANT_Y = /^y|([aeiouy])y/g; // becomes Y, which is no vowel
const WHOLE_R1 = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/; // R1 starts after these
const BEFORE_REGION = /[aeiouy][^aeiouy]/; // R1, and R2 within it, start after the first vowel with a consonant behind it
const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/;
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const NOT_VERBS = /^(?:inn|out|cann|herr|earr|even)$/; // inning, outing, herring
const NOT_PARTICIPLES = /^(?:proc|exc|succ)$/; // proceed, exceed, succeed

/** @param {string} list  "ending:put", or only the ending if it is removed; the longest first @returns {Suffix[]} */
function suffixes(list) {
  return list.split(" ").map((pair) => {
    const [ending, put] = pair.split(":");
    return { ending, put: put || "" };
  });
}
/** @type {Suffix[]} */
const NOUNS_AND_ADVERBS = [
  ...suffixes("ational:ate fulness:ful ousness:ous iveness:ive ization:ize tional:tion biliti:ble lessli:less"),
  ...suffixes("entli:ent ation:ate alism:al aliti:al ousli:ous iviti:ive fulli:ful ogist:og"),
  ...suffixes("enci:ence anci:ance abli:able izer:ize ator:ate alli:al bli:ble"),
  { ending: "ogi", put: "og", after: /l$/ },
  { ending: "li", put: "", after: /[cdeghkmnrt]$/ },
];
/** @type {Suffix[]} */
const ADJECTIVES = [
  ...suffixes("ational:ate tional:tion alize:al icate:ic iciti:ic"),
  { ending: "ative", put: "", late: true },
  ...suffixes("ical:ic ness ful"),
];
/** @type {Suffix[]} */
const LATIN_ENDINGS = [
  ...suffixes("ement ance ence able ible ment ant ent ism ate iti ous ive ize"),
  { ending: "ion", put: "", after: /[st]$/ },
  ...suffixes("al er ic"),
];

/** Return the stem of a lower-case ASCII word without apostrophes. Other words are returned as they are.
 * @param {string} word @returns {string} */
function stem(word) {
  const known = STEMMED_AS.get(word);
  if (known !== undefined || !STEMMABLE.test(word)) return known || word;
  let left = word.replace(CONSONANT_Y, "$1Y");
  const whole = WHOLE_R1.exec(left);
  const r1 = whole ? whole[0].length : regionStart(left, 0);
  const r2 = regionStart(left, r1);
  left = withoutParticiple(withoutPlural(left), r1);
  if (left.length > 2) left = left.replace(/([^aeiouy])[yY]$/, "$1i");
  left = replaced(left, NOUNS_AND_ADVERBS, r1, r2);
  left = replaced(left, ADJECTIVES, r1, r2);
  left = replaced(left, LATIN_ENDINGS, r2, r2);
  const kept = left.slice(0, -1);
  const inR2 = kept.length >= r2;
  if (left.endsWith("e") ? inR2 || (kept.length >= r1 && !SHORT_SYLLABLE.test(kept)) : inR2 && left.endsWith("ll")) left = kept;
  return left.toLowerCase();
}

/** @param {string} word @param {number} from @returns {number} where the region that begins there or later starts */
function regionStart(word, from) {
  const found = BEFORE_REGION.exec(word.slice(from));
  return found ? from + found.index + 2 : word.length;
}

/** @param {string} word @returns {string} without the ending of a plural or of the third person */
function withoutPlural(word) {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[sd]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (!word.endsWith("s") || /[us]s$/.test(word)) return word;
  return HAS_VOWEL.test(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

/** @param {string} word @param {number} r1 @returns {string} without -ed or -ing */
function withoutParticiple(word, r1) {
  const found = /(eed|ed|ing)(?:ly)?$/.exec(word);
  if (!found) return word;
  const left = word.slice(0, found.index);
  if (found[1] === "eed") return found.index < r1 || NOT_PARTICIPLES.test(left) ? word : `${left}ee`;
  if (found[0] === "ing") {
    if (/^[^aeiouy]y$/.test(left)) return `${left[0]}ie`; // lying
    if (NOT_VERBS.test(left)) return word;
  }
  if (!HAS_VOWEL.test(left)) return word;
  if (/(?:at|bl|iz)$/.test(left)) return `${left}e`;
  if (DOUBLE.test(left)) return /^[aeo]..$/.test(left) ? left : left.slice(0, -1);
  return left.length <= r1 && SHORT_SYLLABLE.test(left) ? `${left}e` : left;
}

/** Replace the longest suffix that the word has. @param {string} word @param {Suffix[]} suffixes  longest first
 * @param {number} region  where it must begin @param {number} r2 @returns {string} */
function replaced(word, suffixes, region, r2) {
  for (const { ending, put, after, late } of suffixes) {
    if (!word.endsWith(ending)) continue;
    const left = word.slice(0, -ending.length);
    return left.length >= (late ? r2 : region) && (!after || after.test(left)) ? left + put : word;
  }
  return word;
}

const SUFFIX_IS = /[b-df-hj-np-tvxyz]is(?=(?:e|es|ed|er|ers|ing|able|ability|ations?|ational|ationally)$)/; // not noise, wise
const NO_SUFFIX_IS = new RegExp( // -is- belongs to the root: exercise, unsupervised, crises
  "^(?:an|aren|ar|av|cer|chem|coll|cr|dem|den|dev|el|exc|fra|fr|inc|ir|jos|mort|par|penn|ren|repr|rev|surm|unrev|upr|val)$|" +
    "(?:advert|adv|appr|chast|circumc|compr|comprom|conc|desp|entrepr|enterpr|exerc|exorc|expert|franch|improv|marchand|" +
    "merchand|metropol|parad|pract|prec|prem|prom|sunr|superv|surpr|telev|treat)$",
);
/** @type {[RegExp, string][]} */
const BRITISH = [
  [/lys(e|ed|er|ers|ing|able)$/, "lyz$1"], // analyse; not analyses, which is mostly a plural
  [/(behavi|col|endeav|fav|flav|harb|^hon|dishon|hum|lab|neighb|rum|tum|vap|vig|^arm|^od|^rig|^sav|^val)our/, "$1or"],
  [/(calib|cent|fib|^lit|illilit|lust|meag|^sab|somb|spect|theat)re(s?)$/, "$1er$2"],
  [/((?:^|illi|enti|kilo|micro|nano)met)re(s?)$/, "$1er$2"],
  [/(cent|fib)red$/, "$1ered"],
  [/^(def|lic|off|pret)ence/, "$1ense"],
  [/^(anal|catal|dial)ogue(s?)$/, "$1og$2"],
  [/^(micro|sub|)programme(s?)$/, "$1program$2"],
  [/^artefact/, "artifact"],
  [/ae(mi[ac]|sth|tiol)/, "e$1"],
  [/(h|p|gyn)ae([cdm])/, "$1e$2"],
  [/^oe(dem|soph|str[aou])/, "e$1"],
  [/^foet(?=[aiu])/, "fet"],
];

const SOME_BRITISH = new RegExp(BRITISH.map(([british]) => british.source).join("|"));

/** Return a lower-case word in American spelling (quantisation → quantization), so that both spellings have one stem.
 * @param {string} word @returns {string} */
function spelled(word) {
  const found = SUFFIX_IS.exec(word);
  if (found) {
    const root = word.slice(0, found.index + 1);
    return root.length < 3 || !HAS_VOWEL.test(root) || NO_SUFFIX_IS.test(root) ? word : `${root}iz${word.slice(root.length + 2)}`;
  }
  if (!SOME_BRITISH.test(word)) return word;
  for (const [british, american] of BRITISH) {
    const put = word.replace(british, american);
    if (put !== word) return put;
  }
  return word;
}
