// Shows the filters of Browse: checkboxes, each with the number of papers that it would leave.
"use strict";

const FACET_NAMES = { family: "Family", topic: "Topic", year: "Year", venue: "Venue", type: "Type" };
const SHORT = 8; // values shown before "Show all"

/** @typedef {{ label: HTMLLabelElement, box: HTMLInputElement, count: HTMLElement, shown: number }} Tick */

class Facets {
  /** @param {HTMLElement} place @param {Search} search @param {() => void} changed */
  constructor(place, search, changed) {
    this.search = search;
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
    const only = make("fieldset", { class: "facet" }, make("legend", {}, "Show only"));
    for (const [name, shown] of Object.entries(ONLY)) {
      this.ticks[name] = new Map();
      only.append(this.tick(name, 0, { name, shown }).label);
    }
    place.replaceChildren(only);
    for (const [name, shown] of Object.entries(FACET_NAMES)) {
      if (search.facets[name].values.length < (name === "type" ? 2 : 1)) continue;
      this.ticks[name] = new Map();
      this.used[name] = new Set();
      this.lists[name] = make("div");
      this.buttons[name] = make("button", { type: "button", class: "facet-more", "aria-expanded": "false" });
      this.buttons[name].hidden = true;
      this.buttons[name].addEventListener("click", () => {
        if (!this.whole.delete(name)) this.whole.add(name);
        this.show(this.chosen, this.counts);
      });
      place.append(make("fieldset", { class: "facet" }, make("legend", {}, shown), this.lists[name], this.buttons[name]));
    }
    /** @type {Record<string, Set<string>>} */
    this.chosen = {};
    /** @type {Record<string, Int32Array>} */
    this.counts = {};
    place.addEventListener("change", (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      const chosen = this.chosen[box.name];
      if (!chosen) return;
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

  /** @param {Record<string, Set<string>>} chosen @param {Record<string, Int32Array>} counts */
  show(chosen, counts) {
    this.chosen = chosen;
    this.counts = counts;
    for (const [name, shown] of Object.entries(ONLY)) this.fill(this.tick(name, 0, { name, shown }), chosen.only.has(name), counts[name][0]);
    for (const name of Object.keys(this.lists)) this.list(name);
  }

  /** @param {string} name */
  list(name) {
    const { values } = this.search.facets[name];
    const count = this.counts[name];
    const used = this.used[name];
    for (const value of this.chosen[name]) {
      const number = this.search.facets[name].numbers.get(value);
      if (number !== undefined) used.add(number);
    }
    const numbers = [...values.keys()].filter((number) => count[number] || used.has(number));
    if (name !== "year") numbers.sort((one, other) => count[other] - count[one] || one - other);
    const whole = this.whole.has(name);
    const first = whole ? numbers : numbers.filter((number, at) => at < SHORT || used.has(number));
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
