"""The page about judging meters, from the table of checks."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from cosem_conformance.judge import (
    ACTION,
    CHANGES,
    CHECKS,
    DUMP,
    FAMILIES,
    IMPACTS,
    LEFT_ALONE,
    READ,
    WRITE,
    Alone,
    ChangeKind,
    Check,
)

from . import labels
from .markup import Row, blocks, bullets, code, fenced, prose, table, text
from .views import GroupView, SectionsPage, SectionView, sections_page

_LEAD: Final = (
    "A meter is dumped once and judged many times: `cosemgen judge` and `cosem.judge` hold what "
    "is in a [dump](dumps.md) against the spec. Each check of this page says of each thing that "
    "it looks at whether it passed, failed, or cannot be told, and is not applicable to a dump "
    "that has nothing for it. What failed is an error, a warning or a note; one that rests on a "
    "fact that is not confirmed, or of low confidence, says so and is a warning at most, and so "
    "is one on octets that are not the meter's own but made of what a source says. What is masked "
    "is not judged. Classes that no package has, and versions that are not known, are told "
    "once and not looked into: never is a value judged by the types of another version."
)
_COMMAND: Final = """\
$ cosemgen judge meter.jsonl.gz
$ cosemgen judge meter.jsonl.gz --only TY --only ID-02
$ cosemgen judge meter.jsonl.gz --known-failures known.txt --json"""
_EXIT: Final = (
    "The exit code is 1 where there are errors that are not known. The text has counts by check, "
    "then the findings, each with its place, what the standard says where, and the octets; "
    "`--all` tells every one. With `--json` there is one document for each dump, as "
    "`grammar/judgement.schema.json` has it. Both say by which versions and tables of codes was "
    "judged. Two findings are of no check, and decide nothing: `DUMP` tells that the dump was cut short, "
    "`RULES` that a class has rules which came with a later version of cosem than the one that judges."
)
_PYTHON: Final = """\
import cosem

judgement = cosem.judge("meter.jsonl.gz", without=["XR"])
for finding in judgement.failures:
    print(finding.check, finding.place, finding.reason)"""
_MANY: Final = (
    "Several dumps are judged one after the other, by as many processes as `--jobs` says, and "
    "memory does not grow with their number, unless a report is written. What is no dump is told, "
    "and the others are judged all the same. From Python that is `judge_each` of "
    "`cosem_conformance.judge`. What was found in meters and libraries that are public is on "
    "[a page of its own](found.md)."
)
_COMPARE_COMMAND: Final = """\
$ cosemgen judge --compare old.jsonl new.jsonl
$ cosemgen judge --compare old.jsonl new.jsonl --all --json"""
_COMPARE: Final = (
    "Two dumps of a meter, as of two states of its firmware, are compared: what changed, and what "
    "it means for who reads the meter as before. Associations are the same that have the same "
    "name and addresses, objects that have the same class and code. Object lists of other "
    "associations are compared by their objects too. What only one of the dumps says is no change, "
    "nor is what was masked or not answered for a reason that may pass. The exit code is 1 where "
    "something breaks. With `--json` there is one document, as `grammar/comparison.schema.json` "
    "has it."
)
_COMPARE_PYTHON: Final = """\
import cosem

comparison = cosem.judge.compare("old.jsonl", "new.jsonl")
for change in comparison.changes:
    print(change.impact, change.kind, change.place, change.reason)"""
_PYTEST: Final = (
    "Who has tests of pytest in a CI judges dumps there: `cosem[conformance]` installs the option. "
    "Without other arguments the dumps alone are tested; with paths of tests, these too. There is "
    "a test for each check and each class that it has something to decide of, as "
    "`TY-01[3 Register]`, and one for each line of the known failures, which is an xfail and "
    "strict. An error fails; warnings and notes are in the report of a test that passes (`-rP`). "
    "What cannot be told is a skip whose reason begins with `INCONCLUSIVE:`, and one with `N/A:` "
    "has nothing to decide; `--cosem-strict` lets the first fail. `--cosem-only`, "
    "`--cosem-without`, `--cosem-package`, `--cosem-profile` and `--cosem-variant` are as for the "
    "command; a profile in a specification needs `cosem[generator]`, too. Names of dumps are "
    "relative to where pytest is started. Nothing of this is loaded unless a dump is named."
)
_PYTEST_COMMAND: Final = """\
$ pytest --cosem-dump meter.jsonl.gz
$ pytest --cosem-dump meter.jsonl.gz "meter.jsonl.gz::TY-01[3 Register]"
$ pytest --cosem-dump meter.jsonl.gz --cosem-known known.txt --cosem-only TY"""
_REPORTS: Final = """\
$ cosemgen judge meter.jsonl.gz --html report.html
$ cosemgen judge meter.jsonl meter.jsonl.gz --junit report.xml --sarif report.sarif"""
_REPORTS_ARE: Final = (
    "A report is one file about all dumps of the command; the same judgement always gives the "
    "same one. Each has the versions, the tables of codes and how often each check came to each "
    "verdict."
)
_EACH_REPORT: Final = (
    "`--html` is for who makes the meter: one page that needs nothing else, and can be mailed. It "
    "has octets of the meter: run `cosemgen dump redact` first where these must stay. It counts by "
    "check and class, filters by kind, class, check and text, and unfolds each finding to its "
    "place, what the standard says where, and the octets, decoded. It follows the reader's light or "
    "dark, and is printed unfolded. Its policy lets a browser load and run nothing but its own "
    "style and script, and without script all is there, unfiltered.",
    "`--junit` is for CI, as Jenkins and GitLab show it: a case for each check and place. Errors "
    "are failures. Warnings and notes pass, with their text as output. Known failures are skipped, "
    "and so is what cannot be told: `INCONCLUSIVE`, `N/A`. The four verdicts of each check are "
    "counted in the properties of the suite.",
    "`--sarif` is for code scanning, SARIF 2.1.0: rules are the checks, results what failed. What "
    "is known or not decided is no result, as GitHub makes an alert of each, whatever its kind. "
    "Name dumps relative to the root of the repository: alerts stand at the file, and remain the "
    "same ones while the finding does. GitHub takes 25000 results at once, and shows 5000.",
)
_REPORTS_IN_PYTHON: Final = """\
from pathlib import Path

