"""The search of the site takes an OBIS code as one word, in each of its text forms."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from .conftest import Pages
from .test_pages import section
from .test_sphinx import build

ENERGY: Final = "1-0:1.8.0*255"
FORMS: Final = {
    ENERGY: ENERGY,
    "1.0.1.8.0.255": ENERGY,
    "1-0:1.8.0": ENERGY,
    "1-0:1.8.0.255": ENERGY,
    "1-0:1.8.0&255": ENERGY,
    "1.0.1.8.0": ENERGY,
    "01-00:01.08.00*255": ENERGY,
    "1-0:1.8.0*12": "1-0:1.8.0*12",
    "1.8.0": ":1.8.0*255",
    "1.8.0*12": ":1.8.0*12",
    "0-1:24.2.1": "0-1:24.2.1*255",
}
"""Text forms of codes, and the word that each is in the index and in what is asked for."""
ONLY_ASKED: Final = {
    "0100010800FF": ENERGY,
    "0100010800ff": ENERGY,
    "96.7": ":96.7.",
    "1-0:1.8": "1-0:1.8.",
    "C.1.0": ":96.1.0*255",
    "F.F": ":97.97.",
    "0-0:C.7.21": "0-0:96.7.21*255",
}
"""Texts that are codes, or parts of them, where somebody looks for one; in a page they may be anything."""
OTHERS: Final = {
    "192.168.0.1": ["192", "168", "0", "1"],
    "1.0.1.8.e.255": ["1", "0", "1", "8", "e", "255"],
    "active energy": ["active", "energy"],
    "in L1": ["in", "L1"],
    "scal_unit_type": ["scal_unit_type"],
}
"""What is no code, with its words."""

SPEC: Final = """\
package acme "ACME" {
  source own "made up"
}
/// Keeps a value.
class 32800 "ACME value" {
  version 0 {
    attribute 2 value: unsigned
  }
}
medium 1 "Power" {
  group C {
    1 "Power | import"
    2 "Power export"
  }
  group E rate {
    0 "total"
    1..63 "rate {n}"
  }
  select E rate where C in 1..2
}
object 1.b.c.8.e.255 "{C}, {E}" where b in 0..64 and c in 1..2 and e in 0..63 as 32800
object 0.0.96.1.e.255 "Device id {E+1}" where e in 0..9 as 32800
object 0.b.96.2.0.255 "Number of changes" where b in 0..255 as 32800

/// Seen in three dumps.
in-use {
  1.b.1.8.0.255  "Energy" where b in 0..1 reads total shown "kWh" dumps 3
  1.0.c.8.e.255  "{C} of rate {E+0}" where c in 2 and e in 1..63 dumps 2
  0.0.96.1.0.255 dumps 1
  0.b.96.2.0.255 "Seen on any channel"
  0.0.96.1.1.255 "`"
  0.0.96.1.2.255 "a `b` ``` c </script>"
}
"""


@pytest.fixture(scope="module")
def pages() -> Pages:
    from tests.compiled import model_of

    from .conftest import pages_of

    model = model_of(SPEC)
    return pages_of(model, "acme_meter")


@pytest.fixture(scope="module")
def extension(pages: Pages) -> ModuleType:
    module = ModuleType("cosem_search")
    exec(pages["cosem_search.py"], vars(module))
    return module


@pytest.fixture(scope="module")
def site(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(pages, tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def index(site: Path) -> Any:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


@pytest.mark.parametrize("text", FORMS)
def test_a_code_is_one_word(extension: ModuleType, text: str) -> None:
    split = extension.Search({}).split
    assert split(text) == split(f"({text}).") == [FORMS[text]]
    assert split(f"as {text}, or") == [FORMS[text], "as", "or"]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_code_is_split_as_ever(extension: ModuleType, text: str) -> None:
    assert extension.Search({}).split(text) == OTHERS[text]


def test_the_script_is_given_the_same_pattern(extension: ModuleType) -> None:
    assert extension.CODE in extension.Search.js_splitter_code
    re.compile(extension.CODE)


def test_the_index_has_codes_as_objects(index: Any) -> None:
    names = {
        f"{prefix}.{name}" if prefix else name: (anchor, index["docnames"][doc])
        for prefix, rows in index["objects"].items()
        for doc, _, _, anchor, name in rows
    }
    assert names["1-0:1.8.0*255 Energy"] == ("in-use-1.0.1.8.0.255", "obis/1-power")
    assert names["1-1:1.8.0*255 Energy"] == ("in-use-1.1.1.8.0.255", "obis/1-power")
    assert names["0-0:96.1.0*255 Device id 1"][1] == "obis/index"
    assert names["0-0:96.1.1*255 `"][0] == "in-use-0.0.96.1.1.255"
    assert "0-0:96.1.2*255 a `b` ``` c &lt;/script&gt;" in names
    assert [kind[2] for kind in index["objnames"].values()] == ["OBIS code"]
    assert "1-0:1.8.0*255" in index["terms"]


def test_a_page_begins_with_the_codes_in_use(pages: Pages) -> None:
    page = pages["obis/1-power.md"]
    titles = re.findall("^## (.*)$", page, re.MULTILINE)
    assert titles[:3] == ["Codes in use", "Value groups", "Objects"]
    lines = section(page, "### Codes that displays show").splitlines()
    assert "Seen in three dumps." in lines
    rows = [line for line in lines if "obis-in-use" in line]
    assert rows[0] == (
        "| {obis-in-use}`1-0:1.8.0*255 Energy` {obis-in-use}`1-1:1.8.0*255 Energy` | Energy | "
        "Power \\\\| import, total | \\(kWh) | total | [32800](#class-32800) | 3 |"
    )
    assert "`1-0:2.8.1*255 Power export of rate 1`" in rows[1]
    assert rows[5].startswith("| and 59 more, to {obis-in-use}`1-0:2.8.63*255")
    assert len(rows) == 6
    shared = section(pages["obis/index.md"], "### Codes that displays show")
    assert "`0-3:96.2.0*255 Seen on any channel` and channels up to 255 |" in shared
    assert "0-4:96.2.0" not in shared
    other = section(pages["obis/index.md"], "### Other codes that meters have")
    assert "| {obis-in-use}`0-0:96.1.0*255 Device id 1` | Device id 1 |" in other


def test_no_placeholder_reaches_a_reader(pages: Pages, standard: Pages) -> None:
    placeholder = re.compile(r"\\?\{(?:[A-F]|n)(?:[+-]\d+)?\\?\}")
    tools = {"language.md", "diagnostics.md", "vendors.md"}
    for site in (pages, standard):
        for path, text in site.items():
            assert path in tools or not placeholder.search(text), path
    words = section(pages["obis/1-power.md"], "## Objects")
    assert "| any quantity, any classification |" in words
    assert "| rate n |" in pages["obis/1-power.md"]


def test_other_sites_can_link_to_a_code(site: Path) -> None:
    octets = (site / "objects.inv").read_bytes()
    lines = zlib.decompress(octets.split(b"\n", 4)[4]).decode().splitlines()
    (found,) = [line for line in lines if line.startswith(ENERGY)]
    assert found.startswith(f"{ENERGY} obis:code 1 obis/1-power.html#in-use-1.0.1.8.0")
