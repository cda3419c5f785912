// Puts the reader's private notes into downloaded records, escaped for each format. BibTeX has them in annote, which no style
// prints; RIS in N1 and CSL-JSON in note, the fields that reference managers show, labelled so that nobody, and no reader of
// these formats (generator/formats/field_values.py), takes what the note mentions for a fact about the paper.
"use strict";

const PRIVATE_NOTE = "Private note: ";
/** @type {Record<string, string>} as in generator/text/latex.py */
const LATEX_CHARACTERS = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  $: "\\textdollar{}",
  "`": "\\textasciigrave{}",
  "%": "\\%",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
};

/** @type {Record<string, (record: string, note: string) => string>} by the name of a format */
const ANNOTATED = {
  bibtex: (record, note) => record.replace(/\}\s*$/, () => `  annote = {${latexText(oneLine(note))}},\n}\n`),
  ris: (record, note) => record.replace(/ER {2}-\s*$/, () => `N1  - ${PRIVATE_NOTE}${markupText(oneLine(note))}\nER  - \n\n`),
  csl: (record, note) => {
    const element = JSON.parse(record);
    element.note = [element.note, PRIVATE_NOTE + markupText(readableLines(note).join("\n"))].filter(Boolean).join("\n");
    return JSON.stringify(element, null, 2);
  },
  markdown: (record, note) => `${record.trimEnd()}\n  - Note: ${readableLines(note).map(markdownText).join("\\\n    ")}\n`,
};

/** Return a record with a note; a format that has no place for notes leaves it as it is. @param {string} format @param {string} record @param {string} note
 * @returns {string} */
function annotated(format, record, note) {
  return readableLines(note).length && Object.prototype.hasOwnProperty.call(ANNOTATED, format) ? ANNOTATED[format](record, note) : record;
}

/** @param {string} text @returns {string[]} the lines that are not empty, without control characters */
function readableLines(text) {
  const lines = text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/);
  return lines.map((line) => line.replace(/[\x00-\x1f\x7f-\x9f\ufeff]+/g, " ").replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** @param {string} text @returns {string} */
function oneLine(text) {
  return readableLines(text).join(" ");
}

/** @param {string} text @returns {string} the text for a BibTeX field; dashes and quotes are kept from forming ligatures */
function latexText(text) {
  return text.replace(/[\\{}~^$%&#_`]|--+|''+/g, (found) => LATEX_CHARACTERS[found] || [...found].join("{}"));
}

/** @param {string} text @returns {string} the text for fields in which readers look for HTML and LaTeX */
function markupText(text) {
  return text.replace(/&(?=#?\w)/g, "&#0038;").replace(/<(?=\s?[/\w])/g, "&#0060;").replace(/\\/g, "&#0092;").replace(/\$<\$/g, "&#36;<$");
}

/** @param {string} text @returns {string} a line of Markdown that is only text: no markup, list, address or field of another format */
function markdownText(text) {
  const plain = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/[\\`*_{}[\]#|~$!@^]/g, "\\$&");
  return plain.replace(/^(\w{0,4} {0,2})([-+=])/, "$1\\$2").replace(/^(\d{1,9})([.)])/, "$1\\$2").replace(/:(?=\/\/)/g, "\\:");
}
