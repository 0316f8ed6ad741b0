/* A table that is wider than the page becomes a list, in which every cell says its column. */
const tables = [...document.querySelectorAll("table.docutils")].filter((table) => table.tHead);

for (const table of tables) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, at) => {
      if (columns[at]) cell.dataset.column = columns[at];
      cell.classList.toggle("empty", !cell.textContent.trim());
    });
  }
}

/* Also one with a text of many lines that is far higher than wide: set word by word. */
function squeezed(table) {
  return [...table.tBodies[0].querySelectorAll("td > p")].some(
    (text) => text.clientHeight > Math.max(2 * text.clientWidth, 100)
  );
}

function fit() {
  for (const table of tables) table.classList.remove("stacked");
  const wide = tables.filter(
    (table) => table.scrollWidth > table.parentElement.clientWidth || squeezed(table)
  );
  for (const table of wide) table.classList.add("stacked");
}

addEventListener("resize", fit);
/* What is folded away has no width before it is opened. */
addEventListener("toggle", fit, true);
fit();
