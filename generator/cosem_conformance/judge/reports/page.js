
"use strict";
{
  const form = document.getElementById("filters");
  const findings = [...document.querySelectorAll(".finding")];
  const groups = [...document.querySelectorAll(".undecided, .check")];
  const boxes = [...form.querySelectorAll("[type=checkbox]")];
  const [ofClass, ofCheck, text, shown] = ["class", "check", "text", "shown"].map((id) => document.getElementById(id));
  const texts = new Map();
  const textOf = (finding) => {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  };

  function filter() {
    const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const each of findings) {
      const { kind, check, class: number } = each.dataset;
      const fits = kinds.has(kind)
        && (!ofCheck.value || check === ofCheck.value)
        && (!ofClass.value || number === ofClass.value)
        && words.every((word) => textOf(each).includes(word));
      each.hidden = !fits;
      count += fits;
    }
    for (const each of groups) each.hidden = !each.querySelector(".finding:not([hidden])");
    shown.textContent = `${count} of ${findings.length} findings`;
  }

  let waiting;
  text.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  const fold = (open) => {
    for (const each of document.querySelectorAll("details")) if (!each.hidden) each.open = open;
  };
  document.getElementById("unfold").addEventListener("click", () => fold(true));
  document.getElementById("fold").addEventListener("click", () => fold(false));

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")].filter((each) => !each.hidden);
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of folded) each.open = false; });

  form.hidden = !findings.length;
  if (findings.length) filter();
}
