// What the pages on which people answer have in common: one line of a text, a file that is saved, keys. Theirs follows.
"use strict";

const REASON = 1000; // characters of a reason

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} text one line, without what YAML and people cannot read */
function oneLine(text) {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu, " ").replace(/\s+/gu, " ").trim();
}

/** @param {{ format: string, version: number }} data @param {string} about @param {string[]} rows */
function answersFile(data, about, rows) {
  return [`# ${about}`, `format: ${data.format}`, `version: ${data.version}`, "answers:", ...rows].join("\n") + "\n";
}

/** @param {string} name @param {string} text */
function saveFile(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/**
 * Runs what a key means, unless somebody writes in a field or has switched the keys off; Enter and Escape leave a field.
 * A key held down answers once.
 * @param {{ answers: Record<string, () => void>, moves: Record<string, () => void>, leave: () => void, off?: () => boolean }} meant
 */
function listen({ answers, moves, leave, off = () => false }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off()) return;
    if (event.target instanceof HTMLInputElement && event.target.type === "text") {
      if (event.key === "Enter" || event.key === "Escape") leave();
      return;
    }
    if (!(/** @type {HTMLInputElement} */ (byId("listening")).checked)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = Object.keys(answers).includes(key) ? answers[key] : Object.keys(moves).includes(key) ? moves[key] : null;
    if (!found) return;
    event.preventDefault();
    if (!(event.repeat && found === answers[key])) found();
  });
}
