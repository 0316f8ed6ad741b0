"""Judgements as JUnit XML, of which Jenkins, GitLab and others show what failed.

There is no one standard of it: what stands here is what the schema of Jenkins' xUnit plug-in
(`junit-10.xsd`) allows and GitLab reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ..findings import (
    ERROR,
    INCONCLUSIVE,
    KNOWN,
    NOT_APPLICABLE,
    PASSED,
    Finding,
    Judgement,
)
from .markup import Markup, element
from .shared import about, named
from .text import by_gravity, lines_of, place_of

__all__ = ["as_junit"]

_SKIPPED: Final = {INCONCLUSIVE: "INCONCLUSIVE", NOT_APPLICABLE: "N/A", KNOWN: "KNOWN"}


def as_junit(*judgements: Judgement) -> str:
    """A suite for each judgement, with a case for each check and place.

    What failed is a failure where it is an error; warnings and notes pass, with their text as
    output. Known failures, and what cannot be told, are skipped. A check that passed somewhere
    has a case for that, and one for all that it does not apply to. How often each check came
    to each of the four verdicts is among the properties of the suite, with the versions.
    """
    suites = [
        (name, judgement, list(_cases(name, judgement)))
        for name, judgement in named(judgements)
    ]
    whole = element(
        "testsuites",
        *(_suite(*suite) for suite in suites),
        name="cosemgen judge",
        **_counts([case for *_, cases in suites for case in cases], "skipped"),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


class _Case:
    """A case, and what came of it: "failure", "skipped" or nothing."""

    def __init__(self, markup: Markup, result: str) -> None:
        self.markup = markup
        self.result = result


def _counts(cases: Sequence[_Case], *without: str) -> dict[str, int]:
    results = [case.result for case in cases]
    counts = {
        "tests": len(results),
        "failures": results.count("failure"),
        "errors": 0,
        "skipped": results.count("skipped"),
    }
    return {name: count for name, count in counts.items() if name not in without}


def _suite(name: str, judgement: Judgement, cases: Sequence[_Case]) -> Markup:
    facts = {"meter": judgement.meter, "file": judgement.source}
    facts |= {f"judged by {key}": each for key, each in judgement.versions.items()}
    for check, verdicts in judgement.verdicts().items():
        facts |= {f"{check} {verdict}": str(n) for verdict, n in verdicts.items()}
    properties = (
        element("property", name=key, value=value)
        for key, value in facts.items()
        if value
    )
    return element(
        "testsuite",
        "\n",
        element("properties", *properties),
        "\n",
        *(Markup(f"{case.markup}\n") for case in cases),
        name=name,
        **_counts(cases),
    )


def _cases(name: str, judgement: Judgement) -> Iterator[_Case]:
    for check, findings in judgement.by_check().items():
        title = f"{check}: {about(check)[0]}"
        of_class = f"{name}.{check}"
        passed = judgement.counts.get(check, Counter[str]())[PASSED]
        if passed:
            yield _case(of_class, title, output=f"{passed} passed")
        places: dict[str, list[Finding]] = {}
        for finding in findings:
            where = place_of(finding) or title
            if finding.verdict == NOT_APPLICABLE:
                where = "not applicable"
            places.setdefault(where, []).append(finding)
        for where, there in places.items():
            yield _of_findings(of_class, where, sorted(there, key=by_gravity))


def _of_findings(of_class: str, name: str, findings: Sequence[Finding]) -> _Case:
    gravest = findings[0]
    told = "\n".join(line for each in findings for line in lines_of(each))
    if gravest.kind == ERROR:
        return _case(of_class, name, "failure", gravest.reason, told, type=ERROR)
    if gravest.kind in _SKIPPED:
        reason = f"{_SKIPPED[gravest.kind]}: {gravest.known or gravest.reason}"
        if len(findings) > 1:
            reason += f" (and {len(findings) - 1} more)"
        return _case(of_class, name, "skipped", reason, told)
    return _case(of_class, name, output=told)


def _case(
    of_class: str,
    name: str,
    result: str = "",
    message: str = "",
    output: str = "",
    **facts: str,
) -> _Case:
    inner = (
        element(result, output, message=message, **facts)
        if result
        else element("system-out", output)
    )
    return _Case(element("testcase", inner, classname=of_class, name=name), result)
