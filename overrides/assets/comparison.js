// The papers that the reader chose to compare: at most four, kept in this browser for this shelf, and the tray that shows them
// at the bottom of each page.
"use strict";

const COMPARED_MOST = 4;

/** Fires "change" when the choice changes. Where the browser stores nothing, the choice lasts until the page is left. */
class Comparison extends EventTarget {
  /** @param {() => Storage} storage  may throw, as in browsers that block storage @param {string} name  of this shelf's entry */
  constructor(storage, name) {
    super();
    this.storage = storage;
    this.name = name;
    this.memoryOnly = false;
    /** @type {string[]} */
    this.keys = [];
    this.refresh();
    window.addEventListener("storage", (event) => {
      if ((event.key === name || event.key === null) && this.refresh()) this.dispatchEvent(new Event("change"));
    });
  }

  /** Read what another tab has written. @returns {boolean} whether anything changed */
  refresh() {
    if (this.memoryOnly) return false;
    const before = this.keys.join();
    try {
      this.keys = comparedKeys(this.storage().getItem(this.name) || "");
    } catch {
      this.memoryOnly = true;
    }
    return before !== this.keys.join();
  }

  /** Add a paper, or take it out. @param {string} key @returns {boolean} false if there is no room for it */
  toggle(key) {
    this.refresh();
    if (this.keys.includes(key)) return this.save(this.keys.filter((other) => other !== key));
    if (!PAPER_KEY.test(key) || this.keys.length >= COMPARED_MOST) return false;
    return this.save([...this.keys, key]);
  }

  clear() {
    this.save([]);
  }

  /** @param {string[]} keys @returns {boolean} */
  save(keys) {
    this.keys = keys;
    try {
      if (!this.memoryOnly) this.storage().setItem(this.name, keys.join());
    } catch {
      this.memoryOnly = true;
    }
    this.dispatchEvent(new Event("change"));
    return true;
  }
}

/** @param {string} text  as stored @returns {string[]} the valid keys, each once */
function comparedKeys(text) {
  return [...new Set(text.split(",").filter((key) => PAPER_KEY.test(key)))].slice(0, COMPARED_MOST);
}

/** Show how many papers are chosen, with the ways to compare them and to clear the choice. The page of the comparison has no tray.
 * @param {Comparison} comparison */
function showTray(comparison) {
  const { keys } = comparison;
  const found = document.getElementById("tray");
  if (!keys.length || document.getElementById("compare")) {
    if (found) found.remove();
    return;
  }
  const tray = found || emptyTray(comparison);
  const [said, link] = tray.children;
  const text = `${keys.length} of ${COMPARED_MOST} chosen${keys.length > 1 ? "" : ": choose another"}`;
  if (said.textContent !== text) said.textContent = text;
  /** @type {HTMLAnchorElement} */ (link).href = keysAddress("compare", keys);
  /** @type {HTMLElement} */ (link).hidden = keys.length < 2;
}

/** @param {Comparison} comparison @returns {HTMLElement} */
function emptyTray(comparison) {
  const clear = make("button", { type: "button", class: "shelf-button" }, "Clear");
  clear.addEventListener("click", () => comparison.clear());
  const tray = make(
    "section",
    { class: "tray", id: "tray", "aria-label": "Papers to compare" },
    make("p", { role: "status" }),
    make("a", { class: "shelf-button tray__go" }, "Compare"),
    clear,
  );
  document.body.append(tray);
  return tray;
}
