// Finds the papers that a pasted text or address names, as the command "shelf add" does (generator/services/pasted_text.py):
// tests/services/pasted.json holds for both. No address is opened.
"use strict";

/** @typedef {{ kind: "arxiv" | "doi" | "pmid" | "acl" | "openreview" | "work" | "paper" | "page", value: string }} NamedPaper */

const REFERENCE_MOST = 1000; // characters of a text; longer ones name nothing
const REFERENCE_END = String.raw`\s"\u0060“”„«»‘’，。；：、！？（）【】「」『』《》〈〉`;
const ARXIV_ARCHIVES =
  "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an" +
  "|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio" +
  "|quant-ph|solv-int|supr-con";
const ARXIV_MONTH = String.raw`\d\d(?:0[1-9]|1[0-2])`;
const ARXIV_NAME = String.raw`(?<id>${ARXIV_MONTH}\.\d{4,5}|(?:${ARXIV_ARCHIVES})(?:\.[a-z]{2})?/${ARXIV_MONTH}\d{3})(?:v\d+)?(?:\.pdf)?`;
const ARXIV_ALONE = String.raw`${ARXIV_NAME}(?![\w/-]|\.\d)`;
/** Kinds in the order in which they are looked for: addresses, then what has a prefix. @type {[string, RegExp][]} */
const REFERENCE_FORMS = /** @type {[string, string][]} */ ([
  ["address", String.raw`[a-z][a-z0-9+.-]{0,30}:(?://|\\\\)[^${REFERENCE_END}<>]*|^[/\\]{2}[^${REFERENCE_END}<>]*`],
  ["shown", String.raw`(?<![\w@./:-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^${REFERENCE_END}<>]+`],
  ["arxiv", String.raw`(?:doi\s*[:=]?\s*)?10\.48550/arxiv\.${ARXIV_ALONE}`],
  ["arxiv", String.raw`\barxiv(?:\s+(?:id|e?print|preprint))?\s*[:./#]?\s*${ARXIV_ALONE}(?:\s*\[[a-z-]+(?:\.[a-z]{2})?\])?`],
  ["openreview", String.raw`\bopenreview\s*:\s*(?<id>[\w-]{9,12})(?![\w-])`],
  ["pmid", String.raw`\b(?:pmid\s*[:=#]?|pubmed(?:\s+id\s*[:=#]?|\s*[:=#]))\s*(?<id>[1-9]\d{0,8})(?!\w|\.\d)`],
  ["work", String.raw`(?:\bopenalex\s*:\s*|^(?=W\d+$))(?<id>W\d{4,12})\b`],
  ["paper", "^(?<id>[0-9a-f]{40})$"],
  ["acl", String.raw`(?:\bacl\s*:\s*|^(?=[\w-]+$))(?<id>[a-z]\d\d-\d{4,5})\b`],
  ["acl", String.raw`(?<![\w./-])(?:acl\s*:\s*)?(?<id>\d{4}\.[a-z][a-z0-9_]*-[a-z0-9]+\.\d+)(?:v\d+)?(?:\.pdf)?(?![\w-])`],
  ["doi", String.raw`(?:\bdoi\s*[:=]?\s*|(?<![\w.-]))(?<id>10\.\d{4,9}(?:\.\d+)*(?:/|%2f)[^${REFERENCE_END}]+)`],
  ["arxiv", String.raw`(?<![\w./-])${ARXIV_ALONE}`],
]).map(([kind, form]) => [kind, new RegExp(form, "gi")]);
const PUBLISHER_VIEW =
  /(?:\.full-?(?:text|pdf)?|\+html|\.(?:text|abstract|supplementary-material|article-info|article-metrics|pdf|epdf|html?|short|long)|\/(?:full|fulltext|abstract|pdf|epdf|html?|meta|summary|references|citations?|metrics|tables\/.*|figures?(?:\/.*)?|pdf\/.*|full\/.*))+$/i;
