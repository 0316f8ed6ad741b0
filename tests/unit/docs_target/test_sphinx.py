"""Sphinx builds the projects without a warning, and others can link to them."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests import compiled
from tests.scratch import written

from .conftest import Pages, pages_of


def build(pages: Pages, folder: Path) -> Path:
    """The built site; fails with what Sphinx says."""
    source = written(folder / "docs", pages)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", "auto"]
    done = subprocess.run(
        [*command, str(source), str(folder / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def standard_site(folder: Path) -> Path:
    """The standard's, which `.ci/run docs` has just built and takes a minute, or built here."""
    if made := os.environ.get("COSEM_SITE"):
        return Path(made)
    return build(pages_of(compiled.model(), "cosem"), folder)


def inventory(site: Path) -> dict[str, str]:
    """Labels of `objects.inv` with the places that they lead to."""
    octets = (site / "objects.inv").read_bytes()
    body = zlib.decompress(octets.split(b"\n", 4)[4]).decode()
    found = {}
    for line in body.splitlines():
        name, role, _, place, _ = line.split(" ", 4)
        if role == "std:label":
            found[name] = place.replace("$", name)
    return found


@pytest.fixture(scope="module")
def vendor_site(vendor: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(vendor, tmp_path_factory.mktemp("vendor"))


def test_vendor(vendor_site: Path) -> None:
    labels = inventory(vendor_site)
    assert labels["class-8770"] == "classes/tamper_log.html#class-8770"
    page = (vendor_site / "classes" / "tamper_log.html").read_text(encoding="utf-8")
    for label in ("class-8770-v0", "class-8770-v0-attribute-2"):
        assert f'id="{label}"' in page
    assert labels["class-8770-v0-tamper-event"].endswith("#class-8770-v0-tamper-event")


def test_search_finds_attributes(vendor_site: Path) -> None:
    index = (vendor_site / "searchindex.js").read_text(encoding="utf-8")
    assert "magnet_threshold" in index
    assert "tamper_log" in index


def test_nothing_is_fetched(vendor_site: Path) -> None:
    """Pages show without a network: no script, style or picture from elsewhere."""
    for page in vendor_site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for mark in (
            'src="http',
            'src="//',
            '<link rel="stylesheet" type="text/css" href="http',
        ):
            assert mark not in html, page


@pytest.mark.slow
def test_standard(tmp_path: Path) -> None:
    labels = inventory(standard_site(tmp_path))
    for label in (
        *("class-3", "class-3-v0", "class-3-v0-attribute-2", "class-3-v0-method-1"),
        *("type-scal-unit-type", "class-40-v1-push-object-definition", "medium-1"),
        *("obis-0.b.1.0.e.255", "unit-watt-hour", "data-type-long", "layout-date-time"),
        *("medium-1-group-c", "group-d-country", "diagnostic-c201", "check-gen-01"),
        *("rule-at-most", "language", "decisions"),
    ):
        assert label in labels, label
