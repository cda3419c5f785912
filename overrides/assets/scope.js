// Defines the site's root and its own namespace in the browser's storage. Material does this in an inline script; Material 9.8
// and Zensical 0.1 look for these names. The page gives the root in data-base.
// @ts-nocheck
__md_scope = new URL(document.currentScript.dataset.base, location);
if (!__md_scope.pathname.endsWith("/")) __md_scope = new URL(`${__md_scope.pathname}/`, location);
__md_hash = (text) => [...text].reduce((sum, character) => (sum << 5) - sum + character.charCodeAt(0), 0);
__md_get = (name, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${name}`));
  } catch {
    return null; // storage is blocked: some browsers throw as soon as it is accessed
  }
};
__md_set = (name, value, storage, scope = __md_scope) => {
  try {
    (storage || localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // storage is blocked or full: the setting is lost with the page
  }
};
document.documentElement.setAttribute("data-platform", navigator.platform);

// Material 9.8 treats every rel=alternate link as a translation of the site and requests a sitemap from its folder. Ours are
// feeds and Markdown, so they get another rel while its script looks, at DOMContentLoaded, after this one.
document.addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll("link[rel=alternate]:not([hreflang])");
  for (const link of links) link.rel = "x-alternate";
  addEventListener("load", () => {
    for (const link of links) link.rel = "alternate";
  });
});
