// Runs the page that suggests a paper: finds the identifier in what a reader pastes or a bookmark brings, and opens the repository's
// form with it. The form's address comes from the page, so nothing in the address of this page can lead anywhere else.
"use strict";

const BROUGHT_MOST = 4000; // characters that a bookmark may bring; more is not read
const SUGGESTION_TITLE = 150; // characters of the title

class SuggestPage {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.field = make("input", { type: "text", id: "suggest-paper", autocomplete: "off", spellcheck: "false", maxlength: String(REFERENCE_MOST) });
    this.said = make("div", { class: "suggest-said", role: "status", "aria-live": "polite" });
    const go = make("button", { type: "submit", class: "shelf-button" }, "Open the form");
    const form = make("form", { class: "browse-ask suggest-ask" }, make("p", { class: "browse-field" }, make("label", { for: "suggest-paper" }, "Paper"), this.field), make("p", {}, go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer(this.field.value, "", false);
    });
    place.append(form, this.said);
    if (place.dataset.bookmark && location.protocol !== "file:") place.append(...bookmarkHelp());
    window.addEventListener("hashchange", () => {
      if (place.isConnected) this.read();
    });
    this.read();
  }

  /** Read what a bookmark brought: the identifier that the page states, its address, its title. */
  read() {
    const text = location.hash.startsWith("#?") ? location.hash.slice(2) : location.search.slice(1);
    if (!text) return;
    if (text.length > BROUGHT_MOST) {
      this.say("What came with the address of this page is too long, and was not read.");
      return;
    }
    const brought = new URLSearchParams(text);
    const title = (brought.get("title") || "").trim().slice(0, REFERENCE_MOST);
    const stated = ["id", "url"].map((name) => brought.get(name) || "").filter((one) => namedPapers(one).length);
    this.field.value = stated[0] || title;
    if (stated.length) this.answer(stated[0], title, true);
    else if (title) this.say("The page that you come from states no identifier. Is this the paper’s title? Then open the form with it; otherwise paste the DOI that the page shows.");
    else this.say("There is no paper’s identifier in this address. Paste the DOI that the page shows, or type the paper’s title.");
  }

  /** @param {string} text  what names the paper @param {string} title @param {boolean} brought  by a bookmark @returns {Promise<void>} */
  async answer(text, title, brought) {
    const papers = namedPapers(text);
    if (papers.length > 1) {
      this.say(`This may name ${papers.length} papers: ${papers.map(({ value }) => value).join(", ").slice(0, 200)}. Leave one.`);
      return;
    }
    const typed = text.trim().replace(/\s+/g, " ");
    const reference = papers.length ? referenceText(papers[0]) : typed;
    if (!reference || (!papers.length && /:\/\//.test(typed))) {
      this.say("There is no paper’s identifier in this. Paste the DOI that the paper’s page shows, or type the paper’s title.");
      return;
    }
    const found = await shelved(papers[0], title || (papers.length ? "" : typed)).catch(() => null); // without the data, nothing is known to be here
    const address = formAddress(this.place, reference, title || (papers.length ? "" : typed));
    if (found) {
      this.said.replaceChildren(
        make("p", {}, `${found.sure ? "This paper" : "A paper with this title"} is already on this shelf: `, make("a", { href: pageAddress(`papers/${found.key}`) }, found.title), "."),
        make("p", {}, make("a", { href: address, rel: "noopener noreferrer" }, "Suggest it all the same")),
      );
      return;
    }
    this.said.replaceChildren(make("p", {}, make("a", { href: address, rel: "noopener noreferrer" }, `Open the form for ${reference.slice(0, 200)}`)));
    if (brought) location.replace(address); // so that Back leads to the paper's page
    else location.assign(address);
  }

  /** @param {string} text */
  say(text) {
    this.said.replaceChildren(make("p", { class: "browse-said" }, text));
  }
}

/** @param {NamedPaper} paper @returns {string} what "shelf add" takes */
function referenceText({ kind, value }) {
  return kind === "pmid" ? `PMID: ${value}` : kind === "openreview" ? `openreview:${value}` : value;
}

/** Return the address of the form with its fields filled in. @param {HTMLElement} place @param {string} reference @param {string} title @returns {string} */
function formAddress(place, reference, title) {
  const { form = "", title: titleField = "", reference: referenceField = "" } = place.dataset;
  const name = `Suggestion: ${title || reference}`.slice(0, SUGGESTION_TITLE);
  return `${form}${encodeURIComponent(titleField)}=${encodeURIComponent(name)}&${encodeURIComponent(referenceField)}=${encodeURIComponent(reference)}`;
}

/** Return the paper of the shelf with an identifier, which is sure, or else with a title. @param {NamedPaper | undefined} paper @param {string} title
 * @returns {Promise<{ key: string, title: string, sure: boolean } | null>} */
async function shelved(paper, title) {
  const [papers, texts] = await Promise.all([loadData("papers"), loadData("texts")]);
  /** @type {string[]} */
  const titles = papers.titles.split("\n");
  const letters = (/** @type {string} */ text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const value = paper && paper.value.toLowerCase();
  const same = value ? texts.id.split("\n").findIndex((/** @type {string} */ row) => row.toLowerCase().split("\t").includes(value)) : -1;
  const wanted = letters(title);
  const at = same < 0 && wanted ? titles.findIndex((one) => letters(one) === wanted) : same;
  return at < 0 ? null : { key: papers.keys.split("\n")[at], title: titles[at], sure: same >= 0 };
}

/** @returns {HTMLElement[]} how to make a bookmark of this page */
function bookmarkHelp() {
  const code = make("code", {}, bookmarkCode(pageAddress("add")));
  const button = make("button", { type: "button", class: "shelf-button" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(/** @type {string} */ (code.textContent));
      say("Copied. Paste it as the address of a new bookmark.");
    } catch {
      /** @type {Selection} */ (getSelection()).selectAllChildren(code); // the browser does not let the site copy: the reader does
    }
  });
  return [
    make("h2", { id: "bookmark" }, "A bookmark for any page"),
    make("p", {}, "With this bookmark you suggest the paper whose page you are on, at arXiv, a publisher or a library:"),
    make("ol", {}, make("li", {}, "Copy the code below."), make("li", {}, "Make a new bookmark, name it Suggest, and paste the code as its address."), make("li", {}, "On a paper’s page, choose the bookmark. The form opens with the identifier that the page states.")),
    make("pre", { class: "suggest-code", tabindex: "0", "aria-label": "The bookmark’s code" }, code),
    make("p", {}, button),
    make("p", { class: "shelf-note" }, "It does nothing until you choose it. What it brings here, the page’s address, title and identifier, stands behind a # in the address and stays in your browser until you open the form. A few sites do not allow bookmarks like this; there, copy the page’s address and paste it above."),
  ];
}

/** @param {string} address  of this page @returns {string} */
function bookmarkCode(address) {
  const names = '["citation_arxiv_id","citation_doi","prism.doi","dc.identifier","publication_doi"]';
  const meta = "n=>(document.querySelector('meta[name=\"'+n+'\" i]')||{}).content";
  const code =
    `(()=>{const m=${meta};location.href=${JSON.stringify(address)}+"#?"+new URLSearchParams(` +
    `{id:${names}.map(m).find(v=>/\\d\\.\\d{4}/.test(v))||"",url:location.href,title:m("citation_title")||document.title})})()`;
  return `javascript:${code.replace(/%/g, "%25")}`; // a browser decodes it before it runs it
}

/** @param {HTMLElement} place */
function startSuggest(place) {
  new SuggestPage(place);
}
