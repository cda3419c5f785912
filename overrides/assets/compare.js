// Runs the page Compare: the papers that the address names, or those that the reader chose, side by side in one table.
"use strict";

/**
 * @typedef {{ row: string, benchmark: string, metric?: string, setting?: string, kind?: string, better?: string, value: number, shown: string, note?: string }} Reported
 * @typedef {{
 *   title: string, short: string, status?: [string, string], authors?: string, date?: string, note?: string, venue?: string, type?: string, upvotes?: string, summary?: string,
 *   links?: [string, string][], results?: Reported[], families?: [string, string][], topics?: [string, string][], relations?: [string, string, string][]
 * }} Facts  links: names and addresses; families, topics: names and site paths; relations: verb, the other's key, why
 * @typedef {{ key: string, facts: Facts }} Compared
 */

class ComparePage {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.batches = Math.max(1, Number(place.dataset.batches) || 1);
    this.said = make("div", { class: "compare-said", "aria-live": "polite" });
    this.shown = make("div");
    place.append(this.said, this.shown);
    this.asked = 0; // of several calls, only the last one shows its papers
    const here = (/** @type {() => void} */ act) => () => {
      if (place.isConnected) act();
    };
    window.addEventListener("hashchange", here(() => this.show(addressedKeys() || comparison.keys)));
    window.addEventListener("popstate", here(() => this.show(addressedKeys() || comparison.keys)));
    this.show(addressedKeys() || comparison.keys);
  }

  /** @param {string[]} named  keys, perhaps wrong ones @returns {Promise<void>} */
  async show(named) {
    const call = (this.asked += 1);
    try {
      const found = await Promise.all(named.map((key) => this.find(key)));
      if (call !== this.asked) return;
      const { papers, messages } = sorted(named, found);
      this.said.replaceChildren(...messages.map((text) => make("p", { class: "browse-said" }, text)));
      this.shown.replaceChildren(...(papers.length ? [this.bar(papers), comparisonTable(papers, (key) => this.remove(papers, key))] : this.nothing()));
      if (papers.length && !messages.length) writeKeys("compare", papers.map(({ key }) => key));
      showMarks();
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
  }

  /** @param {string} key  perhaps a wrong or a former one @returns {Promise<Compared | null>} */
  async find(key) {
    if (!PAPER_KEY.test(key)) return null;
    const batch = await loadData(`facts-${hashNumber(key) % this.batches}`);
    const facts = Object.prototype.hasOwnProperty.call(batch, key) ? batch[key] : null;
    return typeof facts === "string" ? this.find(facts) : facts && { key, facts };
  }

  /** @param {Compared[]} papers @param {string} key */
  remove(papers, key) {
    if (comparison.keys.includes(key)) comparison.toggle(key);
    const left = papers.map((paper) => paper.key).filter((other) => other !== key);
    writeKeys("compare", left);
    this.show(left);
  }

  /** @param {Compared[]} papers @returns {HTMLElement} */
  bar(papers) {
    const count = make("p", { class: "browse-count" }, `${papers.length} ${papers.length === 1 ? "paper" : "papers"}`);
    return make("div", { class: "browse-bar" }, count, copyButton("compare", () => papers.map(({ key }) => key)));
  }

  /** @returns {HTMLElement[]} what the page says where there is nothing to compare */
  nothing() {
    const browse = make("a", { href: pageAddress("browse") }, "Browse");
    return [make("p", {}, "No paper is chosen yet. Choose two to four with the Compare button on a card, on a paper’s page or in ", browse, ".")];
  }
}

/** Return each paper once, at most four, and what to tell the reader about the others. @param {string[]} named @param {(Compared | null)[]} found */
function sorted(named, found) {
  const unknown = [...new Set(named.filter((_, at) => !found[at]))];
  const known = /** @type {Compared[]} */ (found.filter(Boolean));
  const papers = known.filter(({ key }, at) => known.findIndex((other) => other.key === key) === at);
  const twice = new Set(known.filter(({ key }, at) => known.findIndex((other) => other.key === key) !== at).map(({ facts }) => facts.short));
  const messages = [];
  const names = unknown.slice(0, 3).map((key) => `“${key.slice(0, 80)}”`).join(", ");
  const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : "";
  if (unknown.length) messages.push(`${names}${more} ${unknown.length === 1 ? "is" : "are"} not on this shelf, and left out.`);
  if (twice.size) messages.push(`${[...twice].slice(0, 3).join(", ")} stood in the address more than once, and is shown once.`);
  if (papers.length > COMPARED_MOST) {
    messages.push(`The address names ${papers.length} papers. Up to ${COMPARED_MOST} can be compared; these are the first.`);
  }
  if (papers.length === 1) messages.push("This is only one paper. Choose another one to compare it with.");
  return { papers: papers.slice(0, COMPARED_MOST), messages };
}

