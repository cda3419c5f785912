// What Material's templates define in an inline script: where the site begins, and its own drawer in the browser's storage.
// Material 9.8 and Zensical 0.1 look for these names. The page says in data-base where the site begins.
// @ts-nocheck
__md_scope = new URL(document.currentScript.dataset.base, location);
if (!__md_scope.pathname.endsWith("/")) __md_scope = new URL(`${__md_scope.pathname}/`, location);
__md_hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);
__md_get = (name, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${name}`));
  } catch {
    return null; // storage refused: a browser may throw at the mere name of it
  }
};
__md_set = (name, value, storage, scope = __md_scope) => {
  try {
    (storage || localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // storage refused or full: what was chosen is forgotten with the page
  }
};
document.documentElement.setAttribute("data-platform", navigator.platform);

// Material 9.8 takes every rel=alternate for a translation of the site and asks a server for the site map in its folder. Ours
// are feeds and Markdown: they go by another name while its script looks, which it does at DOMContentLoaded, after this one.
document.addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll("link[rel=alternate]:not([hreflang])");
  for (const link of links) link.rel = "x-alternate";
  addEventListener("load", () => {
    for (const link of links) link.rel = "alternate";
  });
});
