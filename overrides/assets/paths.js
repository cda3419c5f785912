// Shows how far the reader is on a reading path: a bar, a button at each step that marks its paper as read, and the next step.
"use strict";

/** Start on a page with reading paths: one path with its steps, or a list of paths. @param {HTMLElement} place */
function startReadingPaths(place) {
  for (const found of place.querySelectorAll(".shelf-step")) addReadButton(/** @type {HTMLElement} */ (found));
  const show = () => {
    if (!place.isConnected) {
      collection.removeEventListener("change", show);
      return;
    }
    for (const found of place.querySelectorAll(".shelf-progress")) showProgress(/** @type {HTMLElement} */ (found), place);
  };
  collection.addEventListener("change", show);
  show();
}

/** @param {HTMLElement} step */
function addReadButton(step) {
  const title = step.querySelector("h3");
  const button = markButton("read");
  connect(button, step.dataset.step || "", ((title || step).textContent || "").trim());
  button.append(make("span", {}, NAMES.read));
  /** @type {Element} */ (step.querySelector(".shelf-step__read")).append(button);
}

/** Show the progress on one path, and on its own page the next step. @param {HTMLElement} line @param {HTMLElement} place */
function showProgress(line, place) {
  const keys = (line.dataset.steps || "").split(" ").filter(Boolean);
  const unread = keys.findIndex((key) => !collection.of(key).read);
  const count = keys.filter((key) => collection.of(key).read).length;
  const own = line.parentElement === place;
  if (!count && !own) {
    line.textContent = `${keys.length} ${keys.length === 1 ? "paper" : "papers"}`;
    return;
  }
  let [bar, text] = /** @type {Element[]} */ ([...line.children]);
  if (!bar) {
    bar = make("span", { class: "shelf-progress__bar", "aria-hidden": "true" }, progressBar());
    text = make("span", own ? { role: "status" } : {});
    line.replaceChildren(bar, text);
  }
  for (const filled of bar.querySelectorAll("rect")) filled.setAttribute("width", `${(100 * count) / keys.length}%`);
  text.replaceChildren(`${count} of ${keys.length} read`);
  if (!own) return;
  if (unread >= 0) text.append(", next: ", nextStep(place, unread + 1));
  for (const found of place.querySelectorAll(".shelf-step")) {
    const step = /** @type {HTMLLIElement} */ (found);
    step.classList.toggle("shelf-step--read", Boolean(collection.of(step.dataset.step || "").read));
    markNext(step, step.value === unread + 1);
  }
}

/** @returns {SVGElement} */
function progressBar() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "100%");
  const filled = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  filled.setAttribute("height", "100%");
  svg.append(filled);
  return svg;
}

/** Return the link to a step, which may be on another page of a long path. @param {HTMLElement} place @param {number} number */
function nextStep(place, number) {
  const most = Number(place.dataset.most) || number;
  const page = Math.ceil(number / most);
  const first = place.dataset.first || "";
  const folder = page === 1 ? first : first.replace(/(index\.html)?$/, `${page}/$1`);
  const here = document.getElementById(`step-${number}`);
  return make("a", { href: `${here ? "" : folder}#step-${number}` }, `step ${number}`);
}

/** Say of a step that it is the next one, or no longer. @param {HTMLElement} step @param {boolean} next */
function markNext(step, next) {
  if (step.classList.toggle("shelf-step--next", next)) step.setAttribute("aria-current", "step");
  else step.removeAttribute("aria-current");
  const badge = step.querySelector(".shelf-step__next");
  if (!next && badge) badge.remove();
  if (!next || badge) return;
  const beside = step.querySelector(".shelf-step__read"); // there it moves nothing
  if (beside) beside.append(make("span", { class: "shelf-step__next" }, "Next on this path"));
}
