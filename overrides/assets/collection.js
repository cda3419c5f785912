// The reader's own list: stars, read marks and private notes. It never leaves this browser, which stores it under one key as
// versioned JSON. Every tab reads before it writes, so that two tabs do not undo each other's changes. All shelves on one
// origin share the list; papers of another shelf stay in it unchanged.
"use strict";

/** @typedef {{ starred?: string, read?: string, note?: string }} Mark  starred and read are dates, YYYY-MM-DD */
/** @typedef {{ papers: Map<string, Mark>, left: number }} ListRead  left: number of entries that could not be read */

const STORAGE_KEY = "reading-shelf.kept";
const LIST_VERSION = 1;
const NOTE_LENGTH = 10000;
const PAPER_KEY = /^(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** @type {Record<number, (found: any) => any>} Step n converts a list of version n to version n + 1. */
const LIST_UPGRADES = {};

/** The list was written by a newer version of the site, so it is left unchanged. */
class NewerList extends Error {}

/** Fires "change" when the list changes, and "trouble" when something went wrong; ``messages`` holds what to tell the reader. */
class Collection extends EventTarget {
  /** @param {() => Storage} storage  may throw, as in browsers that block storage */
  constructor(storage = () => window.localStorage) {
    super();
    this.storage = storage;
    /** @type {string | null} */
    this.text = null; // as it was last read or written
    /** @type {Map<string, Mark>} */
    this.papers = new Map();
    this.memoryOnly = false; // changes are kept only in memory
    this.refused = false;
    this.full = false;
    /** @type {string[]} */
    this.messages = [];
    this.reported = false;
    this.refresh();
    window.addEventListener("storage", (event) => {
      if ((event.key === STORAGE_KEY || event.key === null) && this.refresh()) this.notify();
    });
  }

  /** @param {string} key @returns {Mark} */
  of(key) {
    return this.papers.get(key) || {};
  }

  /** Change one paper's marks; an empty value removes a mark. @param {string} key @param {Mark} change */
  set(key, change) {
    if (!PAPER_KEY.test(key)) return;
    this.refresh();
    const mark = cleanMark({ ...this.of(key), ...change });
    if (mark) this.papers.set(key, mark);
    else this.papers.delete(key);
    this.save();
  }

  /** Star papers that are not starred yet. @param {string[]} keys @returns {number} how many were not on the list before */
  star(keys) {
    this.refresh();
    let added = 0;
    for (const key of keys.filter((one) => PAPER_KEY.test(one))) {
      added += Number(!this.papers.has(key));
      mergeMark(this.papers, key, { starred: this.of(key).starred || today() });
    }
    this.save();
    return added;
  }

  /** Replace former keys of papers with their new ones. @param {Record<string, string>} former */
  rename(former) {
    const moved = [...this.papers].filter(([key]) => Object.prototype.hasOwnProperty.call(former, key));
    if (!moved.length) return;
    for (const [key, mark] of moved) {
      this.papers.delete(key);
      mergeMark(this.papers, former[key], mark);
    }
    this.save();
  }

  /** Merge an exported list into this one without losing anything. Throws an Error with a message for the reader.
   * @param {string} text @returns {{ papers: number, left: number }} */
  merge(text) {
    const found = readCollection(text);
    this.refresh();
    for (const [key, mark] of found.papers) mergeMark(this.papers, key, mark);
    this.save();
    return { papers: found.papers.size, left: found.left };
  }

  /** @returns {string} the list as a file */
  export() {
    return `${JSON.stringify(listFile(this.papers), null, 2)}\n`;
  }

  /** Read what another tab has written. @returns {boolean} whether anything changed */
  refresh() {
    if (this.memoryOnly && !this.full) return false;
    let text;
    try {
      text = this.storage().getItem(STORAGE_KEY);
    } catch {
      this.memoryOnly = this.refused = true;
      return false;
    }
    if (text === this.text) return false;
    this.text = text;
    const unsaved = this.full ? this.papers : []; // some of these could not be saved
    this.papers = new Map();
    if (text !== null) this.read(text);
    for (const [key, mark] of unsaved) mergeMark(this.papers, key, mark);
    return true;
  }

  /** @param {string} text  as stored */
  read(text) {
    try {
      this.papers = readCollection(text).papers;
    } catch (error) {
      if (error instanceof NewerList) {
        this.memoryOnly = true;
        this.full = false;
        this.report("Your list was saved by a newer version of this site, so it is left unchanged. Changes you make now are lost when you leave the page.");
      } else this.setAside(text);
    }
  }

  /** Move a list that cannot be read to another key. @param {string} text */
  setAside(text) {
    try {
      this.storage().setItem(`${STORAGE_KEY}.unreadable`, text);
      this.storage().removeItem(STORAGE_KEY);
      this.text = null;
      this.report(`Your list could not be read. It was kept in this browser as “${STORAGE_KEY}.unreadable”, and a new list was started.`);
    } catch {
      this.memoryOnly = true; // it stays where it is, untouched
      this.full = false;
      this.report("Your list could not be read, and this browser has no room to set it aside. Changes you make now are lost when you leave the page.");
    }
  }

  /** Say once that nothing can be saved here: when there is something to save, or on the page of the list. */
  reportRefusal() {
    if (!this.refused || this.reported) return;
    this.reported = true;
    this.report("This browser does not let this site save anything. Stars and notes are lost when you leave the page.");
  }

  save() {
    if (!this.memoryOnly || this.full) this.store(JSON.stringify(listFile(this.papers)));
    this.reportRefusal();
    this.notify();
  }

  /** @param {string} text */
  store(text) {
    try {
      this.storage().setItem(STORAGE_KEY, text);
      this.text = text;
      this.memoryOnly = this.full = false;
    } catch {
      if (!this.full) {
        this.report("This browser has no room left for your list. Your latest changes are lost when you leave the page; export the list to keep them.");
      }
      this.memoryOnly = this.full = true;
    }
  }

  /** @param {string} message */
  report(message) {
    this.messages.push(message);
    this.dispatchEvent(new Event("trouble"));
  }

  notify() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Map<string, Mark>} papers */
function listFile(papers) {
  const sorted = [...papers].sort(([one], [other]) => (one < other ? -1 : 1));
  return { shelf: "kept", version: LIST_VERSION, papers: Object.fromEntries(sorted) };
}

/** Read a list from this browser or from a file. Only known, well-formed marks are accepted.
 * @param {string} text @param {Record<number, (found: any) => any>} steps @returns {ListRead} */
function readCollection(text, steps = LIST_UPGRADES) {
  /** @type {any} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("This file is not JSON.");
  }
  const isList = found !== null && typeof found === "object" && found.shelf === "kept" && Number.isInteger(found.version);
  if (!isList || found.version < 0) throw new Error("This file is not a list exported from this page.");
  if (found.version > LIST_VERSION) throw new NewerList("This file was exported by a newer version of this site.");
  while (found.version < LIST_VERSION) {
    const { version } = found;
    if (!steps[version]) throw new Error(`This site cannot read version ${version} of a list.`);
    found = { ...steps[version](found), version: version + 1 };
  }
  if (found.papers === null || typeof found.papers !== "object" || Array.isArray(found.papers)) {
    throw new Error("This file is not a list exported from this page.");
  }
  /** @type {Map<string, Mark>} */
  const papers = new Map();
  let left = 0;
  for (const [key, mark] of Object.entries(found.papers)) {
    const clean = PAPER_KEY.test(key) ? cleanMark(mark) : null;
    if (clean) papers.set(key, clean);
    else left += 1;
  }
  return { papers, left };
}

/** @param {any} found @returns {Mark | null} the valid parts of a mark */
function cleanMark(found) {
  if (found === null || typeof found !== "object") return null;
  /** @type {Mark} */
  const mark = {};
  if (typeof found.starred === "string" && DAY.test(found.starred)) mark.starred = found.starred;
  if (typeof found.read === "string" && DAY.test(found.read)) mark.read = found.read;
  if (typeof found.note === "string" && found.note.trim()) mark.note = found.note.slice(0, NOTE_LENGTH);
  return mark.starred || mark.read || mark.note ? mark : null;
}

/** Merge a mark into the list: the earlier date wins, and both notes are kept. @param {Map<string, Mark>} papers @param {string} key @param {Mark} mark */
function mergeMark(papers, key, mark) {
  const mine = papers.get(key) || {};
  const notes = [mine.note || "", mark.note || ""];
  const [longer, shorter] = notes[0].length >= notes[1].length ? notes : [notes[1], notes[0]];
  const merged = cleanMark({
    starred: [mine.starred, mark.starred].filter(Boolean).sort()[0],
    read: [mine.read, mark.read].filter(Boolean).sort()[0],
    note: longer.includes(shorter) ? longer : `${notes[0]}\n\n${notes[1]}`,
  });
  if (merged) papers.set(key, merged);
}

/** @returns {string} YYYY-MM-DD */
function today() {
  return new Date().toISOString().slice(0, 10);
}
