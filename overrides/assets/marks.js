// Adds stars and notes to every page, and loads the scripts of the pages that need more. It is loaded only once, even if the
// theme swaps pages without reloading (navigation.instant); the theme then announces each page through document$.
"use strict";

const ASSETS = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);
const DATA = new URL("../browse/", ASSETS);
const ROOT = new URL("../", ASSETS);
const collection = new Collection();
const comparison = new Comparison(() => window.localStorage, `reading-shelf.compare:${ROOT.pathname}`);
const visits = new Visits(() => window.localStorage, `reading-shelf.visit:${ROOT.pathname}`);
/** @typedef {"starred" | "read" | "compare"} MarkName */
const ICONS = {
  starred: "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z",
  read: "M4.5 12.5l5 5 10-11",
  compare: "M4.5 4.5h5.5v15H4.5zM14 4.5h5.5v15H14z",
};
const NAMES = { starred: "Star", read: "Read", compare: "Compare" };

/** @type {Map<string, Promise<void>>} */
const loading = new Map();
/** @type {Map<string, (value: any) => void>} */
const awaited = new Map();
/** @type {Map<string, Promise<any>>} */
const delivered = new Map();

/** Load a script once. Scripts run in the order in which they are requested. @param {URL} url @returns {Promise<void>} */
function loadScript(url) {
  const found = loading.get(url.href);
  if (found) return found;
  const promise = /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.async = false;
      script.src = url.href;
      script.onload = () => resolve();
      script.onerror = () => {
        loading.delete(url.href);
        script.remove();
        reject(new Error(`Could not load ${url.pathname.split("/").pop()}.`));
      };
      document.head.append(script);
    })
  );
  loading.set(url.href, promise);
  return promise;
}

/** Called by data files, which are scripts because nothing else can be loaded from file://. @param {string} name @param {any} value */
function shelfData(name, value) {
  const resolve = awaited.get(name);
  if (resolve) resolve(value);
}

/** Return the content of a data file. @param {string} name @returns {Promise<any>} */
function loadData(name) {
  const found = delivered.get(name);
  if (found) return found;
  const promise = new Promise((resolve, reject) => {
    awaited.set(name, resolve);
    loadScript(new URL(`${name}.js`, DATA)).catch((error) => {
      delivered.delete(name);
      reject(error);
    });
  });
  delivered.set(name, promise);
  return promise;
}

/** Make an element. @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} attributes @param {(Node | string)[]} inside @returns {HTMLElementTagNameMap[T]} */
function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** @param {[string, string] | undefined} status  its kind, and the words for it @returns {(HTMLElement | string)[]} what was said of a paper since, before its title */
function stamp(status) {
  return status ? [make("b", { class: "shelf-stamp", "data-status": status[0] }, status[1]), " "] : [];
}

/** Return an icon button that turns a mark on and off, or adds a paper to the comparison. @param {MarkName} name @returns {HTMLButtonElement} */
function markButton(name) {
  const button = make("button", { type: "button", class: `mark mark--${name}`, "data-mark": name, title: NAMES[name] });
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  icon.append(path);
  button.append(icon);
  return button;
}

/** Connect a mark button to a paper. @param {HTMLButtonElement} button @param {string} key @param {string} title */
function connect(button, key, title) {
  const name = /** @type {MarkName} */ (button.dataset.mark);
  button.dataset.of = key;
  button.setAttribute("aria-label", `${NAMES[name]}: ${title}`);
  button.setAttribute("aria-pressed", String(isMarked(name, key)));
}

/** @param {MarkName} name @param {string} key @returns {boolean} */
function isMarked(name, key) {
  return name === "compare" ? comparison.keys.includes(key) : Boolean(collection.of(key)[name]);
}

/** Return a field for a private note, collapsed while it is empty. @param {string} key @param {string} title @returns {HTMLDetailsElement} */
function noteField(key, title) {
  const field = make("textarea", { rows: "3", maxlength: String(NOTE_LENGTH), "aria-label": `Private note on ${title}` });
  field.dataset.note = key;
  field.value = collection.of(key).note || "";
  const box = make("details", { class: "mark-note" }, make("summary", {}, "Private note"), field);
  box.open = Boolean(field.value);
  let timer = 0;
  const save = () => {
    if (!("typed" in field.dataset)) return; // another tab may have saved a newer text
    delete field.dataset.typed;
    clearTimeout(timer);
    if ((collection.of(key).note || "") !== field.value.trim()) collection.set(key, { note: field.value.trim() });
  };
  field.addEventListener("input", () => {
    field.dataset.typed = "";
    clearTimeout(timer);
    timer = window.setTimeout(save, 400);
  });
  field.addEventListener("change", save);
  window.addEventListener("pagehide", save);
  return box;
}

/** Show the saved marks and notes everywhere on the page. */
function showMarks() {
  for (const button of document.querySelectorAll("button[data-of]")) {
    const { mark, of } = /** @type {HTMLElement} */ (button).dataset;
    const pressed = String(isMarked(/** @type {MarkName} */ (mark), of || ""));
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  }
  for (const field of document.querySelectorAll("textarea[data-note]")) {
    const area = /** @type {HTMLTextAreaElement} */ (field);
    const note = collection.of(area.dataset.note || "").note || "";
    if (!("typed" in area.dataset) && area.value.trim() !== note) area.value = note;
  }
  showNew(visits);
  showTray(comparison);
  showListCount();
}

/** Show in the header how many papers the reader's list has. */
function showListCount() {
  const count = document.getElementById("my-list-count");
  if (!count) return;
  const { size } = collection.papers;
  count.hidden = !size;
  count.textContent = size > 999 ? "999+" : String(size);
  const link = count.closest("a");
  if (link) link.setAttribute("aria-label", size ? `My list, ${size} ${size === 1 ? "paper" : "papers"}` : "My list");
}

