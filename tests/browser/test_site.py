"""The vendor's site in a real browser: search works, and nothing is wider than the screen.

Skipped where there is no Chromium (Debian: `apt-get install chromium`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import compiled
from tests.unit.docs_target.conftest import ROOT, pages_of
from tests.unit.docs_target.test_sphinx import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
MEASURE = """<script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("table")].filter((table) => {
    const box = table.parentElement;
    return table.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "auto";
  });
  document.body.dataset.wide = wide.length;
  document.body.dataset.width = document.documentElement.scrollWidth;
});
</script>"""
NARROW = 500

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = compiled.model(ROOT / "tests" / "vendor" / "acme")
    return build(pages_of(model, "acme_meter"), tmp_path_factory.mktemp("site"))


def seen(address: str, width: int = 1400) -> str:
    """The page as it is after its scripts have run."""
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"),
            *("--disable-background-networking", "--hide-scrollbars"),
            *("--virtual-time-budget=10000", f"--window-size={width},1000"),
            *("--dump-dom", address),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_search(site: Path) -> None:
    page = seen(f"file://{site / 'search.html'}?q=magnet_threshold")
    results = page.partition('id="search-results"')[2]
    assert "tamper_log.html" in results
    assert "signed_register.html" not in results.partition("</ul>")[0]


@pytest.mark.parametrize(
    "name", ["classes/tamper_log.html", "foundation.html", "index.html"]
)
def test_narrow_screen(site: Path, name: str) -> None:
    """Tables scroll by themselves; the page does not."""
    page = site / name
    copy = page.with_name(f"measured_{page.name}")
    copy.write_text(
        page.read_text(encoding="utf-8").replace("</body>", f"{MEASURE}</body>")
    )
    found = seen(f"file://{copy}", NARROW)
    width = re.search(r'data-width="(\d+)"', found)
    wide = re.search(r'data-wide="(\d+)"', found)
    assert width and wide, "the script has not run"
    assert int(width[1]) <= NARROW
    assert int(wide[1]) == 0
