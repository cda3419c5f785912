// Converts between a reader's choices on Browse and the query string of the address.
"use strict";

const SHOWN = 50; // rows at a time
const SORTS = ["newest", "oldest", "title", "upvotes", "shelved"];

/** @typedef {{ query: string, chosen: Record<string, Set<string>>, sort: string, shown: number }} Choice */

/** @param {string} text  a query string such as find=…&family=… (the theme's own search uses q) @returns {Choice} unknown parts are ignored */
function readChoice(text) {
  const given = new URLSearchParams(text);
  const names = [...Object.keys(FACET_NAMES), "only"];
  const sort = given.get("sort") || "";
  const shown = Math.ceil(Number(given.get("shown")) / SHOWN) * SHOWN;
  return {
    query: (given.get("find") || "").slice(0, 1000),
    chosen: Object.fromEntries(names.map((name) => [name, new Set(given.getAll(name).slice(0, 100))])),
    sort: SORTS.includes(sort) ? sort : SORTS[0],
    shown: shown > SHOWN && shown <= 100000 ? shown : SHOWN,
  };
}

/** @param {Choice} choice @returns {string} */
function writeChoice({ query, chosen, sort, shown }) {
  const params = new URLSearchParams();
  if (query.trim()) params.set("find", query.trim());
  for (const [name, values] of Object.entries(chosen)) for (const value of values) params.append(name, value);
  if (sort !== SORTS[0]) params.set("sort", sort);
  if (shown !== SHOWN) params.set("shown", String(shown));
  return params.toString();
}