import cosem
from cosem_conformance.judge import as_html

judgements = [cosem.judge(name) for name in ("meter.jsonl", "meter.jsonl.gz")]
Path("report.html").write_text(as_html(*judgements), encoding="utf-8")"""
_IN_PYTHON: Final = (
    "In Python `as_html` and `as_junit` give the text, and `as_sarif` what `json` writes, of any "
    "number of judgements; `as_text` and `as_json` are of one. They need no library."
)
_KNOWN: Final = (
    "Failures that are known, and not to be mended today, stand in a file, a line for each: the "
    "check, a class, a code, an attribute and the name of an association, and behind ` -- ` why. "
    "`*` is any, and so is what is left out. Empty lines, and lines that begin with `#`, say "
    "nothing. They are taken strictly: a line that nothing fails for is an error itself."
)
_EXAMPLE: Final = """\
# Firmware 2.1 mends these.
TY-01  3 1-0:1.8.0*255 3          -- the scaler is sent as a long
OB-01  1 0-0:96.5.*.*             -- status words of the maker
AR-02  *                          -- all names can be written
CL-03  7 1-0:99.1.0*255 7 Public  -- in one association alone"""

_PROFILES: Final = (
    "What a utility or a country asks of meters is a [companion profile](#language-profiles). A "
    "meter that claims one is judged both ways: what the profile asks for and is not there "
    "fails, and what is there and not asked for is a note. `--profile` takes the name of a "
    "profile in a generated package (those of registered ones are `cosem.companion_profiles()`), "
    "or a specification, which is compiled; `FILE:NAME` where that has several, of which else "
    "the last one is meant. What is asked of some meters is judged where the dump shows that the "
    "meter is of that variant, or where `--variant` says so."
)
_OF_PROFILES: Final = """\
$ cosemgen judge meter.jsonl.gz --profile profile.cosem
$ cosemgen judge meter.jsonl.gz --profile profile.cosem:acme_1 --variant polyphase
$ cosemgen show acme_1 --spec profile.cosem"""
_PROFILE_IN_PYTHON: Final = """\
import cosem
from cosem_runtime.companion import ProfileObject

energy = ProfileObject(("1.0.1.8.0.255",), "Active energy", ((3, 0),))
profile = cosem.CompanionProfile("mine", "What I need", (energy,))
judgement = cosem.judge("meter.jsonl.gz", profile=profile)
missing = [finding.place for finding in judgement.of("PF-01")]
others = [each.name for each in cosem.companion_profiles()]"""
_LIVE: Final = (
    "What a dump cannot tell is asked of the meter itself, over a live association that you "
    "start: with `--active`, by a client that you have installed, reached by the options of "
    "`cosemgen dump`. Where there is no dump yet, the meter is read first. These checks say "
    "below what they do to it: they read; with `--allow-write` they write, too, and with "
    "`--allow-actions` they invoke methods. Nothing is written and no method invoked without "
    "that leave."
)
_LIVE_COMMAND: Final = """\
$ cosemgen judge meter.jsonl --active --via gurux --host 192.0.2.10
$ cosemgen judge meter.jsonl --active --via gurux --host 192.0.2.10 --allow-write --only WR"""
_CARE: Final = (
    "One request is made at a time, after a `--pause` if you like, and `--each N` tries N objects "
    "of each class version and no more. What a check has written is put back at once, also when "
    "an association breaks or Ctrl-C comes in between; what could not be put back is an error "
    "that has the octets which were there. Secrets are not written. Of values that run by "
    "themselves, and of what a client cannot ask for, nobody can tell. AT-08 and DV-03 open a "
    "second association in place of the first, which needs one without keys."
)
_EXCLUDED: Final = (
    "A file for `--exclude` says what else is left alone, a line for each, as known failures "
    "are written: a check of a live association or a family of them, a class, a code, an attribute or method, an "
    "association, and why:"
)
_FIELD: Final = (
    "What may do harm in the field is left alone without being asked for, "
    "unless `--laboratory` says that the meter is not there:"
)
_ALONE_FILE: Final = """\
WR  8 * 9             -- others count by the clock
AT  * 1-0:99.1.*.*    -- buffers of years
ME  11                -- holidays are set"""
_CALLS: Final = (
    "Methods that return something mostly want a parameter that only you know. `--call` names one "
    "with it, as `--call '64 0-0:43.0.0*255 7 0203...'`, and may be repeated; these are invoked "
    "wherever they are. In Python, `cosem.judge` takes the same as a `Wire`:"
)
_WIRE: Final = """\
import cosem
from cosem_conformance.judge import Wire, read_excluded
from cosem_conformance.live import Transport