/** @param {Compared[]} papers @param {(key: string) => void} remove @returns {HTMLElement} */
function comparisonTable(papers, remove) {
  const head = make("tr", {}, make("td"));
  for (const { key, facts } of papers) {
    const out = make("button", { type: "button", class: "shelf-button", "aria-label": `Remove ${facts.short}` }, "Remove");
    out.addEventListener("click", () => remove(key));
    head.append(make("th", { scope: "col" }, make("a", { href: pageAddress(`papers/${key}`) }, ...stamp(facts.status), facts.title), out));
  }
  const table = make("table", { class: "compare-table" }, make("caption", { class: "browse-unseen" }, "Papers side by side"), make("thead", {}, head));
  table.append(
    part("Facts", papers, [...factRows(papers), compareRow("Links", papers.map(({ facts }) => linkList(facts.links || [])), false)]),
    ...resultParts(papers),
    part("Labels", papers, [
      compareRow("Families", labelCells(papers.map(({ facts }) => facts.families || []))),
      compareRow("Topics", labelCells(papers.map(({ facts }) => facts.topics || []))),
    ]),
    part("Relations", papers, [compareRow("Between them", relationCells(papers))]),
    part("Yours", papers, [
      compareRow("Marks", papers.map(({ key, facts }) => markCell(key, facts.title)), false),
      compareRow("Note", papers.map(({ key, facts }) => [noteField(key, facts.title)]), false),
    ]),
  );
  return make("div", { class: "compare-wide", role: "region", tabindex: "0", "aria-label": "Papers side by side" }, table);
}

/** @param {string} name @param {Compared[]} papers @param {HTMLElement[]} rows @returns {HTMLElement} rows with a heading */
function part(name, papers, rows) {
  const heading = make("th", { scope: "rowgroup", colspan: String(papers.length + 1) }, make("span", {}, name));
  return make("tbody", {}, make("tr", { class: "compare-part" }, heading), ...rows);
}

/** Return a row; one that says the same of all papers is faint. @param {string | Node} name @param {(Node | string)[][]} cells
 * @param {boolean} compared  whether the cells can be the same @returns {HTMLElement} */
function compareRow(name, cells, compared = true) {
  const row = make("tr", {}, make("th", { scope: "row" }, name));
  for (const inside of cells) row.append(make("td", {}, ...(inside.length ? inside : [make("span", { class: "compare-none" }, "–")])));
  const texts = [...row.querySelectorAll("td")].map((cell) => cell.textContent);
  if (compared && texts.length > 1 && texts.every((text) => text === texts[0])) {
    row.className = "compare-same";
    if (texts[0] !== "–") /** @type {Element} */ (row.firstElementChild).append(make("small", {}, "the same"));
  }
  return row;
}

/** @param {Compared[]} papers @returns {HTMLElement[]} */
function factRows(papers) {
  /** @type {[string, (facts: Facts) => string | undefined][]} */
  const kinds = [
    ["Authors", (facts) => facts.authors],
    ["Date", (facts) => facts.date],
    ["Venue", (facts) => facts.venue],
    ["Type", (facts) => facts.type],
    ["Upvotes", (facts) => facts.upvotes],
    ["Summary", (facts) => facts.summary],
  ];
  const known = kinds.filter(([name, read]) => name !== "Upvotes" || papers.some(({ facts }) => read(facts)));
  return known.map(([name, read]) => compareRow(name, papers.map(({ facts }) => [read(facts) || ""].filter(Boolean))));
}

