// Converts between a reader's choices on Browse and the query string of the address.
"use strict";

const SHOWN = 50; // rows at a time
const SORTS = ["best", "newest", "oldest", "title", "upvotes", "cited", "shelved"];

/** @typedef {{ query: string, chosen: Record<string, Set<string>>, years: [string, string] | null, sort: string, shown: number, asTyped: boolean }} Choice
 * years: first and last; asTyped: without corrections */

/** @param {string} text  a query string such as find=…&family=… @returns {Choice} unknown parts are ignored */
function readChoice(text) {
  const given = new URLSearchParams(text);
  const names = [...Object.keys(FACET_NAMES), "only"];
  const sort = given.get("sort") || "";
  const shown = Math.ceil(Number(given.get("shown")) / SHOWN) * SHOWN;
  const years = /^(\d{4})-(\d{4})$/.exec(given.get("years") || "");
  return {
    query: (given.get("find") || "").slice(0, 1000),
    chosen: Object.fromEntries(names.map((name) => [name, new Set(given.getAll(name).slice(0, 100))])),
    years: years && years[1] <= years[2] ? [years[1], years[2]] : null,
    sort: SORTS.includes(sort) ? sort : SORTS[0],
    shown: shown > SHOWN && shown <= 100000 ? shown : SHOWN,
    asTyped: given.has("typed"),
  };
}

/** @param {Choice} choice @returns {string} */
function writeChoice({ query, chosen, years, sort, shown, asTyped }) {
  const params = new URLSearchParams();
  if (query.trim()) params.set("find", query.trim());
  for (const [name, values] of Object.entries(chosen)) for (const value of values) params.append(name, value);
  if (years) params.set("years", years.join("-"));
  if (sort !== SORTS[0]) params.set("sort", sort);
  if (shown !== SHOWN) params.set("shown", String(shown));
  if (asTyped) params.set("typed", "1");
  return params.toString();
}
