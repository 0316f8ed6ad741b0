"""`cosemgen diff`: what is different between two specifications."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from cosemgen.words import aside, counted, did_you_mean

from . import console
from .console import visible_json, visible_line
from .endings import Findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cosemgen.diff import Finding
    from cosemgen.revisions.reading import Side

NOTHING: Final = "nothing"
_BREAKING: Final = ("wire", "api", "obis")


@click.command(short_help="What is different between two specifications.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "sarif"]),
    default="text",
    help="text for people, markdown for a changelog; json and sarif for tools.",
)
@click.option(
    "--fail-on",
    multiple=True,
    default=_BREAKING,
    show_default=", ".join(_BREAKING),
    metavar="IMPACT|RULE",
    help="Exit code 1 where there is any of this; may be repeated. nothing: never.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="IMPACT|RULE",
    help="Only this impact or rule, as wire or attribute-gone; may be repeated.",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
def command(
    form: str,
    fail_on: tuple[str, ...],
    only: tuple[str, ...],
    old: str,
    new: str | None,
) -> None:
    """Tell what is different between two specifications, and whom it concerns.

    OLD and NEW are folders or files of specs, models that `export json` or a build has
    written, any of these in a git revision, as REVISION:PATH, installed packages by their
    name, or `cosem` for the standard that comes with cosemgen. A revision, or a release as
    0.1.0 (its tag may be v0.1.0), stands for the PATH of the other one, or spec. NEW may
    be left out where OLD is in a revision, and is that PATH as it is now.

    \b
    Each finding has a rule and an impact:
      wire           octets are other ones, or are taken for something else
      api            programs fail, or get other values
      obis           a code stands for something else, or other objects are asked for
      addition       more than there was
      certainty      surer or less sure, or from other sources
      documentation  what only people read

    Classes, attributes, methods, values and codes are matched by their numbers, all else by
    its name; what is only called otherwise is told as that. Whether the specs are right is
    not asked: that is for `check`.

    \b
    Examples:
      cosemgen diff HEAD:spec
      cosemgen diff 0.1.0
      cosemgen diff HEAD:spec spec --format markdown
      cosemgen diff old.json new.json --only wire --only api
      cosemgen diff HEAD:spec --fail-on wire --format sarif > findings.sarif
    """
    from cosemgen.diff.reports import as_json, as_markdown
    from cosemgen.revisions.reading import UnreadableError, compare, in_place

    for option, words in (("--fail-on", fail_on), ("--only", only)):
        _known(option, words)
    try:
        places = in_place(old, new)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from None
    before, after = map(_side, places)
    try:
        findings = compare(before, after)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from None
    if only:
        findings = [each for each in findings if _is_of(each, only)]
    names = before.name, after.name
    if form == "json":
        document = as_json(findings, *names)
        print(visible_json(json.dumps(document, indent=2, ensure_ascii=False)))
    elif form == "markdown":
        print(console.visible(as_markdown(findings, *names)), end="")
    elif form == "sarif":
        print(visible_json(_sarif(findings, fail_on)))
    else:
        _tell(findings)
    if any(_is_of(each, fail_on) for each in findings):
        raise Findings


def _known(option: str, words: Sequence[str]) -> None:
    from cosemgen.diff import IMPACTS, RULES

    known = (*IMPACTS, *RULES, *([NOTHING] if option == "--fail-on" else []))
    for word in words:
        if word not in known:
            hint = aside(did_you_mean(word, known))
            hint = hint or f"; impacts are {', '.join(IMPACTS)}"
            raise click.UsageError(f"{option}: there is no {word!r}{hint}")


def _is_of(finding: Finding, words: Sequence[str]) -> bool:
    return finding.impact in words or finding.rule in words


def _side(name: str) -> Side:
    from cosemgen.revisions.reading import FaultyError, UnreadableError, read_side

    try:
        return read_side(name)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from None
    except FaultyError as error:
        from .reports import report

        report(error.diagnostics)
        console.note(
            f"{name}: no model can be made of it; where an earlier cosemgen could, compare the "
            "model.json that it has built"
        )
        raise Findings from None


def _tell(findings: Sequence[Finding]) -> None:
    from cosemgen.diff.reports import as_text, counts

    for finding in findings:
        print(visible_line(as_text(finding)))
    told = [f"{count} {impact}" for impact, count in counts(findings).items()]
    of = f": {', '.join(told)}" if told else ""
    console.note(f"{counted(len(findings), 'difference')}{of}")


def _sarif(findings: Sequence[Finding], fail_on: Sequence[str]) -> str:
    from cosemgen.diff import IMPACTS, RULES

    from .reports import sarif, sarif_location

    rules = [
        {
            "id": rule,
            "shortDescription": {"text": RULES[rule].says},
            "fullDescription": {"text": IMPACTS[RULES[rule].impact]},
        }
        for rule in sorted({finding.rule for finding in findings})
    ]
    results = []
    for finding in findings:
        places = [p for p in (finding.new_place, finding.old_place) if p is not None]
        before = [{"id": 1, **sarif_location(place)} for place in places[1:]]
        results.append(
            {
                "ruleId": finding.rule,
                "level": "error" if _is_of(finding, fail_on) else "note",
                "message": {"text": f"{finding.place}: {finding.message}"},
                "locations": [*map(sarif_location, places[:1])],
                **({"relatedLocations": before} if before else {}),
            }
        )
    return sarif(rules, results)