/** @param {[string, string][]} links @returns {Node[]} */
function linkList(links) {
  const safe = links.filter(([, url]) => /^https?:\/\//i.test(url));
  return safe.length ? [make("ul", {}, ...safe.map(([name, url]) => make("li", {}, make("a", { href: url, rel: "noopener noreferrer" }, name))))] : [];
}

/** Return the results: what several papers report in a row each, then what only one does. @param {Compared[]} papers @returns {HTMLElement[]} */
function resultParts(papers) {
  /** @type {Map<string, Reported[][]>} */
  const rows = new Map();
  papers.forEach(({ facts }, at) => {
    for (const result of facts.results || []) {
      const cells = rows.get(result.row) || papers.map(() => []);
      cells[at].push(result);
      rows.set(result.row, cells);
    }
  });
  const held = (/** @type {Reported[][]} */ cells) => cells.filter((cell) => cell.length).length;
  const all = [...rows.values()].sort((one, other) => held(other) - held(one));
  if (!all.length) return [part("Results", papers, [compareRow("Results", papers.map(() => []))])];
  const shared = all.filter((cells) => held(cells) > 1);
  const alone = all.filter((cells) => held(cells) === 1);
  return [
    ...(shared.length ? [part("Results", papers, shared.map(resultRow))] : []),
    ...(alone.length ? [part(shared.length ? "Results of one paper" : "Results, each of one paper", papers, alone.map(resultRow))] : []),
  ];
}

/** @param {Reported[][]} cells  by paper @returns {HTMLElement} */
function resultRow(cells) {
  const all = cells.flat();
  const [first] = all;
  const directions = new Set(all.map(({ better }) => better));
  const better = directions.size === 1 ? first.better : undefined; // where papers disagree, nothing is the best
  const rivals = cells.filter((cell) => cell.length).length > 1 && (!first.kind || first.kind === "score");
  const values = all.map(({ value }) => value);
  const top = !rivals ? NaN : better === "higher" ? Math.max(...values) : better === "lower" ? Math.min(...values) : NaN;
  const about = [first.metric, first.setting, better && rivals ? `${better} is better` : ""].filter(Boolean).join(", ");
  const name = make("span", {}, first.benchmark, ...(about ? [make("small", {}, about)] : []));
  return compareRow(
    name,
    cells.map((cell) =>
      cell.map(({ value, shown, note }) => {
        const said = value === top ? [make("b", { class: "compare-best" }, shown), make("span", { class: "browse-unseen" }, " (best)")] : [shown];
        return make("p", {}, ...said, ...(note ? [make("small", {}, note)] : []));
      }),
    ),
  );
}

/** Return labels as links; those that all papers have are faint. @param {[string, string][][]} labels  by paper @returns {Node[][]} */
function labelCells(labels) {
  const common = (/** @type {string} */ path) => labels.every((each) => each.some(([, other]) => other === path));
  return labels.map((each) => {
    const items = each.map(([name, path]) => make("li", common(path) ? { class: "compare-common" } : {}, make("a", { href: pageAddress(path) }, name)));
    return items.length ? [make("ul", { class: "compare-labels" }, ...items)] : [];
  });
}

/** Return what each paper says of the others, and they of it. @param {Compared[]} papers @returns {Node[][]} */
function relationCells(papers) {
  const short = new Map(papers.map(({ key, facts }) => [key, facts.short]));
  return papers.map(({ key, facts }) => {
    const own = (facts.relations || []).filter(([, other]) => short.has(other)).map(([verb, other, why]) => relation(`${verb} ${short.get(other)}`, why));
    const theirs = papers.flatMap((paper) =>
      (paper.facts.relations || []).filter(([, other]) => other === key).map(([verb, , why]) => relation(`${paper.facts.short} ${verb} it`, why)),
    );
    return own.length + theirs.length ? [make("ul", {}, ...own, ...theirs)] : [];
  });
}

/** @param {string} said @param {string} why @returns {HTMLElement} */
function relation(said, why) {
  return make("li", {}, said, ...(why ? [make("small", {}, why)] : []));
}

/** @param {string} key @param {string} title @returns {Node[]} */
function markCell(key, title) {
  return /** @type {MarkName[]} */ (["starred", "read"]).map((name) => {
    const button = markButton(name);
    connect(button, key, title);
    return button;
  });
}

/** @param {HTMLElement} place */
function startCompare(place) {
  new ComparePage(place);
}
