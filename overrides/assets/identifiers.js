// Finds identifiers in a query, in every form in which people paste them: bare, with a prefix, as an address, with a version.
"use strict";

/** @typedef {{ values: string[], start: number, end: number }} Identifier  values: the canonical forms that it may have on the shelf */

const ARXIV_ID = String.raw`(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?/\d{7})`;
const ACL_ID = String.raw`(?:[a-z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d+)`;
const HOST = String.raw`(?:https?://)?(?:[a-z0-9-]+\.)*`;
/** @type {[RegExp, (found: RegExpExecArray) => string[]][]} The first that matches at a place counts. */
const IDENTIFIER_FORMS = [
  [
    new RegExp(String.raw`(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*:\s*)?10\.48550/arxiv\.(${ARXIV_ID})(?:v\d+)?`, "giu"),
    (found) => [found[1]],
  ],
  [
    new RegExp(String.raw`${HOST}(?:arxiv|alphaxiv|ar5iv|huggingface|hf|paperswithcode|semanticscholar)\.(?:org|labs\.arxiv\.org|co|com)/[^\s"<>]*?(${ARXIV_ID})(?:v\d*)?(?:\.pdf)?/?(?![\w/-])[^\s"<>]*`, "giu"),
    (found) => [found[1]],
  ],
  [new RegExp(String.raw`arxiv\s*[:/]?\s*(${ARXIV_ID})(?:v\d+)?(?:\s*\[[a-z-]+(?:\.[a-z]{2})?\])?`, "giu"), (found) => [found[1]]],
  [
    new RegExp(String.raw`${HOST}(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/)?(${ACL_ID})(?:v\d+)?(?:\.pdf|\.bib)?/?(?![a-z0-9])`, "giu"),
    (found) => [found[1]],
  ],
  [
    new RegExp(String.raw`(?:${HOST}openreview\.net/[a-z/]+\?(?:[^\s"<>]*&)?id=|openreview\s*:\s*)([\w-]{6,})[^\s"<>]*`, "giu"),
    (found) => [found[1]],
  ],
  [
    new RegExp(String.raw`${HOST}pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})/?|(?:pmid|pubmed)\s*[:#]?\s*(\d{1,9})(?!\d)`, "giu"),
    (found) => [found[1] || found[2]],
  ],
  [
    /(?:isbn(?:-1[03])?\s*:?\s*)((?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dx])(?![\d-])|(?<![\w/.-])(97[89](?:[-\s]?\d){10}|\d{9}[\dx]|(?=[\dx-]{13}(?![\dx-]))(?:\d+-){3}[\dx])(?![\w-])/giu,
    (found) => isbnForms((found[1] || found[2]).replace(/[-\s]/g, "")),
  ],
  [
    new RegExp(String.raw`(?:(?:https?://)?[a-z0-9.-]+/(?:[^\s"<>]*?/)?|doi\s*:\s*)?(10\.\d{4,9}(?:\.\d+)*(?:/|%2f)[^\s"<>]+(?:<[^\s"<>]*>[^\s"<>]+)?)`, "giu"),
    (found) => doiForms(found[1]),
  ],
  [new RegExp(String.raw`(?:(?<![\w./-])(?:(?:abs|pdf|html)/)?|(?<=%2f))(${ARXIV_ID})(?:v\d*)?(?:\.pdf)?(?![\w/-])`, "giu"), (found) => [found[1]]],
  [new RegExp(String.raw`(?<![\w./-])(${ACL_ID})(?:v\d+)?(?![\w-])`, "giu"), (found) => [found[1]]],
];

/** @param {string} query @returns {Identifier[]} in order, without overlaps; values are in lower case */
function findIdentifiers(query) {
  /** @type {Identifier[]} */
  const found = [];
  for (const [form, read] of IDENTIFIER_FORMS) {
    form.lastIndex = 0;
    for (let match = form.exec(query); match; match = form.exec(query)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ values: read(match).map((value) => value.toLowerCase()), start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** @param {string} text @returns {string[]} the DOI, and what it may be without what the text around it added */
function doiForms(text) {
  let doi = text;
  try {
    doi = decodeURIComponent(text);
  } catch {
    // a % that escapes nothing belongs to the DOI
  }
  doi = doi.replace(/[.,;:'”’]+$/, "");
  const forms = [doi];
  for (const tail of [/<.*$/, /[?#].*$/, /[)\]}>]+[.,;]*$/, /v\d+$/, /\.pdf$/i, /\/(?:abstract|full|pdf|epdf|meta|html|summary)$/i]) {
    const shorter = forms[forms.length - 1].replace(tail, "");
    if (shorter !== forms[forms.length - 1]) forms.push(shorter);
  }
  const acl = /^10\.(?:18653\/v1|3115\/v1)\/(.+)$/i.exec(forms[forms.length - 1]);
  return acl ? [...forms, acl[1]] : forms;
}

/** @param {string} isbn @returns {string[]} with 10 and 13 digits */
function isbnForms(isbn) {
  const core = isbn.length === 13 ? isbn.slice(3, 12) : isbn.slice(0, 9);
  const sum = [...`978${core}`].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  const ten = [...core].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
  const check = (11 - (ten % 11)) % 11;
  return [isbn, `978${core}${(10 - (sum % 10)) % 10}`, `${core}${check === 10 ? "x" : check}`];
}
