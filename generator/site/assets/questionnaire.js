// Runs the page of `shelf review --html`: answers by key or button, kept in this browser, saved as a file.
"use strict";

(() => {
  /** @typedef {"same" | "different" | "skip"} Verdict */
  /** @typedef {{ verdict: Verdict, atOnce: boolean }} Answer */
  /** @typedef {{ id: string, pairs: [string, string][], format: string, version: number, file: string, seenFirst: number }} Data */

  /** @type {Record<string, Verdict>} */
  const VERDICTS = { s: "same", d: "different", k: "skip" };
  const STATES = { same: "Same paper", different: "Different papers", skip: "Skipped" };

  /** @param {number} count */
  const pairsOf = (count) => `${count} ${count === 1 ? "pair" : "pairs"}`;

  const data = /** @type {Data} */ (JSON.parse(byId("data").textContent || ""));
  const articles = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("article.pair")]);
  const inputs = articles.map((one) => /** @type {HTMLInputElement} */ (one.querySelector("input")));
  const buttons = articles.map((one) => /** @type {HTMLButtonElement[]} */ ([...one.querySelectorAll("[data-answer]")]));
  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section.kind")]);
  const groups = sections.map((one) => articles.flatMap((article, n) => (one.contains(article) ? [n] : [])));
  const groupOf = groups.flatMap((members, group) => members.map(() => group));
  const keys = /** @type {HTMLDialogElement} */ (byId("keys"));
  const undoButton = /** @type {HTMLButtonElement} */ (byId("undo"));
  const place = `shelf-review-${data.id}`; // in the browser's storage

  /** @type {Map<number, Answer>} */
  const answers = new Map();
  /** @type {Map<number, string>} */
  const reasons = new Map();
  /** @type {[number, Answer | undefined][][]} what each step replaced, for undo */
  const steps = [];
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
    const rows = kept && Array.isArray(kept.pairs) ? kept.pairs : [];
    for (const [n, verdict, atOnce, reason] of rows.filter(Array.isArray)) {
      if (!Number.isInteger(n) || !articles[n]) continue;
      if (typeof verdict === "string" && Object.keys(STATES).includes(verdict)) {
        answers.set(n, { verdict: /** @type {Verdict} */ (verdict), atOnce: atOnce === true });
      }
      if (typeof reason === "string" && reason) reasons.set(n, reason.slice(0, REASON));
    }
  }

  function keep() {
    const pairs = articles.flatMap((_, n) => {
      const answer = answers.get(n);
      const reason = reasons.get(n) || "";
      return answer || reason ? [[n, answer ? answer.verdict : "", Boolean(answer && answer.atOnce), reason]] : [];
    });
    try {
      localStorage.setItem(place, JSON.stringify({ pairs }));
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
  function showPair(n) {
    const answer = answers.get(n);
    articles[n].dataset.verdict = answer ? answer.verdict : "";
    const state = answer ? STATES[answer.verdict] + (answer.atOnce ? ", with its kind" : "") : "";
    /** @type {HTMLElement} */ (articles[n].querySelector(".state")).textContent = state && `– ${state}`;
    for (const button of buttons[n]) button.setAttribute("aria-pressed", String(button.dataset.answer === (answer && answer.verdict)));
    if (document.activeElement !== inputs[n]) inputs[n].value = reasons.get(n) || "";
  }

  function showProgress() {
    const verdicts = [...answers.values()].map((one) => one.verdict);
    const skipped = verdicts.filter((one) => one === "skip").length;
    const answered = verdicts.length - skipped;
    byId("answered").textContent = String(answered);
    byId("skipped").textContent = skipped ? `, ${skipped} skipped` : "";
    /** @type {HTMLProgressElement} */ (byId("progress")).value = answered;
    undoButton.disabled = !steps.length;
    sections.forEach((_, group) => showOffer(group));
  }

  /** @param {number} n @param {boolean} [quietly] without moving the focus */
  function go(n, quietly = false) {
    articles[current].removeAttribute("aria-current");
    current = n;
    articles[n].setAttribute("aria-current", "true");
    if (quietly) return;
    const offer = offers[groupOf[n]];
    const first = offer && !offer.hidden && offer.nextElementSibling === articles[n] ? offer : articles[n];
    articles[n].focus({ preventScroll: true });
    first.scrollIntoView({ block: "start" });
  }

  /** Goes to the next pair without an answer, or else to the first one. */
  function advance() {
    const open = articles.flatMap((_, n) => (answers.has(n) ? [] : [n]));
    const next = open.find((n) => n > current) ?? open[0];
    showProgress();
    if (next !== undefined) {
      placeOffer(next);
      go(next);
    } else {
      byId("save").focus();
      say("That was the last pair: save the answers now.");
    }
  }

  // Answers ---------------------------------------------------------------------------------------------------------

  /** @param {[number, Answer | undefined][]} changes */
  function change(changes) {
    steps.push(changes.map(([n]) => [n, answers.get(n)]));
    set(changes);
  }

  /** @param {[number, Answer | undefined][]} changes */
  function set(changes) {
    for (const [n, answer] of changes) {
      if (answer) answers.set(n, answer);
      else answers.delete(n);
      showPair(n);
    }
    keep();
  }

  /** @param {number} n @param {Verdict} verdict */
  function answer(n, verdict) {
    go(n, true);
    say(`Pair ${n + 1}: ${STATES[verdict].toLowerCase()}.`);
    change([[n, { verdict, atOnce: false }]]);
    advance();
  }

  function undo() {
    const step = steps.pop();
    if (!step) return;
    set(step);
    showProgress();
    say(step.length === 1 ? `Undone: pair ${step[0][0] + 1}.` : `Undone: ${pairsOf(step.length)}.`);
    placeOffer(step[0][0]);
    go(step[0][0]);
  }

  // The rest of a kind at once --------------------------------------------------------------------------------------

  /** @type {(HTMLElement | null)[]} */
  const offers = sections.map((section) => {
    if (section.dataset.kind === undefined) return null;
    const offer = document.createElement("div");
    offer.className = "offer";
    offer.hidden = true;
    offer.setAttribute("role", "group");
    offer.setAttribute("aria-label", "The rest of this kind");
    section.append(offer);
    return offer;
  });

  /** @param {string} text @param {() => void} act @param {string} [name] */
  function button(text, act, name = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.className = name;
    made.addEventListener("click", act);
    return made;
  }

  /** @param {number} group @param {Verdict} verdict pairs that can be answered together: with same, no side is in two of them */
  function rest(group, verdict) {
    /** @type {Set<string>} */
    const tied = new Set();
    for (const [n, one] of answers) if (one.verdict === "same") data.pairs[n].forEach((ref) => tied.add(ref));
    return groups[group].filter((n) => {
      if (answers.has(n)) return false;
      if (verdict !== "same") return true;
      if (data.pairs[n].some((ref) => tied.has(ref))) return false;
      data.pairs[n].forEach((ref) => tied.add(ref));
      return true;
    });
  }

  /** @param {number} group */
  function showOffer(group) {
    const offer = offers[group];
    if (!offer) return;
    const given = groups[group].map((n) => answers.get(n)).filter((one) => one && one.verdict !== "skip" && !one.atOnce);
    const same = given.filter((one) => one && one.verdict === "same").length;
    const left = rest(group, "different").length;
    offer.hidden = given.length < data.seenFirst || !left;
    if (offer.hidden) return offer.replaceChildren();
    const alike = !same || same === given.length;
    const text = document.createElement("p");
    text.textContent = `You have answered ${pairsOf(given.length)} of this kind: ${same} same, ${given.length - same} different. `
      + (alike ? "" : "They are not all alike, so look at the rest before you answer it at once. ")
      + `${left === 1 ? "One more is" : `${left} more are`} open.`;
    const all = /** @type {Verdict[]} */ (["same", "different"]).map((verdict) => {
      const count = rest(group, verdict).length;
      const made = button(`${count === 1 ? "The last one" : `All ${count}`} ${verdict}`, () => confirmRest(group, verdict));
      made.disabled = !count;
      return made;
    });
    offer.replaceChildren(text, ...all);
  }

  /** Puts the offer just before a pair of its kind. @param {number} n */
  function placeOffer(n) {
    const offer = offers[groupOf[n]];
    if (offer && !offer.hidden) articles[n].before(offer);
  }

  /** @param {number} group @param {Verdict} verdict */
  function confirmRest(group, verdict) {
    const offer = /** @type {HTMLElement} */ (offers[group]);
    const chosen = rest(group, verdict);
    const text = document.createElement("p");
    text.textContent = `Answer ${pairsOf(chosen.length)} with “${verdict}” without looking at each of them?`;
    const back = button("No, one by one", () => {
      showOffer(group);
      articles[current].focus();
    });
    const yes = button(`Yes, ${chosen.length} ${verdict}`, () => answerRest(group, verdict, chosen), "main-button");
    offer.replaceChildren(text, yes, back);
    back.focus();
  }

  /** @param {number} group @param {Verdict} verdict @param {number[]} chosen */
  function answerRest(group, verdict, chosen) {
    change(chosen.map((n) => [n, { verdict, atOnce: true }]));
    const left = rest(group, "different").length;
    say(`${pairsOf(chosen.length)} answered with “${verdict}”.`
      + (left ? ` ${left} left: one of their sides is in a pair that you answered with “same” already.` : ""));
    advance();
  }

  // The file --------------------------------------------------------------------------------------------------------

  function asText() {
    const about = `Answers to the pairs of shelf review. To take them in: shelf review --answers ${data.file}`;
    /** @type {string[]} */
    const rows = [];
    for (const [n, one] of [...answers].sort(([a], [b]) => a - b)) {
      if (one.verdict === "skip") continue;
      const [left, right] = data.pairs[n];
      const reason = oneLine(reasons.get(n) || "");
      rows.push(`  - pair: [${JSON.stringify(left)}, ${JSON.stringify(right)}]`, `    verdict: ${one.verdict}`);
      if (reason) rows.push(`    reason: ${JSON.stringify(reason)}`);
      if (one.atOnce) rows.push("    at_once: true");
    }
    return answersFile(data, about, rows);
  }

  function save() {
    const count = [...answers.values()].filter((one) => one.verdict !== "skip").length;
    if (!count) return say("There is no answer to save yet.");
    saveFile(data.file, asText());
    say(`${count === 1 ? "1 answer" : `${count} answers`} saved as ${data.file}. To take them in: shelf review --answers ${data.file}`);
  }

  // Keys and buttons ------------------------------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  const moves = {
    ArrowDown: () => go(Math.min(current + 1, articles.length - 1)),
    ArrowUp: () => go(Math.max(current - 1, 0)),
    u: undo,
    r: () => inputs[current].focus(),
    a: () => {
      const offer = offers[groupOf[current]];
      if (!offer || offer.hidden) return say(`First answer ${data.seenFirst} pairs of this kind one by one.`);
      placeOffer(current);
      /** @type {HTMLElement} */ (offer.querySelector("button:not(:disabled)")).focus();
      offer.scrollIntoView({ block: "nearest" });
    },
    "?": () => keys.showModal(),
  };
  Object.assign(moves, { ArrowRight: moves.ArrowDown, j: moves.ArrowDown, ArrowLeft: moves.ArrowUp });

  listen({
    answers: Object.fromEntries(Object.entries(VERDICTS).map(([key, verdict]) => [key, () => answer(current, verdict)])),
    moves,
    leave: () => articles[current].focus(),
    off: () => keys.open,
  });

  articles.forEach((article, n) => {
    article.addEventListener("focusin", () => go(n, true));
    inputs[n].addEventListener("input", () => {
      reasons.set(n, inputs[n].value.slice(0, REASON));
      keep();
    });
    for (const one of buttons[n]) {
      one.addEventListener("click", () => {
        const verdict = /** @type {Verdict} */ (one.dataset.answer);
        if (one.getAttribute("aria-pressed") !== "true") return answer(n, verdict);
        change([[n, undefined]]); // pressed again: no answer
        say(`Pair ${n + 1}: no answer.`);
        return showProgress();
      });
    }
  });
  undoButton.addEventListener("click", undo);
  byId("save").addEventListener("click", save);
  byId("help").addEventListener("click", () => keys.showModal());
  byId("close").addEventListener("click", () => keys.close());
  window.addEventListener("storage", (event) => {
    if (event.key === place) show();
  });

  function show() {
    recall();
    steps.length = 0;
    articles.forEach((_, n) => showPair(n));
    showProgress();
    const open = articles.findIndex((_, n) => !answers.has(n));
    go(Math.max(open, 0), true);
    placeOffer(current);
  }

  show();
  if (answers.size) say("Your answers from last time are here.");
})();
