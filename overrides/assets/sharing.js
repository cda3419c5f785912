// Papers in an address: compare/?papers=a,b and my-list/?papers=a,b, or after a # where the part after the ? would not arrive.
"use strict";

const QUERY_MOST = 2000; // characters; servers refuse longer requests, but what follows the # is not sent to them
const ADDRESS_MOST = 64000; // characters that every browser accepts
const SHARED_MOST = 5000; // papers that are read from an address

/** @param {string} path  of a page below the shelf's root @returns {string} its address */
function pageAddress(path) {
  return new URL(`${path}/${location.protocol === "file:" ? "index.html" : ""}`, ROOT).href;
}

/** @param {string} path @param {string[]} keys @returns {string} the address of a page with these papers; "" if it is too long */
function keysAddress(path, keys) {
  const page = pageAddress(path);
  const asked = `${page}?papers=${keys.join()}`;
  if (asked.length <= QUERY_MOST && location.protocol !== "file:") return asked;
  const address = `${page}#?papers=${keys.join()}`;
  return address.length <= ADDRESS_MOST ? address : "";
}

/** @returns {string[] | null} the papers that the address of this page names; null if it names none */
function addressedKeys() {
  const text = location.hash.startsWith("#?") ? location.hash.slice(2) : location.search.slice(1);
  const given = new URLSearchParams(text).getAll("papers").join();
  const keys = given.split(/[\s,;]+/, SHARED_MOST).map((key) => key.toLowerCase().replace(/^["'(<]+|["')>.:!?]+$/g, "")); // as a mail may have them
  const named = keys.filter(Boolean);
  return named.length ? named : null;
}

/** Put papers into the address of this page, so that it can be shared or reloaded. @param {string} path @param {string[]} keys */
function writeKeys(path, keys) {
  const plain = location.href.split(/[?#]/)[0];
  const wanted = keysAddress(path, keys);
  const more = wanted && keys.length ? wanted.slice(pageAddress(path).length) : "";
  try {
    history.replaceState(null, "", plain + more);
  } catch {
    try {
      history.replaceState(null, "", more ? `#${more.replace(/^#/, "")}` : "#");
    } catch {
      // the address stays as it was; the page still works
    }
  }
}

/** Return a button that copies the address of a page with papers. @param {string} path @param {() => string[]} keys @returns {HTMLElement} */
function copyButton(path, keys) {
  const button = make("button", { type: "button", class: "shelf-button" }, "Copy link");
  button.addEventListener("click", async () => {
    const named = keys();
    if (!named.length) {
      say("There are no papers to share.");
      return;
    }
    const address = keysAddress(path, named);
    if (!address) {
      say(`${named.length.toLocaleString("en")} papers are too many for an address. Export the list and send the file instead.`);
      return;
    }
    const here = location.protocol === "file:" ? " It leads to the copy of this site on your own disk." : "";
    try {
      await navigator.clipboard.writeText(address);
      say(`Link to ${named.length.toLocaleString("en")} ${named.length === 1 ? "paper" : "papers"} copied.${here}`);
    } catch {
      const field = make("input", { readonly: "", class: "shared-link", "aria-label": "Link to these papers" });
      field.value = address;
      button.replaceWith(field); // the browser does not let the site copy: the reader does
      field.select();
    }
  });
  return button;
}