/** Show a message at the bottom of the window; screen readers announce it. @param {string} message */
function say(message) {
  let box = document.getElementById("said");
  if (!box) {
    const close = make("button", { type: "button", class: "shelf-button" }, "Close");
    box = make("div", { class: "said", id: "said" }, make("div", { role: "status" }), close);
    const shown = box;
    close.addEventListener("click", () => shown.remove());
    document.body.append(box);
  }
  /** @type {Element} */ (box.firstElementChild).append(make("p", {}, message));
}

/** Show each problem with the list once. */
function showMessages() {
  collection.messages.splice(0).forEach(say);
}

/** Add the mark buttons to the page. */
function addMarks() {
  for (const place of document.querySelectorAll(".shelf-card[data-key]:not([data-dressed])")) {
    const card = /** @type {HTMLElement} */ (place);
    const heading = card.querySelector("h3");
    const title = (heading || card).textContent || "";
    for (const name of /** @type {MarkName[]} */ (["compare", "starred"])) {
      const button = markButton(name);
      connect(button, card.dataset.key || "", title);
      card.insertBefore(button, heading); // the last element of a card has its own style
    }
    card.dataset.dressed = "";
  }
  for (const place of document.querySelectorAll(".shelf-keep[data-key]:not([data-dressed])")) {
    const bar = /** @type {HTMLElement} */ (place);
    const key = bar.dataset.key || "";
    const title = ((document.querySelector("h1") || bar).textContent || "").trim();
    for (const name of /** @type {MarkName[]} */ (["starred", "read", "compare"])) {
      const button = markButton(name);
      connect(button, key, title);
      button.append(make("span", {}, NAMES[name]));
      bar.append(button);
    }
    bar.append(noteField(key, title));
    bar.dataset.dressed = "";
  }
}

const SEARCH_SCRIPTS = ["folding", "stemmer", "identifiers", "query", "columns", "vocabulary", "lexicon", "ranking", "spelling", "filters", "search", "highlight"];
/** @type {Promise<Search> | null} */
let searchLoading = null;

/** Load the search, which the header and Browse share: its scripts and data, and the words made from them. @returns {Promise<Search>} */
function loadSearch() {
  if (searchLoading) return searchLoading;
  const load = async () => {
    const data = [loadData("papers"), loadData("texts")];
    await Promise.all(SEARCH_SCRIPTS.map((name) => loadScript(new URL(`${name}.js`, ASSETS))));
    const [papers, texts] = await Promise.all(data);
    performance.mark("shelf-loaded");
    collection.rename(papers.former);
    return Search.over(papers, texts, collection);
  };
  searchLoading = load();
  searchLoading.catch(() => {
    searchLoading = null; // try again at the next focus
  });
  return searchLoading;
}

/** The scripts and data of each page that has its own script, in order. @type {Record<string, { scripts: string[], data: string[], start: string }>} */
const PAGES = {
  browse: {
    scripts: [...SEARCH_SCRIPTS, "rows", "facets", "downloads", "address", "browse"],
    data: [],
    start: "startBrowse",
  },
  kept: { scripts: ["folding", "columns", "highlight", "rows", "annotations", "downloads", "my-list"], data: ["papers", "texts"], start: "startMyList" },
  compare: { scripts: ["compare"], data: [], start: "startCompare" },
  suggest: { scripts: ["references", "suggest"], data: [], start: "startSuggest" },
  "reading-path": { scripts: ["paths"], data: [], start: "startReadingPaths" },
};

/** Find out what is new, when the browser has nothing else to do; only pages that list papers show it. */
function startVisit() {
  if (!document.querySelector(".shelf-card[data-key], #browse, #kept")) return;
  const wait = window.requestIdleCallback || ((/** @type {() => void} */ act) => setTimeout(act, 200));
  wait(() => loadData("holdings").then((holdings) => visits.update(holdings), () => {})); // without the file, nothing is new
}

/** Start the scripts of the current page. */
async function startPage() {
  addMarks();
  showMarks();
  showMessages();
  startVisit();
  for (const [id, { scripts, data, start }] of Object.entries(PAGES)) {
    const place = document.getElementById(id);
    if (!place || place.dataset.started) continue;
    place.dataset.started = "1";
    try {
      const values = data.map(loadData);
      await Promise.all(scripts.map((name) => loadScript(new URL(`${name}.js`, ASSETS))));
      const found = await Promise.all(values);
      if (id === "kept") collection.reportRefusal();
      if (place.isConnected) await /** @type {any} */ (window)[start](place, ...found);
    } catch (error) {
      delete place.dataset.started;
      say(/** @type {Error} */ (error).message);
    }
  }
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button[data-of]");
  if (!(button instanceof HTMLButtonElement) || !button.dataset.of) return;
  const { mark, of } = button.dataset;
  if (mark === "compare") {
    if (!comparison.toggle(of)) say(`You can compare up to ${COMPARED_MOST} papers. Take one out first.`);
    return;
  }
  const name = /** @type {"starred" | "read"} */ (mark);
  collection.set(of, { [name]: collection.of(of)[name] ? "" : today() });
});
collection.addEventListener("change", showMarks);
comparison.addEventListener("change", showMarks);
visits.addEventListener("change", showMarks);
collection.addEventListener("trouble", showMessages);
window.addEventListener("pageshow", () => {
  if (collection.refresh()) collection.notify(); // restored from the back/forward cache after a change in another tab
  if (comparison.refresh()) showMarks();
});

const pages = /** @type {any} */ (window).document$;
if (pages) pages.subscribe(startPage);
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPage);
else startPage();
