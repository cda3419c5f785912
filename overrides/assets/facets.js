// Shows the filters of Browse: checkboxes, each with the number of papers that it would leave, and a slider of years.
"use strict";

const FACET_NAMES = { family: "Family", topic: "Topic", year: "Year", venue: "Venue", type: "Type", status: "Status" };
const SHORT = 8; // values shown before "Show all"

/** @typedef {{ label: HTMLLabelElement, box: HTMLInputElement, count: HTMLElement, shown: number }} Tick */

class Facets {
  /** @param {HTMLElement} place @param {Filters} filters @param {() => void} changed @param {(years: [string, string] | null) => void} ranged */
  constructor(place, filters, changed, ranged) {
    this.filters = filters;
    /** @type {Record<string, Map<number, Tick>>} */
    this.ticks = {};
    /** @type {Record<string, HTMLElement>} */
    this.lists = {};
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {};
    /** @type {Set<string>} */
    this.whole = new Set();
    /** @type {Record<string, Set<number>>} values that were ticked once; they stay visible */
    this.used = {};
    /** @type {Record<string, string>} the values now shown */
    this.drawn = {};
    const years = filters.years.filter(Boolean).sort();
    /** @type {YearSlider | null} */
    this.slider = years.length && years[0] !== years[years.length - 1] ? new YearSlider(years[0], years[years.length - 1], ranged) : null;
    const only = make("fieldset", { class: "facet" }, make("legend", {}, "Show only"));
    for (const [name, shown] of Object.entries(ONLY)) {
      this.ticks[name] = new Map();
      only.append(this.tick(name, 0, { name, shown }).label);
    }
    place.replaceChildren(only);
    for (const [name, shown] of Object.entries(FACET_NAMES)) {
      if (filters.facets[name].values.length < (name === "type" ? 2 : 1)) continue;
      this.ticks[name] = new Map();
      this.used[name] = new Set();
      this.lists[name] = make("div");
      this.buttons[name] = make("button", { type: "button", class: "facet-more", "aria-expanded": "false" });
      this.buttons[name].hidden = true;
      this.buttons[name].addEventListener("click", () => {
        if (!this.whole.delete(name)) this.whole.add(name);
        this.show(this.chosen, this.counts);
      });
      const inside = name === "year" && this.slider ? [this.slider.place, this.lists[name]] : [this.lists[name]];
      place.append(make("fieldset", { class: "facet" }, make("legend", {}, shown), ...inside, this.buttons[name]));
    }
    /** @type {Record<string, Set<string>>} */
    this.chosen = {};
    /** @type {[string, string] | null} */
    this.years = null;
    /** @type {Record<string, Int32Array>} */
    this.counts = {};
    place.addEventListener("change", (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      const chosen = this.chosen[box.name];
      if (!chosen || box.type !== "checkbox") return;
      if (box.checked) chosen.add(box.value);
      else chosen.delete(box.value);
      changed();
    });
  }

  /** @param {string} name @param {number} number @param {Value} value @returns {Tick} */
  tick(name, number, value) {
    const found = this.ticks[name].get(number);
    if (found) return found;
    const box = make("input", { type: "checkbox", name: name in ONLY ? "only" : name, value: value.name });
    const count = make("span", { class: "facet-count" });
    const tick = { label: make("label", {}, box, make("span", {}, value.shown), count), box, count, shown: -1 };
    this.ticks[name].set(number, tick);
    return tick;
  }

  /** @param {Record<string, Set<string>>} chosen @param {Record<string, Int32Array>} counts @param {[string, string] | null} years */
  show(chosen, counts, years = this.years) {
    this.years = years;
    if (this.slider) this.slider.show(years);
    this.chosen = chosen;
    this.counts = counts;
    for (const [name, shown] of Object.entries(ONLY)) this.fill(this.tick(name, 0, { name, shown }), chosen.only.has(name), counts[name][0]);
    for (const name of Object.keys(this.lists)) this.list(name);
  }

