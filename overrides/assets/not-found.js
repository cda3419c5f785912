// The page for addresses that lead nowhere: fills its search box with the words of the address, and names pages of almost the
// same address. A reader who sees it mistyped a link or followed an old one; former keys have pages of their own.
// @ts-check
(() => {
  "use strict";

  const LIKE = 0.6; // of the pairs of characters that two addresses must share
  const MOST = 5;

  /** @typedef {{ path: string, name: string, key: string }} Place */

  /** @returns {string[]} the folders of the address below the site's root */
  const folders = () => {
    const root = new URL("../", ASSETS).pathname;
    const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname;
    return path.split("/").map(decoded).filter((part) => part && !/^index\.html?$/i.test(part));
  };

  /** @param {string} text @returns {string} */
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a lone percent sign
    }
  };

  /** @param {string} key @returns {string} its letters and digits: ernie-30 and ernie-3-0 are the same */
  const compact = (key) => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  /** @param {string} text @returns {Map<string, number>} how often each pair of neighbouring characters occurs */
  const pairs = (text) => {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (let at = 0; at < text.length - 1; at += 1) {
      const pair = text.slice(at, at + 2);
      found.set(pair, (found.get(pair) || 0) + 1);
    }
    return found;
  };

  /** @param {string} text @param {Map<string, number>} wanted @param {number} length @returns {number} 1 for equal texts, 0 without a common pair */
  const likeness = (text, wanted, length) => {
    let shared = 0;
    for (const [pair, count] of pairs(text)) shared += Math.min(count, wanted.get(pair) || 0);
    return (2 * shared) / Math.max(text.length + length - 2, 1);
  };

  /** @param {any} papers  browse/papers.js @returns {Place[]} the pages of papers, families and topics */
  const places = (papers) => {
    const titles = papers.titles.split("\n");
    /** @type {Place[]} */
    const found = papers.keys.split("\n").map((/** @type {string} */ key, /** @type {number} */ at) => ({ path: `papers/${key}/`, name: titles[at], key }));
    for (const kind of ["families", "topics"]) {
      papers[kind].keys.forEach((/** @type {string} */ key, /** @type {number} */ at) => found.push({ path: `${kind}/${key}/`, name: papers[kind].names[at], key }));
    }
    return found;
  };

  /** @param {string} key @param {string} kind @param {Place[]} known @returns {Place[]} the pages whose address is most like this one */
  const near = (key, kind, known) => {
    const wanted = compact(key).slice(0, 100);
    const counts = pairs(wanted);
    const ranked = known.map((place) => {
      const text = compact(place.key);
      const score = text === wanted ? 1 : likeness(text, counts, wanted.length);
      return { place, score: score + (place.path.startsWith(`${kind}/`) ? 0.05 : 0) };
    });
    const best = ranked.filter(({ score }) => score >= LIKE).sort((one, other) => other.score - one.score);
    return best.slice(0, MOST).map(({ place }) => place);
  };

  const parts = folders();
  const last = parts.filter((part) => !/^(page_)?\d{1,3}$/.test(part)).pop() || ""; // a number may be the page of a list
  const key = last.replace(/\.[a-z]{1,5}$/i, "").slice(0, 200);
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("missing-box"));
  if (box && !box.value) box.value = key.replace(/[-_+.\s]+/g, " ").trim();
  const shown = document.getElementById("missing-near");
  if (!shown || !key) return;
  loadData("papers")
    .then((papers) => {
      const found = near(key, parts[0], places(papers));
      if (!found.length) return;
      const rows = found.map(({ path, name }) => make("li", {}, make("a", { href: new URL(`../${path}`, ASSETS).href }, name)));
      shown.replaceChildren(make("p", {}, "Did you mean one of these?"), make("ul", {}, ...rows));
    })
    .catch(() => {}); // the search box is enough
})();
