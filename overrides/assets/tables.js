// Makes tables of results sortable and citations downloadable. Both can be read without it.
// @ts-check
(() => {
  "use strict";

  /**
   * The sort value of a cell: a number, or text in lower case.
   * @param {HTMLTableRowElement} row
   * @param {number} column
   * @returns {number | string}
   */
  const value = (row, column) => {
    const cell = row.cells[column];
    const said = cell.dataset.value ?? cell.textContent?.trim() ?? "";
    return cell.classList.contains("shelf-number") ? Number(said) : said.toLowerCase();
  };

  /**
   * Sort a table by a column; equal rows keep their order.
   * @param {HTMLTableElement} table
   * @param {HTMLTableCellElement} head
   */
  const sort = (table, head) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const column = head.cellIndex;
    const rows = [...body.rows].map((row) => ({ row, value: value(row, column) }));
    const sign = up ? 1 : -1;
    rows.sort((a, b) => (a.value < b.value ? -sign : a.value > b.value ? sign : 0));
    body.append(...rows.map(({ row }) => row));
    for (const other of head.parentElement?.children ?? []) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
  };

  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".shelf-table--sorted"))) {
    for (const head of table.tHead?.rows[0].cells ?? []) {
      if (head.classList.contains("shelf-fixed")) continue; // units differ from row to row
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, /** @type {HTMLTableCellElement} */ (head)));
      head.append(button);
    }
  }

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-file]"))) {
    button.addEventListener("click", () => {
      const text = button.closest("details")?.querySelector("code")?.textContent ?? "";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text, "\n"], { type: button.dataset.kind }));
      link.download = button.dataset.file ?? "";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }
})();
