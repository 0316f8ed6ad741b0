"""The vendor's and the standard's site in a real browser, on a phone and on a desk.

Skipped where there is no Chromium (Debian: `apt-get install chromium`).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import compiled
from tests.unit.docs_target.conftest import ROOT, pages_of
from tests.unit.docs_target.test_search import FORMS, ONLY_ASKED, OTHERS
from tests.unit.docs_target.test_sphinx import build, standard_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    # Frames of one page may look at each other.
    "--allow-file-access-from-files",
)
WIDTHS = (400, 1280)
ALWAYS_TABLES = ("data_types.html", "coverage.html", "classes/register.html")
"""Pages whose tables have room for their columns on a wide screen."""

PROBE = """<!doctype html><title>probe</title><base href="%(site)s/"><pre id="found"></pre><script>
const found = [];
async function measure(page, width) {
  const frame = document.createElement("iframe");
  frame.style = `width: ${width}px; height: 900px; border: 0`;
  frame.src = page;
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; });
  const inner = frame.contentDocument;
  for (const folded of inner.querySelectorAll("details")) folded.open = true;
  frame.contentWindow.dispatchEvent(new Event("resize"));
  const say = (what) => found.push(`${page} at ${width}: ${what}`);
  if (frame.contentWindow.innerWidth !== width) say("the frame is not that wide");
  for (const box of [inner.documentElement, inner.querySelector(".content")]) {
    if (box.scrollWidth > box.clientWidth) say(`${box.tagName} is ${box.scrollWidth} wide`);
  }
  for (const table of inner.querySelectorAll("table")) {
    const name = `table "${table.textContent.trim().replace(/\\s+/g, " ").slice(0, 40)}"`;
    const box = table.parentElement;
    if (table.scrollWidth > box.clientWidth) say(`${name} is cut off`);
    for (const text of table.querySelectorAll("td > p")) {
      if (text.clientHeight > Math.max(4 * text.clientWidth, 100)) say(`${name} is squeezed`);
    }
    for (const cell of table.querySelectorAll("td")) {
      if (cell.scrollWidth > cell.clientWidth + 1) say(`${name} cuts "${cell.textContent.trim()}"`);
    }
    if (table.matches(".stacked") && width > 1000 && plain.includes(page)) say(`${name} is a list`);
  }
  frame.remove();
}
const pages = %(pages)s, plain = %(plain)s;
addEventListener("load", async () => {
  for (const page of pages) for (const width of %(widths)s) await measure(page, width);
  document.getElementById("found").textContent = JSON.stringify(found);
  document.body.dataset.done = pages.length;
});
</script>"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]


@pytest.fixture(scope="module", params=["vendor", "standard"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("site")
    if request.param == "standard":
        return standard_site(folder)
    model = compiled.model(ROOT / "tests" / "vendor" / "acme")
    return build(pages_of(model, "acme_meter"), folder)


def seen(address: str, profile: Path) -> str:
    """The page as it is after its scripts have run."""
    done = subprocess.run(
        [
            *(CHROMIUM, *OPTIONS, f"--user-data-dir={profile}"),
            *("--virtual-time-budget=600000", "--window-size=1400,1000"),
            *("--dump-dom", address),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,  # of a busy machine, where it takes a minute
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_search(site: Path, tmp_path: Path) -> None:
    word, page = {
        True: ("magnet_threshold", "tamper_log.html"),
        False: ("push_operation_method", "push_setup.html"),
    }[(site / "classes" / "tamper_log.html").exists()]
    found = seen(f"file://{site / 'search.html'}?q={word}", tmp_path)
    results = found.partition('id="search-results"')[2]
    assert page in results
    assert "register.html" not in results.partition("</ul>")[0]


def test_search_for_a_code(site: Path, tmp_path: Path) -> None:
    """Whatever its text form, a code leads to its row."""
    if (site / "classes" / "tamper_log.html").exists():
        pytest.skip("the vendor lists no codes in use")
    for text in ("1.8.0", "1-0:1.8.0", "1-0:1.8.0*255", "1.0.1.8.0.255"):
        found = seen(f"file://{site / 'search.html'}?q={quote(text)}", tmp_path)
        first = found.partition('id="search-results"')[2].partition("</li>")[0]
        assert 'href="obis/1-ac-electricity.html#in-use-1.0.1.8.0.255"' in first, text
        assert "Energy import, total" in first


def test_words_of_what_is_asked_for(site: Path, tmp_path: Path) -> None:
    """The script splits codes as the extension of Sphinx does, and knows more forms."""
    asked = {**{k: [v] for k, v in {**FORMS, **ONLY_ASKED}.items()}, **OTHERS}
    probe = tmp_path / "probe.html"
    script = (site / "_static" / "language_data.js").as_uri()
    probe.write_text(
        f'<!doctype html><title>probe</title><script src="{script}"></script>'
        '<pre id="found"></pre><script>document.getElementById("found").textContent = '
        f"JSON.stringify({json.dumps([*asked])}.map(splitQuery))</script>",
        encoding="utf-8",
    )
    page = seen(probe.as_uri(), tmp_path / "profile")
    found = re.search(r'<pre id="found">(.*?)</pre>', page, re.DOTALL)
    assert found
    assert dict(zip(asked, json.loads(unescape(found[1])), strict=True)) == asked


def test_every_page_fits(site: Path, tmp_path: Path) -> None:
    """No page is wider than the screen, and no column of a table cut off or squeezed."""
    pages = sorted(str(page.relative_to(site)) for page in site.rglob("*.html"))
    probe = tmp_path / "probe.html"
    values = {"pages": pages, "plain": ALWAYS_TABLES, "widths": WIDTHS}
    script = PROBE.replace("%(site)s", site.as_uri())
    for name, value in values.items():
        script = script.replace(f"%({name})s", json.dumps(value))
    probe.write_text(script, encoding="utf-8")
    page = seen(probe.as_uri(), tmp_path / "profile")
    assert f'data-done="{len(pages)}"' in page, "the script has not come to its end"
    found = re.search(r'<pre id="found">(.*?)</pre>', page, re.DOTALL)
    assert found
    assert json.loads(unescape(found[1])) == []
