// Runs the page of `shelf discover --html`: answers by key or button, kept in this browser, saved as a file.
"use strict";

(() => {
  /** @typedef {"add" | "reject" | "later"} Verdict */
  /** @typedef {{ references: string[], title: string }} Paper */
  /** @typedef {{ id: string, papers: Paper[], format: string, version: number, file: string }} Data */

  /** @type {Record<string, Verdict>} as on the terminal */
  const VERDICTS = { y: "add", n: "reject", l: "later" };
  const STATES = { add: "Add", reject: "Reject", later: "Later" };


  const data = /** @type {Data} */ (JSON.parse(byId("data").textContent || ""));
  const articles = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("article")]);
  const inputs = articles.map((one) => /** @type {HTMLInputElement} */ (one.querySelector("input")));
  const buttons = articles.map((one) => /** @type {HTMLButtonElement[]} */ ([...one.querySelectorAll("[data-answer]")]));
  const place = `shelf-discover-${data.id}`; // in the browser's storage

  /** @type {Map<number, Verdict>} */
  const answers = new Map();
  /** @type {Map<number, string>} */
  const reasons = new Map();
  let current = 0;

  // What the browser keeps ------------------------------------------------------------------------------------------

  /** Reads what is kept; anything that is not ours is left out. */
  function recall() {
    answers.clear();
    reasons.clear();
    /** @type {any} */
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(place) || "null");
    } catch {
      return;
    }
    for (const row of Array.isArray(kept) ? kept : []) {
      if (!Array.isArray(row) || !Number.isInteger(row[0]) || !articles[row[0]]) continue;
      if (typeof row[1] === "string" && Object.keys(STATES).includes(row[1])) answers.set(row[0], /** @type {Verdict} */ (row[1]));
      if (typeof row[2] === "string" && row[2]) reasons.set(row[0], row[2].slice(0, REASON));
    }
  }

  function keep() {
    const rows = articles.flatMap((_, n) => (answers.has(n) || reasons.get(n) ? [[n, answers.get(n) || "", reasons.get(n) || ""]] : []));
    try {
      localStorage.setItem(place, JSON.stringify(rows));
    } catch {
      say("This browser keeps nothing for this page: save the answers before you close it.");
    }
  }

  // What the page shows ---------------------------------------------------------------------------------------------

  /** @param {string} message */
  function say(message) {
    byId("said").textContent = message;
  }

  /** @param {number} n */
  function show(n) {
    const answer = answers.get(n);
    articles[n].dataset.verdict = answer || "";
    /** @type {HTMLElement} */ (articles[n].querySelector(".state")).textContent = answer ? `– ${STATES[answer]}` : "";
    for (const button of buttons[n]) button.setAttribute("aria-pressed", String(button.dataset.answer === answer));
    if (document.activeElement !== inputs[n]) inputs[n].value = reasons.get(n) || "";
  }

  function showProgress() {
    byId("answered").textContent = String(answers.size);
    /** @type {HTMLProgressElement} */ (byId("progress")).value = answers.size;
  }

  /** @param {number} n @param {boolean} [quietly] without moving the focus */
  function go(n, quietly = false) {
    articles[current].removeAttribute("aria-current");
    current = n;
    articles[n].setAttribute("aria-current", "true");
    if (quietly) return;
    articles[n].focus({ preventScroll: true });
    articles[n].scrollIntoView({ block: "start" });
  }

  /** @param {number} n @param {Verdict} verdict the same again takes the answer back */
  function answer(n, verdict) {
    go(n, true);
    const again = answers.get(n) === verdict;
    if (again) answers.delete(n);
    else answers.set(n, verdict);
    show(n);
    showProgress();
    keep();
    say(`Paper ${n + 1}: ${again ? "no answer" : STATES[verdict].toLowerCase()}.`);
    if (again) return;
    const open = articles.flatMap((_, at) => (answers.has(at) ? [] : [at]));
    const next = open.find((at) => at > n) ?? open[0];
    if (next !== undefined) return go(next);
    byId("save").focus();
    say("That was the last paper: save the answers now.");
  }

  // The file --------------------------------------------------------------------------------------------------------

  function asText() {
    const about = `Answers to shelf discover. To take them in: shelf discover --answers ${data.file}`;
    /** @type {string[]} */
    const rows = [];
    for (const [n, verdict] of [...answers].sort(([a], [b]) => a - b)) {
      if (verdict === "later") continue;
      const { references, title } = data.papers[n];
      rows.push(`  - paper: [${references.map((one) => JSON.stringify(one)).join(", ")}]`, `    verdict: ${verdict}`);
      rows.push(`    title: ${JSON.stringify(oneLine(title))}`);
      const reason = oneLine(reasons.get(n) || "");
      if (reason && verdict === "reject") rows.push(`    reason: ${JSON.stringify(reason)}`);
    }
    return answersFile(data, about, rows);
  }

  function save() {
    const count = [...answers.values()].filter((one) => one !== "later").length;
    if (!count) return say("There is no answer to save yet.");
    saveFile(data.file, asText());
    say(`${count === 1 ? "1 answer" : `${count} answers`} saved as ${data.file}. To take them in: shelf discover --answers ${data.file}`);
  }

  // Keys and buttons ------------------------------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  const moves = {
    j: () => go(Math.min(current + 1, articles.length - 1)),
    k: () => go(Math.max(current - 1, 0)),
    r: () => inputs[current].focus(),
  };
  Object.assign(moves, { ArrowDown: moves.j, ArrowUp: moves.k });

  listen({
    answers: Object.fromEntries(Object.entries(VERDICTS).map(([key, verdict]) => [key, () => answer(current, verdict)])),
    moves,
    leave: () => articles[current].focus(),
  });

  articles.forEach((article, n) => {
    article.addEventListener("focusin", () => go(n, true));
    inputs[n].addEventListener("input", () => {
      reasons.set(n, inputs[n].value.slice(0, REASON));
      keep();
    });
    for (const one of buttons[n]) one.addEventListener("click", () => answer(n, /** @type {Verdict} */ (one.dataset.answer)));
  });
  byId("save").addEventListener("click", save);
  window.addEventListener("storage", (event) => {
    if (event.key === place) restore();
  });

  function restore() {
    recall();
    articles.forEach((_, n) => show(n));
    showProgress();
    const open = articles.findIndex((_, n) => !answers.has(n));
    go(Math.max(open, 0), true);
  }

  restore();
})();