def ask(transport: Transport) -> None:
    excluded = read_excluded("WR 8 * 9 -- others count by the clock")
    wire = Wire(transport, allow_write=True, excluded=excluded, pause=0.1)
    judgement = cosem.judge("meter.jsonl.gz", wire=wire)
    print(judgement.passed)"""
_DOES: Final = {
    DUMP: "",
    READ: "Reads, in a live association.",
    WRITE: "Writes, in a live association, with leave to.",
    ACTION: "Invokes methods, in a live association, with leave to.",
}
"""What a check does to a meter."""


def judging_page() -> SectionsPage:
    """How to judge, and every check: what it decides, and what it needs."""
    families = groupby(CHECKS.values(), lambda check: check.family)
    groups = [
        GroupView(
            "judge-use",
            "Use",
            blocks(
                fenced(_COMMAND, "console"),
                prose(_EXIT),
                fenced(_PYTHON, "python"),
                _MANY,
            ),
        ),
        GroupView(
            "judge-reports",
            "Reports",
            blocks(
                fenced(_REPORTS, "console"),
                prose(_REPORTS_ARE),
                bullets(map(prose, _EACH_REPORT)),
                prose(_IN_PYTHON),
                fenced(_REPORTS_IN_PYTHON, "python"),
            ),
        ),
        GroupView(
            "judge-known",
            "Known failures",
            blocks(prose(_KNOWN), fenced(_EXAMPLE, "text")),
        ),
        GroupView(
            "judge-live",
            "Asking the meter",
            blocks(
                prose(_LIVE),
                fenced(_LIVE_COMMAND, "console"),
                prose(_CARE),
                prose(_EXCLUDED),
                fenced(_ALONE_FILE, "text"),
                prose(_FIELD),
                "\n".join(map(_alone, LEFT_ALONE)),
                prose(_CALLS),
                fenced(_WIRE, "python"),
            ),
        ),
        GroupView(
            "judge-pytest",
            "As tests",
            blocks(fenced(_PYTEST_COMMAND, "console"), prose(_PYTEST)),
        ),
        GroupView(
            "judge-compare",
            "Two states of a meter",
            blocks(
                fenced(_COMPARE_COMMAND, "console"),
                prose(_COMPARE),
                fenced(_COMPARE_PYTHON, "python"),
                bullets(
                    f"{code(word)}: {prose(says)}" for word, says in IMPACTS.items()
                ),
                table(map(_kind, CHANGES.values())),
            ),
        ),
        GroupView(
            "judge-profiles",
            "Companion profiles",
            blocks(
                _PROFILES,
                fenced(_OF_PROFILES, "console"),
                fenced(_PROFILE_IN_PYTHON, "python"),
            ),
        ),
    ]
    groups += [
        GroupView(
            f"judge-{family.lower()}",
            FAMILIES[family],
            sections=tuple(map(_section, checks)),
        )
        for family, checks in families
    ]
    return sections_page(
        source="the table of checks of cosem_conformance",
        label="judge",
        title="Judging a meter",
        lead=_LEAD,
        groups=groups,
    )


def _alone(each: Alone) -> str:
    """What checks of a family do not touch."""
    word = "class" if len(each.classes) == 1 else "classes"
    number = "" if each.number is None else f", attribute {each.number}"
    classes = ", ".join(map(str, each.classes))
    return f"- {code(each.family)} of {word} {classes}{number}: {text(each.reason)}"


def _kind(kind: ChangeKind) -> Row:
    return {
        "Change": code(kind.id),
        "Impact": code(kind.impact),
        "When": prose(kind.says),
    }


def _section(check: Check) -> SectionView:
    return SectionView(
        label=labels.named("judged", check.id),
        title=f"{code(check.id)}: {text(check.title)}",
        body=blocks(
            prose(check.decides),
            f"Needs {prose(check.needs)}. Goes by {prose(check.facts)}. {_DOES[check.mode]}".rstrip(),
        ),
    )
