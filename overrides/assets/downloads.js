// Downloads a selection of papers as a file for a reference manager or as a Markdown list. The records were written when the
// site was built; they are loaded on demand.
"use strict";

/** @typedef {{ name: string, shown: string, suffix: string, media: string, before?: string, between: string, after?: string }} Format */

/** Return the buttons that download a selection. @param {Columns} papers @param {string} label @param {() => { keys: string[], numbers: number[] }} selection
 * @param {(text: string, format: string, key: string) => string} [annotate]  adds the reader's note to a record @returns {HTMLElement} */
function downloadButtons(papers, label, selection, annotate = (text) => text) {
  const buttons = papers.formats.map((format) => {
    const button = make("button", { type: "button", class: "shelf-button" }, format.shown);
    button.addEventListener("click", async () => {
      const { keys, numbers } = selection();
      if (!keys.length) {
        say("There are no papers to download.");
        return;
      }
      try {
        saveFile(`papers${format.suffix}`, format.media, await exportRecords(papers, format, keys, numbers, annotate));
      } catch (error) {
        say(/** @type {Error} */ (error).message);
      }
    });
    return button;
  });
  return make("div", { class: "take", role: "group", "aria-label": label }, make("span", { "aria-hidden": "true" }, label), ...buttons);
}

/** Return the records of a selection as one file, in its order. @param {Columns} papers @param {Format} format @param {string[]} keys @param {number[]} numbers
 * @param {(text: string, format: string, key: string) => string} annotate @returns {Promise<string>} */
async function exportRecords(papers, format, keys, numbers, annotate) {
  const batches = [...new Set(numbers.map((number) => Math.floor(number / papers.batch)))];
  const loaded = await Promise.all(batches.map((batch) => loadData(`${format.name}-${batch}`)));
  const texts = new Map(batches.map((batch, at) => [batch, loaded[at]]));
  const records = keys.map((key, at) => texts.get(Math.floor(numbers[at] / papers.batch))[key]);
  if (records.includes(undefined)) throw new Error("The site has changed since you opened this page. Reload the page and try again.");
  const written = records.map((text, at) => annotate(text, format.name, keys[at]));
  return (format.before || "") + written.join(format.between) + (format.after || "");
}

/** @param {string} name @param {string} media @param {string} text */
function saveFile(name, media, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
