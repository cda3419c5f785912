// What is new to the reader: the papers that were not on the shelf at the last visit. This browser keeps the hashes of the
// papers that it knows, and of those that are new in this visit. No date decides what is new, so that a wrong clock cannot;
// the clock only tells whether a visit has ended.
"use strict";

const VISIT_ENDS = 6 * 3600 * 1000; // milliseconds without a page
const VISIT_VERSION = 1;
const HASH_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HASHES = /^(?:[\w-]{4})*$/;

/** @typedef {{ at: number, known: string, fresh: string }} VisitState  hashes of four characters, without anything between */
/** @typedef {{ papers: string, former: Record<string, string[]> }} Holdings  former: the hashes of a renamed paper's former keys */

/** Fires "change" when other papers are new. Where the browser stores nothing, no paper is. */
class Visits extends EventTarget {
  /** @param {() => Storage} storage  may throw, as in browsers that block storage @param {string} name  of this shelf's entry
   * @param {() => number} now */
  constructor(storage, name, now = Date.now) {
    super();
    this.storage = storage;
    this.name = name;
    this.now = now;
    /** @type {Set<string>} */
    this.fresh = new Set();
    const state = this.read();
    if (state) this.write({ ...state, fresh: this.ended(state) ? "" : state.fresh });
    window.addEventListener("storage", (event) => {
      if (event.key !== name && event.key !== null) return;
      const other = this.read();
      this.show(other ? other.fresh : "");
    });
  }

  /** @returns {VisitState | null} null at the first visit, and where nothing usable is stored */
  read() {
    try {
      const found = JSON.parse(this.storage().getItem(this.name) || "null");
      const whole = found && found.version === VISIT_VERSION && Number.isFinite(found.at);
      return whole && [found.known, found.fresh].every((text) => typeof text === "string" && HASHES.test(text)) ? found : null;
    } catch {
      return null;
    }
  }

  /** @param {VisitState} state */
  write({ known, fresh }) {
    try {
      this.storage().setItem(this.name, JSON.stringify({ version: VISIT_VERSION, at: this.now(), known, fresh }));
    } catch {
      // storage is blocked or full: the next visit knows what this one knew
    }
    this.show(fresh);
  }

  /** @param {VisitState} state @returns {boolean} whether the visit is over; a clock that was set back does not end it */
  ended(state) {
    return this.now() - state.at > VISIT_ENDS;
  }

  /** Compare the shelf with what the reader knows. At the first visit nothing is new. @param {Holdings} holdings */
  update({ papers, former }) {
    const state = this.read();
    const all = hashesOf(papers);
    if (!state) {
      this.write({ at: 0, known: papers, fresh: "" });
      return;
    }
    const known = new Set(hashesOf(state.known));
    const knows = (/** @type {string} */ hash) => known.has(hash);
    const added = all.filter((hash) => !knows(hash) && !(former[hash] || []).some(knows));
    const fresh = [...new Set([...hashesOf(state.fresh), ...added])];
    this.write({ at: 0, known: [...new Set([...known, ...all])].join(""), fresh: fresh.join("") });
  }

  /** @param {string} key @returns {boolean} */
  isNew(key) {
    return this.fresh.size > 0 && this.fresh.has(hashOf(key));
  }

  /** Mark all as seen. */
  clear() {
    const state = this.read();
    if (state) this.write({ ...state, fresh: "" });
    else this.show("");
  }

  /** @param {string} fresh */
  show(fresh) {
    if ([...this.fresh].join("") === fresh) return;
    this.fresh = new Set(hashesOf(fresh));
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {string} text @returns {string[]} */
function hashesOf(text) {
  return text.match(/.{4}/g) || [];
}

/** @param {string} key @returns {number} the 24-bit hash of a key: FNV-1a, as in site/exports/holdings.py */
function hashNumber(key) {
  let found = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) found = Math.imul(found ^ key.charCodeAt(at), 0x01000193) >>> 0;
  return (found >>> 24) ^ (found & 0xffffff);
}

/** @param {string} key @returns {string} the hash as four characters */
function hashOf(key) {
  const value = hashNumber(key);
  return [18, 12, 6, 0].map((shift) => HASH_DIGITS[(value >> shift) & 63]).join("");
}

/** Mark the new papers in the lists of the page. @param {Visits} visits */
function showNew(visits) {
  for (const place of document.querySelectorAll(".shelf-card[data-key], tr[data-key]")) {
    const fresh = visits.isNew(/** @type {HTMLElement} */ (place).dataset.key || "");
    const mark = place.querySelector(".mark-new");
    if (mark && !fresh) mark.remove();
    if (mark || !fresh) continue;
    const made = make("span", { class: "mark-new", title: "Added since your last visit" }, "New");
    if (place instanceof HTMLTableRowElement) place.cells[Math.min(1, place.cells.length - 1)].append(made);
    else place.prepend(made);
  }
  showFreshLine(visits);
}

/** Say how many papers are new, with a button that clears the marks: beside the count on Browse, otherwise on the line of the
 * heading above the first list of cards. It takes no room of its own, so that nothing moves. @param {Visits} visits */
function showFreshLine(visits) {
  const found = document.querySelector(".shelf-fresh");
  if (found) found.remove();
  if (!visits.fresh.size) return;
  const clear = make("button", { type: "button" }, "Mark all as seen");
  clear.addEventListener("click", () => visits.clear());
  const since = make("span", { class: "shelf-fresh__since" }, " since your last visit");
  const text = make("p", {}, `${visits.fresh.size} new`, since, " ", clear);
  const line = make("div", { class: "shelf-fresh" }, text);
  const count = document.querySelector(".browse #browse-count");
  if (count) {
    line.classList.add("shelf-fresh--bar");
    count.after(line);
    if (text.scrollWidth > text.clientWidth) since.remove();
    if (text.scrollWidth > text.clientWidth) text.replaceChildren(clear);
    return;
  }
  const list = document.querySelector(".shelf-card[data-key]")?.closest("ul");
  const heading = list && list.previousElementSibling;
  if (!list || !heading || !/^H[2-4]$/.test(heading.tagName)) return;
  list.before(line);
  const room = document.createRange();
  room.selectNodeContents(heading);
  const fits = () => /** @type {Element} */ (line.firstElementChild).getBoundingClientRect().left > room.getBoundingClientRect().right + 8;
  if (!fits()) since.remove();
  if (!fits()) line.remove();
}
