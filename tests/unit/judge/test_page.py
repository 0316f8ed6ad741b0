"""The HTML page: what stands in it, that nothing of a meter acts in it, and octets decoded."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Final

import pytest

import cosem
from cosem_conformance.judge import Judgement, Octets, as_html
from cosem_conformance.judge.reports.octets import decoded

from .planted import PLANTED, Planted
from .samples import ACTING, ALL_KINDS, CLEAN, acting, judged

ELEMENTS: Final = re.compile(
    "html|head|meta|title|style|body|main|h[1-4]|p|a|b|code|span|section|table|thead|tbody|tr|th"
    "|td|div|details|summary|dl|dt|dd|pre|form|fieldset|legend|label|input|select|option|output"
    "|button|script"
)
ATTRIBUTES: Final = re.compile(
    "lang|charset|name|content|http-equiv|class|id|href|scope|data-(head|kind|check|class)|type"
    "|value|checked|hidden"
)
UNCLOSED: Final = ("meta", "input")


class Page(HTMLParser):
    """A page, element by element; of those alone that it is made of."""

    def __init__(self, *judgements: Judgement) -> None:
        super().__init__()
        self.source = as_html(*judgements)
        self.texts: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(self.source)
        self.close()
        assert not self.inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert ELEMENTS.fullmatch(tag)
        assert all(ATTRIBUTES.fullmatch(name) for name, _ in attrs)
        self.found.append((tag, dict(attrs)))
        if tag not in UNCLOSED:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in ("style", "script"):
            self.raw[self.inside[-1]] = self.raw.get(self.inside[-1], "") + data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is read."""
        return "".join(self.texts)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return [attributes for name, attributes in self.found if name == tag]


def test_every_finding_stands_in_it() -> None:
    page = Page(ALL_KINDS)
    findings = [each for each in page.of("details") if each.get("data-check")]
    assert len(findings) == len(ALL_KINDS.findings)
    assert {each["data-kind"] for each in findings} == {
        "error",
        "warning",
        "note",
        "known",
        "inconclusive",
        "not applicable",
    }
    for finding in ALL_KINDS.findings:
        assert finding.reason in page.text
    for word in ("4.3.2", "Ed. 9", "known.txt:3: in 2.1", "3 Register", "sha256:12"):
        assert word in page.text
    assert "02 02 11 00 16 1e\n      ^" in page.text
    assert "structure of 2 members\n>     2    unsigned 0\n" in page.text


def test_links_lead_somewhere() -> None:
    page = Page(ALL_KINDS, judged("A"), CLEAN)
    ids = [each["id"] for _, each in page.found if "id" in each]
    assert len(set(ids)) == len(ids)
    links = [each["href"] or "" for each in page.of("a")]
    assert links and all(link[0] == "#" and link[1:] in ids for link in links)


def test_a_clean_meter_and_none() -> None:
    assert "Nothing failed, and nothing is left open." in Page(CLEAN).text
    assert "Nothing failed" not in Page(judged("A")).text
    assert "Judgement of 0 dumps" in Page().text


def test_the_policy_allows_the_style_and_the_script_alone() -> None:
    page = Page(ALL_KINDS)
    [policy] = [
        each["content"] or ""
        for each in page.of("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == rules.pop("base-uri") == "'none'"
    assert rules.pop("form-action") == "'none'"
    for part in ("style", "script"):
        digest = b64encode(sha256(page.raw[part].encode()).digest()).decode()
        assert rules.pop(f"{part}-src") == f"'sha256-{digest}'"
    assert not rules
    assert not re.search(r"https?:|url\(|@import", page.source)


@pytest.mark.parametrize("word", ACTING, ids=ascii)
def test_nothing_of_a_meter_acts(word: str) -> None:
    page = Page(acting(word), acting(word))
    assert len(page.of("script")) == len(page.of("style")) == 1
    page.source.encode("utf-8")
    for hidden in "\x00\x1b\u202e\u2028\ufffe\r":
        assert hidden not in page.source


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.check)
def test_each_check_has_a_page(planted: Planted) -> None:
    judgement = cosem.judge(planted.faulty)
    page = Page(judgement)
    assert len([e for e in page.of("details") if e.get("data-check")]) == len(
        judgement.findings
    )
    assert as_html(judgement) == page.source


@pytest.mark.parametrize(
    ("octets", "begins", "offset", "size", "lines"),
    [
        ("00", 0, 0, 1, ["> 0  null-data"]),
        ("0102 1105", 0, 3, 4, ["0  array of 2 elements", "> 2    unsigned 5", "4    the end of the octets"]),
        ("0102 1105", 0, 4, 9, ["0  array of 2 elements", "2    unsigned 5", "> 4    ..."]),
        ("0102 1105 1106", 0, 1, 6, ["> 0  array of 2 elements", "2    unsigned 5", "4    unsigned 6"]),
        ("0903414243 00", 0, 5, 6, ['0  octet-string 41 42 43 "ABC"', "> 5  1 more octets behind the value"]),
        ("0902ff00", 0, 0, 4, ["> 0  octet-string ff 00"]),
        ("0a024142", 0, 0, 4, ["> 0  visible-string 'AB'"]),
        ("0404c0", 0, 0, 3, ["> 0  bit-string 1100"]),
        ("09ff", 0, 1, 2, ["> 0  octet-string with a broken length"]),
        ("090a00", 0, 3, 12, ["> 0  octet-string of 10 octets, cut off here"]),
        ("0e00", 0, 0, 2, ["> 0  unknown tag 0E"]),
        ("1200", 0, 2, 2, ["> 0  long-unsigned, cut off here"]),
        ("0006000000ff", 40, 41, 99, ["> 41  double-long-unsigned 255"]),
        ("00", 7, 8, 8, ["> 8  the end of the octets"]),
        ("", 0, 0, 0, ["> 0  the end of the octets"]),
        ("0184ffffffff", 0, 6, 6, ["0  array of 4294967295 elements", "> 6    the end of the octets"]),
    ],
)  # fmt: skip
def test_octets_are_decoded_as_far_as_they_go(
    octets: str, begins: int, offset: int, size: int, lines: list[str]
) -> None:
    shown = decoded(Octets(bytes.fromhex(octets), begins, offset, size))
    assert [re.sub(r"^> +", "> ", line).strip() for line in shown] == lines