/** The pages of papers by host: what their paths look like, and what they name; "page" is the address itself. @type {[RegExp, RegExp, NamedPaper["kind"]][]} */
const PAPER_PAGES = [
  [/^(?:export\.|www\.)?arxiv\.org$|^ar5iv\.(?:labs\.arxiv\.)?org$|^alphaxiv\.org$/, new RegExp(`^/[^/]+/${ARXIV_NAME}/?$`, "i"), "arxiv"],
  [/^(?:huggingface|hf)\.co$/, new RegExp(String.raw`^/papers/${ARXIV_NAME}(?:\.md)?/?$`, "i"), "arxiv"],
  [/^(?:aclanthology\.(?:org|info)|aclweb\.org)$/, /\/(?<id>\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[a-z]\d\d-\d{4,5})(?:v\d+)?(?:\.(?:pdf|bib|xml))?\/?$/i, "acl"],
  [/^pubmed\.ncbi\.nlm\.nih\.gov$/, /^\/(?<id>[1-9]\d{0,8})\/?$/, "pmid"],
  [/^ncbi\.nlm\.nih\.gov$/, /^\/(?:m\/)?pubmed\/(?<id>[1-9]\d{0,8})\/?$/, "pmid"],
  [/^europepmc\.org$/, /^\/(?:article|abstract)\/med\/(?<id>[1-9]\d{0,8})\/?$/i, "pmid"],
  [/^(?:api\.)?openalex\.org$/, /^\/(?:works\/)?(?<id>W\d{4,12})\/?$/i, "work"],
  [/^(?:api\.)?semanticscholar\.org$/, /^\/(?:paper|reader)\/(?:[^/]*\/)?(?<id>[0-9a-f]{40})(?:\/.*)?$/, "paper"],
  [/^(?:papers\.nips\.cc|papers\.neurips\.cc|proceedings\.neurips\.cc)$/, /^\/(?:paper_files\/)?paper\/(?:\d{4}\/(?:hash|file)\/[0-9a-f]{32}-\w+(?:-\w+)?\.[a-z]+|\d{1,6}-[a-z0-9-]+(?:\.pdf)?\/?)$/, "page"],
  [/^proceedings\.mlr\.press$/, /^\/v\d{1,4}\/([a-z][a-z0-9-]*\d{2}[a-z]*)(?:\.html|\/\1(?:-supp)?\.pdf|\/?)$/, "page"],
  [/^openaccess\.thecvf\.com$/, /^\/content\w*\/(?:[\w-]+\/)*[\w.'À-ɏ-]+?_[\wÀ-ɏ-]+_[A-Z0-9]+_\d{4}_paper\.(?:html|pdf)$/, "page"],
];
const NATURE_NUMBER = /^articles\/([sd]4\d{4}-\d{3}-\d{4,5}-[\da-z]|(?:nature|ncomms|srep)\d+|n[a-z]+(?:\.\d{4})?\.\d+)(?:$|[./])/;

/** Return the papers that a text names, each once; [] for a title, and for a text with an address that may mislead.
 * @param {string} text @returns {NamedPaper[]} */
function namedPapers(text) {
  let rest = text.trim().replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "");
  if (rest.length > REFERENCE_MOST || /[\u0000-\u001f\u007f-\u009f]/.test(rest)) return [];
  if (/https?%3a%2f%2f/i.test(rest)) rest = decodedText(rest);
  const quoted = /^"(.*)"$|^“(.*)”$/.exec(rest);
  if (quoted) rest = quoted[1] || quoted[2] || "";
  /** @type {NamedPaper[]} */
  const found = [];
  for (const [kind, form] of REFERENCE_FORMS) {
    form.lastIndex = 0;
    for (let match = form.exec(rest); match; match = form.exec(rest)) {
      const said = ["address", "shown", "doi"].includes(kind) ? cutReference(match[0]) : match[0];
      const named = readMatch(kind, match, said);
      if (named === "misleading") return [];
      form.lastIndex = match.index + Math.max(1, said.length);
      if (!named) continue;
      rest = rest.slice(0, match.index) + " ".repeat(said.length) + rest.slice(match.index + said.length);
      if (named !== "none" && !found.some((other) => other.kind === named.kind && other.value === named.value)) found.push(named);
    }
  }
  if (quoted && /[\p{L}\p{N}]/u.test(rest)) return []; // a quoted title
  const kinds = new Set(found.map(({ kind }) => kind));
  const cited = /\bdoi\s*:/i.test(text) && /\bpmid\s*:/i.test(text) && kinds.has("doi") && kinds.has("pmid") && kinds.size === 2; // as PubMed cites
  const entry = /^\s*@\w+\s*\{(?!.*@\w+\s*\{)/.test(text); // of BibTeX
  if ((cited || entry) && kinds.size === found.length && found.length > 1) return [found.find(({ kind }) => kind === "doi") || found[0]]; // one paper's record
  return found;
}

/** Return what a match names; "none" for an address that names no paper, null for what is no mention after all.
 * @param {string} kind @param {RegExpExecArray} match @param {string} said @returns {NamedPaper | "none" | "misleading" | null} */
function readMatch(kind, match, said) {
  if (kind === "address") return readAddress(said);
  if (kind === "shown") {
    const named = readAddress(`https://${said}`);
    return typeof named === "string" ? null : named;
  }
  const id = /** @type {Record<string, string>} */ (match.groups).id;
  if (kind !== "doi") return { kind: /** @type {NamedPaper["kind"]} */ (kind), value: plainId(kind, id) };
  const text = decodedText(said.slice(match[0].length - id.length).replace(/[?#](?:[\w.~-]+=.*)?$/, ""));
  const doi = text.replace(/(?:\.(?:full-?(?:text|pdf)?|text|abstract|e?pdf))+$/i, "");
  return namedDoi(doi.replace(/^(10\.(?:1101|64898)\/.*\d)v\d{1,2}$/i, "$1"));
}

/** @param {string} address @returns {NamedPaper | "none" | "misleading"} */
function readAddress(address) {
  // A paper's page has no user, password, port or odd host: an address that does was made to mislead.
  const parts = /^https?:\/\/((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i.exec(address);
  if (!parts || address.includes("\\")) return "misleading";
  const host = parts[1].toLowerCase().replace(/^www\./, "");
  const [path, query] = [decodedText(parts[2] || ""), parts[3] || ""];
  for (const [hosts, form, kind] of PAPER_PAGES) {
    const found = hosts.test(host) && form.exec(path);
    if (found) return { kind, value: kind === "page" ? `https://${host}${path}` : plainId(kind, /** @type {Record<string, string>} */ (found.groups).id) };
  }
  if (host === "openreview.net") {
    const id = new URLSearchParams(query).get("id") || "";
    return /^\/(?:forum|pdf|attachment|revisions)\b/.test(path) && /^[\w-]{9,12}$/.test(id) ? { kind: "openreview", value: id } : "none";
  }
  return namedDoi(publisherDoi(host, path.slice(1), query)) || "none";
}

/** Return the DOI in an address, without what says how the page shows it; "" for none. @param {string} host @param {string} path @param {string} query */
function publisherDoi(host, path, query) {
  const biorxiv = /(?:biorxiv|medrxiv)\.org$/.test(host);
  const nature = host === "nature.com" && NATURE_NUMBER.exec(path);
  if (nature) return `${nature[1].startsWith("s41599-") ? "10.1057" : "10.1038"}/${nature[1]}`;
  const early = biorxiv && /^content\/(?:biorxiv\/|medrxiv\/)?early\/\d{4}\/\d\d\/\d\d\/(\d[\d.]*\d)/.exec(path);
  if (early) return `10.1101/${early[1]}`;
  const texts = [path, ...[...new URLSearchParams(query)].map(([, value]) => value)];
  const found = texts.map((text) => /(?:^|[/=])(10\.\d{4,9}(?:\.\d+)*\/.+)/.exec(text)).find(Boolean);
  if (!found) return "";
  let doi = found[1].replace(/\/+$/, "");
  if (!/^(?:dx\.)?doi\.org$/.test(host)) doi = doi.replace(PUBLISHER_VIEW, "");
  if (host === "link.springer.com") doi = doi.split("/").slice(0, 2).join("/");
  if (host === "academic.oup.com") doi = doi.replace(/\/\d+$/, "");
  return biorxiv ? doi.replace(/(\d)v\d{1,2}$/, "$1") : doi;
}

/** @param {string} text @returns {NamedPaper | null} the paper with a DOI; arXiv's and the ACL Anthology's are their own ids */
function namedDoi(text) {
  const doi = cutReference(text).toLowerCase();
  const arxiv = new RegExp(String.raw`^10\.48550/arxiv\.${ARXIV_NAME}$`).exec(doi);
  if (arxiv) return { kind: "arxiv", value: plainId("arxiv", /** @type {Record<string, string>} */ (arxiv.groups).id) };
  const steps = doi.split("/");
  const plain = /^10\.\d{4,9}(?:\.\d+)*\/[^\s\p{C}]+$/u.test(doi) && !steps.some((step) => ["", ".", ".."].includes(step));
  return plain ? { kind: "doi", value: doi } : null;
}

/** @param {string} kind @param {string} id @returns {string} the id as its registry writes it */
function plainId(kind, id) {
  if (kind === "arxiv") return id.toLowerCase().replace(/\.[a-z]{2}\//, "/");
  if (kind === "acl") return /^[a-z]/i.test(id) ? id.toUpperCase() : id.toLowerCase();
  return kind === "work" ? id.toUpperCase() : id;
}

/** Return an address or a DOI up to the bracket, list or punctuation of the text around it. @param {string} text @returns {string} */
function cutReference(text) {
  let cut = text.split(/[,;|](?=https?:\/\/|10\.\d{4}|doi\b|arxiv\b)/i)[0];
  /** @type {string[]} */
  const opened = [];
  for (const [at, character] of [...cut].entries()) {
    const closes = { ")": "(", "]": "[", "}": "{", ">": "<" }[character];
    if ("([{<".includes(character)) opened.push(character);
    else if (closes && opened.pop() !== closes) {
      cut = [...cut].slice(0, at).join("");
      break;
    }
  }
  return cut.split("</")[0].replace(/[.,;:'!?*|(<[{\\]+$/, "");
}

/** @param {string} text @returns {string} */
function decodedText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}
