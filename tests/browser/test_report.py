"""The page of a judgement in a real browser: it fits, filters, prints, and lets nothing else run."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from cosem_conformance.judge import ERROR, FAILED, Finding, Judgement, as_html
from cosem_runtime import Obis
from tests.unit.judge.samples import ACTING, ALL_KINDS, acting, judged, place

from .test_site import CHROMIUM, seen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]

PROBE: Final = """<!doctype html><title>probe</title><pre id="found"></pre><script>
const frame = document.createElement("iframe");
frame.style = "width: %(width)spx; height: 900px; border: 0";
frame.src = "report.html";
frame.onload = () => {
  const page = frame.contentDocument, view = frame.contentWindow;
  const change = (id, value) => {
    page.getElementById(id).value = value;
    page.getElementById("filters").dispatchEvent(new Event("change"));
  };
  const check = (kind, on) => {
    page.querySelector(`#filters [value="${kind}"]`).checked = on;
    page.getElementById("filters").dispatchEvent(new Event("change"));
  };
  const shown = () => [...page.querySelectorAll(".finding:not([hidden])")].map((each) => each.dataset.kind);
  const opened = () => page.querySelectorAll(".finding[open]").length;
  const found = (() => { %(code)s })();
  document.getElementById("found").textContent = JSON.stringify(found);
};
document.body.append(frame);
</script>"""


def probed(folder: Path, page: str, code: str, width: int = 1280) -> Any:
    """What a script finds out in a page."""
    (folder / "report.html").write_text(page, encoding="utf-8")
    probe = folder / "probe.html"
    probe.write_text(PROBE % {"width": width, "code": code}, encoding="utf-8")
    dom = seen(probe.as_uri(), folder / "profile")
    match = re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    assert match and match[1], "the script has not come to its end"
    return json.loads(unescape(match[1]))


def test_filters(tmp_path: Path) -> None:
    code = """
      const steps = [shown()];
      check("not applicable", true); steps.push(shown());
      check("error", false); steps.push(shown());
      check("error", true); check("not applicable", false); change("check", "KNOWN"); steps.push(shown());
      change("check", ""); change("class", "3"); steps.push(shown());
      change("class", ""); change("text", "CLAUSE wrong"); steps.push(shown());
      return {steps, count: page.getElementById("shown").textContent,
        groups: [...page.querySelectorAll(".check:not([hidden])")].map((each) => each.id)};
    """
    found = probed(tmp_path, as_html(ALL_KINDS), code)
    most = [
        "error",
        "error",
        "inconclusive",
        "inconclusive",
        "known",
        "note",
        "warning",
    ]
    assert [sorted(each) for each in found["steps"]] == [
        most,
        sorted([*most, *3 * ["not applicable"]]),
        sorted([*most[2:], *3 * ["not applicable"]]),
        ["error"],
        ["error", "inconclusive", "known", "note", "warning"],
        ["error"],
    ]
    assert found["count"] == "1 of 10 findings"
    assert found["groups"] == ["dump-1-TY-01"]


def test_folding_and_printing(tmp_path: Path) -> None:
    code = """
      const steps = [opened()];
      page.getElementById("unfold").click(); steps.push(opened());
      page.getElementById("fold").click(); steps.push(opened());
      view.dispatchEvent(new Event("beforeprint")); steps.push(opened());
      view.dispatchEvent(new Event("afterprint")); steps.push(opened());
      return steps;
    """
    assert probed(tmp_path, as_html(ALL_KINDS), code) == [0, 7, 0, 7, 0]


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_it_fits(tmp_path: Path, width: int) -> None:
    long = "x" * 300
    page = as_html(ALL_KINDS, acting(long), judged(long))
    code = """
      page.getElementById("unfold").click();
      const box = page.documentElement;
      return [view.innerWidth, box.scrollWidth <= box.clientWidth];
    """
    assert probed(tmp_path, page, code, width) == [width, True]


def test_nothing_else_runs(tmp_path: Path) -> None:
    """Neither what a meter says nor what stood in the page by a mistake of ours."""
    page = as_html(*map(acting, ACTING))
    added = "<script>window.acted = 1</script><p style='color: red' id=added>x</p>"
    image = "<img src=x onerror='window.acted = 1'>"
    page = page.replace("<main>", f"<main>{added}{image}")
    code = """
      const style = view.getComputedStyle(page.getElementById("added")).color;
      return {acted: view.acted ?? null, red: style === "rgb(255, 0, 0)", shown: shown().length};
    """
    found = probed(tmp_path, page, code)
    assert found == {"acted": None, "red": False, "shown": 2 * len(ACTING)}


def test_many_findings(tmp_path: Path) -> None:
    findings = tuple(
        Finding(
            "TY-01",
            FAILED,
            "a wrong type",
            ERROR,
            place(code=str(Obis((1, 0, 1, 8, number % 256, number // 256)))),
        )
        for number in range(10_000)
    )
    judgement = Judgement("ACME One", ALL_KINDS.counts, findings)
    code = """
      change("text", "1-0:1.8.7*");
      return [page.querySelectorAll(".finding").length, shown().length];
    """
    assert probed(tmp_path, as_html(judgement), code) == [10_000, 40]