  /** @param {string} name */
  list(name) {
    const { values } = this.filters.facets[name];
    const count = this.counts[name];
    const used = this.used[name];
    for (const value of this.chosen[name]) {
      const number = this.filters.facets[name].numbers.get(value);
      if (number !== undefined) used.add(number);
    }
    /** @type {number[]} */
    const numbers = [];
    for (let number = 0; number < values.length; number += 1) if (count[number] || used.has(number)) numbers.push(number);
    const whole = this.whole.has(name);
    const most = (/** @type {number} */ one, /** @type {number} */ other) => count[other] - count[one] || one - other;
    if (name !== "year" && whole) numbers.sort(most);
    const first = whole ? numbers : name === "year" ? numbers.filter((number, at) => at < SHORT || used.has(number)) : leading(numbers, most, used);
    for (const number of first) this.fill(this.tick(name, number, values[number]), this.chosen[name].has(values[number].name), count[number]);
    const drawn = first.join();
    if (drawn !== this.drawn[name]) {
      const focus = document.activeElement;
      const inside = this.lists[name].contains(focus);
      this.lists[name].replaceChildren(...first.map((number) => /** @type {Tick} */ (this.ticks[name].get(number)).label));
      if (inside && focus instanceof HTMLElement && focus.isConnected) focus.focus(); // moving an element loses its focus
      this.drawn[name] = drawn;
    }
    /** @type {HTMLElement} */ (this.lists[name].parentElement).hidden = !numbers.length;
    const button = this.buttons[name];
    button.hidden = numbers.length <= first.length && !whole;
    button.textContent = whole ? "Show fewer" : `Show all ${numbers.length}`;
    button.setAttribute("aria-expanded", String(whole));
    button.setAttribute("aria-label", `${FACET_NAMES[/** @type {keyof FACET_NAMES} */ (name)]}: ${button.textContent}`);
  }

  /** @param {Tick} tick @param {boolean} checked @param {number} count */
  fill(tick, checked, count) {
    if (tick.box.checked !== checked) tick.box.checked = checked;
    if (tick.shown === count) return;
    tick.shown = count;
    tick.count.textContent = count.toLocaleString("en");
    tick.label.classList.toggle("facet--none", !count);
  }
}

/** Return the first few of the numbers in an order, and those in use; a shelf may have thousands of venues, which are not worth sorting.
 * @param {number[]} numbers @param {(one: number, other: number) => number} order @param {Set<number>} used @returns {number[]} */
function leading(numbers, order, used) {
  /** @type {number[]} */
  const first = [];
  for (const number of numbers) {
    if (first.length === SHORT && order(first[SHORT - 1], number) < 0) continue;
    first.push(number);
    first.sort(order);
    first.length = Math.min(first.length, SHORT);
  }
  return [...first, ...numbers.filter((number) => used.has(number) && !first.includes(number)).sort(order)];
}

/** Two handles that set the first and the last year. */
class YearSlider {
  /** @param {string} first @param {string} last @param {(years: [string, string] | null) => void} changed */
  constructor(first, last, changed) {
    this.limits = [first, last];
    /** @type {HTMLInputElement[]} */
    this.handles = ["First year", "Last year"].map((name) =>
      make("input", { type: "range", min: first, max: last, step: "1", "aria-label": name, class: "years-handle" }),
    );
    this.shown = make("output", { class: "years-shown" });
    this.place = make("div", { class: "years" }, make("div", { class: "years-track" }, ...this.handles), this.shown);
    this.handles.forEach((handle, at) => {
      handle.addEventListener("input", () => {
        const [low, high] = this.handles;
        if (Number(low.value) > Number(high.value)) this.handles[1 - at].value = handle.value; // pushed along
        this.say();
      });
      handle.addEventListener("change", () => {
        const [low, high] = this.handles.map(({ value }) => value);
        changed(low === first && high === last ? null : [low, high]);
      });
    });
  }

  /** @param {[string, string] | null} years */
  show(years) {
    const [low, high] = years || this.limits;
    this.handles[0].value = low;
    this.handles[1].value = high;
    this.say();
  }

  say() {
    const [low, high] = this.handles.map(({ value }) => value);
    const text = low === high ? low : `${low} to ${high}`;
    if (this.shown.textContent !== text) this.shown.textContent = text;
    const [from, to] = this.limits.map(Number);
    const share = (/** @type {string} */ year) => `${((Number(year) - from) / (to - from)) * 100}%`;
    this.place.style.setProperty("--first", share(low));
    this.place.style.setProperty("--last", share(high));
  }
}
