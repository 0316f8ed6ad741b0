"""Judgements as one HTML page that needs nothing else: no network, no library, no script even.

Its style and its script stand in `page.css` and `page.js`, and in the page; its policy allows
these two, by their digests, and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pkgutil import get_data
from typing import Final, TypeAlias

from ..findings import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    KINDS,
    KNOWN,
    NOT_APPLICABLE,
    NOTE,
    PASSED,
    WARNING,
    Finding,
    Judgement,
)
from .markup import Content, Markup, element, text
from .octets import decoded
from .shared import about, named, versions
from .text import by_gravity, caret, place_of

__all__ = ["as_html"]

_COUNTED: Final = {
    PASSED: "passed",
    ERROR: "errors",
    WARNING: "warnings",
    NOTE: "notes",
    KNOWN: "known failures",
    INCONCLUSIVE: "inconclusive",
    NOT_APPLICABLE: "not applicable",
}
"""How many passed, and how many findings there are of each kind."""
_Row: TypeAlias = tuple[Sequence[Content], Counter[str]]


def as_html(*judgements: Judgement) -> str:
    """The page. What failed comes first for each check, then what nobody can tell.

    Each finding unfolds to its place, what the standard says where, and the octets, decoded.
    The script filters by kind, class, check and text; without it all is there, unfiltered.
    """
    dumps = list(named(judgements))
    title = (
        f"Judgement of {judgements[0].meter or 'a meter'}"
        if len(judgements) == 1
        else f"Judgement of {len(judgements)} dumps"
    )
    style, script = _part("page.css"), _part("page.js")
    body = [
        element("h1", title),
        element("p", *_by(versions(judgements)), class_="by"),
        *([_overview(dumps)] if len(dumps) > 1 else []),
        _filters(judgements),
        *(
            _dump(number, name, judgement)
            for number, (name, judgement) in enumerate(dumps, 1)
        ),
    ]
    policy = _policy(style, script)
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", title),
        element("style", Markup(style)),
    ]
    page = element(
        "html",
        element("head", *_apart(head)),
        element(
            "body", element("main", *_apart(body)), element("script", Markup(script))
        ),
        lang="en",
    )
    return f"<!doctype html>\n{page}\n"


def _part(name: str) -> str:
    octets = get_data(__name__, name)
    assert octets is not None  # it stands beside this module
    # As browsers read line ends, before they take the digest.
    return octets.decode("utf-8").replace("\r\n", "\n")


def _policy(style: str, script: str) -> str:
    def allowed(part: str) -> str:
        return b64encode(sha256(part.encode("utf-8")).digest()).decode("ascii")

    return (
        "default-src 'none'; "
        f"style-src 'sha256-{allowed(style)}'; script-src 'sha256-{allowed(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _apart(parts: Iterable[Content]) -> Iterator[Content]:
    """The parts, each on lines of its own."""
    for part in parts:
        yield Markup("\n")
        yield part
    yield Markup("\n")


def _by(found: dict[str, str]) -> Iterator[Content]:
    yield "judged by "
    for number, (name, version) in enumerate(found.items()):
        yield f"{', ' if number else ''}{name} "
        yield element("code", version)


def _kinds(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(each.kind for each in findings)


def _result(judgement: Judgement) -> Markup:
    word = "passed" if judgement.passed else "failed"
    return element(
        "span", word, class_=f"badge {'pass' if judgement.passed else ERROR}"
    )


def _table(heads: Sequence[str], rows: Sequence[_Row]) -> Markup:
    """A table: contents below heads, then how many of each kind, where there are some."""
    counts = Counter[str]()
    for _, numbers in rows:
        counts.update(numbers)
    kinds = [kind for kind in _COUNTED if counts[kind]]
    heading = [
        *(element("th", each, scope="col") for each in heads),
        *(
            element("th", _COUNTED[kind], scope="col", class_="number")
            for kind in kinds
        ),
    ]
    lines = [
        element(
            "tr",
            element("th", contents[0], scope="row"),
            *(element("td", each) for each in contents[1:]),
            *(_number(numbers[kind], _COUNTED[kind]) for kind in kinds),
        )
        for contents, numbers in rows
    ]
    table = element(
        "table",
        element("thead", element("tr", *heading)),
        element("tbody", *_apart(lines)),
    )
    return element("div", table, class_="wide")


def _number(number: int, head: str) -> Markup:
    return element("td", str(number or ""), class_="number", data_head=head)


def _overview(dumps: Sequence[tuple[str, Judgement]]) -> Markup:
    return _table(
        ("dump", "meter", "result"),
        [
            (
                (
                    element("a", name, href=f"#dump-{number}"),
                    judgement.meter,
                    _result(judgement),
                ),
                _kinds(f for f in judgement.findings if f.kind != NOT_APPLICABLE),
            )
            for number, (name, judgement) in enumerate(dumps, 1)
        ],
    )


def _filters(judgements: Sequence[Judgement]) -> Markup:
    """Shown by the script."""
    findings = [each for judgement in judgements for each in judgement.findings]
    kinds = _kinds(findings)
    names = {key: name for each in judgements for key, name in each.classes.items()}
    classes = sorted(
        {f.place.class_id for f in findings if f.place.class_id is not None}
    )
    boxes = [
        element(
            "label",
            element(
                "input", type="checkbox", value=kind, checked=kind != NOT_APPLICABLE
            ),
            f" {_COUNTED[kind]} ({kinds[kind]})",
            class_=_css(kind),
        )
        for kind in KINDS
        if kinds[kind]
    ]
    return element(
        "form",
        element("fieldset", element("legend", "Show"), *boxes),
        element(
            "p",
            _choice("class", [(str(each), _class(each, names)) for each in classes]),
            _choice(
                "check",
                [
                    (check, f"{check} {about(check)[0]}")
                    for check in dict.fromkeys(each.check for each in findings)
                ],
            ),
            element("label", "text ", element("input", type="search", id="text")),
        ),
        element(
            "p",
            element("output", id="shown"),
            element("button", "unfold all", type="button", id="unfold"),
            element("button", "fold all", type="button", id="fold"),
        ),
        id="filters",
        hidden=True,
    )


def _choice(name: str, options: Iterable[tuple[str, str]]) -> Markup:
    every = [("", f"every {name}"), *options]
    return element(
        "label",
        f"{name} ",
        element(
            "select",
            *(element("option", said, value=value) for value, said in every),
            id=name,
        ),
    )


def _class(number: int, names: dict[int, str]) -> str:
    return f"{number} {names.get(number, '')}".rstrip()


def _css(kind: str) -> str:
    return kind.replace(" ", "-")


def _dump(number: int, name: str, judgement: Judgement) -> Markup:
    by_check = judgement.by_check()
    parts: list[Content] = [
        element("h2", judgement.meter or "a meter", " ", _result(judgement)),
        *([element("p", "dump ", element("code", name))] if judgement.source else []),
        element("h3", "Checks"),
        *_by_check(number, judgement, by_check),
    ]
    classes = _by_class(judgement)
    if classes is not None:
        parts += [element("h3", "Classes"), classes]
    parts.append(element("h3", "Findings"))
    found = [
        _check(number, check, findings, judgement)
        for check, findings in by_check.items()
        if findings
    ]
    if all(each.kind == NOT_APPLICABLE for each in judgement.findings):
        parts.append(element("p", "Nothing failed, and nothing is left open."))
    parts += found
    return element("section", *_apart(parts), id=f"dump-{number}", class_="dump")


def _by_check(
    number: int, judgement: Judgement, by_check: dict[str, list[Finding]]
) -> Iterator[Content]:
    """Those that found something, then, folded, those that did not, then those without anything."""
    telling: list[_Row] = []
    quiet: list[_Row] = []
    silent: list[str] = []
    for check, findings in by_check.items():
        numbers = _kinds(findings)
        told = any(numbers[kind] for kind in KINDS if kind != NOT_APPLICABLE)
        numbers[PASSED] = judgement.counts.get(check, Counter[str]())[PASSED]
        link = element("a", check, href=f"#dump-{number}-{check}")
        title = about(check)[0]
        if told:
            telling.append(((link, title), numbers))
        elif numbers[PASSED]:
            quiet.append(((check, title), numbers))
        else:
            silent.append(check)
    if telling:
        yield _table(("check", ""), telling)
    if quiet:
        many = "1 check" if len(quiet) == 1 else f"{len(quiet)} checks"
        summary = element("summary", f"{many} found nothing wrong")
        yield element("details", summary, _table(("check", ""), quiet))
    if silent:
        reason = f"Nothing to decide for {', '.join(silent)}."
        yield element("p", reason, class_="quiet")


def _by_class(judgement: Judgement) -> Markup | None:
    by_class: dict[int, list[Finding]] = {}
    for finding in judgement.findings:
        if finding.place.class_id is not None:
            by_class.setdefault(finding.place.class_id, []).append(finding)
    if not by_class:
        return None
    return _table(
        ("class", ""),
        [
            (
                (str(number), judgement.classes.get(number, "not known")),
                _kinds(findings),
            )
            for number, findings in sorted(by_class.items())
        ],
    )


def _check(
    number: int, check: str, findings: Sequence[Finding], judgement: Judgement
) -> Markup:
    """What failed, then, folded, what is not decided."""
    title, decides = about(check)
    failed = sorted((f for f in findings if f.verdict == FAILED), key=by_gravity)
    parts: list[Content] = [
        element("h4", f"{check}: {title}"),
        element("p", decides, class_="quiet"),
        *(_finding(each, judgement) for each in failed),
    ]
    for kind in (INCONCLUSIVE, NOT_APPLICABLE):
        undecided = [each for each in findings if each.verdict == kind]
        if undecided:
            parts.append(
                element(
                    "details",
                    element("summary", f"{len(undecided)} {kind}"),
                    *_apart(_finding(each, judgement) for each in undecided),
                    class_="undecided",
                )
            )
    return element(
        "section", *_apart(parts), id=f"dump-{number}-{check}", class_="check"
    )


def _finding(finding: Finding, judgement: Judgement) -> Markup:
    where = place_of(finding)
    summary = element(
        "summary",
        element("span", finding.kind, class_=f"badge {_css(finding.kind)}"),
        " ",
        *([element("b", where), " "] if where else []),
        element("span", finding.reason),
    )
    facts = [
        element("div", element("dt", name), element("dd", value))
        for name, value in _facts(finding, judgement)
        if value
    ]
    octets = []
    if finding.octets is not None:
        octets = [
            element("pre", "\n".join(caret(finding.octets)), class_="octets"),
            element("pre", "\n".join(decoded(finding.octets))),
        ]
    return element(
        "details",
        summary,
        element("dl", *facts) if facts else "",
        *octets,
        class_="finding",
        data_kind=finding.kind,
        data_check=finding.check,
        data_class="" if finding.place.class_id is None else finding.place.class_id,
    )


def _facts(finding: Finding, judgement: Judgement) -> Iterator[tuple[str, Content]]:
    place, basis = finding.place, finding.basis
    yield "association", place.association
    if place.class_id is not None:
        version = "" if place.version is None else f", version {place.version}"
        yield "class", f"{_class(place.class_id, judgement.classes)}{version}"
    yield "logical name", "" if place.code is None else str(place.code)
    for word, number in (("attribute", place.attribute), ("method", place.method)):
        yield word, "" if number is None else f"{number} {place.name}".rstrip()
    yield "in the value", place.path
    yield "expected", finding.expected
    yield "found", finding.found
    yield "clause", basis.clause
    yield "first edition", basis.edition
    yield "confidence", basis.confidence
    yield "not confirmed", basis.doubt
    yield "known failure", finding.known
    if finding.octets is not None:
        more = finding.octets
        yield "octets", text(f"{more.size}, at fault from {more.offset} on")
