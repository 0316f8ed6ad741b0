"""The page about comparing specs, from the table of rules."""

from __future__ import annotations

from typing import Final

from cosemgen.diff import IMPACTS, RULES, Rule
from cosemgen.diff.rules import heading

from .markup import Row, blocks, bullets, code, fenced, prose, table
from .views import GroupView, SectionsPage, sections_page

_LEAD: Final = (
    "`cosemgen diff` compares two states of a specification, and says of each difference whom it "
    "concerns: who reads octets, who has programs, who goes by OBIS codes. Both sides may be "
    "folders or files of specs, the `model.json` that a build or `cosemgen export json` has "
    "written, either in a revision or a release, or what an installed package has of them. `cosemgen release` "
    "makes the next version and the entry of the changelog of it."
)
_COMMAND: Final = """\
$ cosemgen diff HEAD:spec
$ cosemgen diff 0.1.0
$ cosemgen diff HEAD:spec spec --format markdown
$ cosemgen diff old.json new.json --only wire --fail-on wire"""
_SIDES: Final = (
    "A folder or a file: the package, and for a folder the packages below it too. What the "
    "packages stand on is not compared.",
    "`model.json`, or an output folder that has it and no specs. JSON does not say where "
    "something stands, nor which version of a class its plain name means.",
    "`REVISION:PATH`, as git has it, of the repository here. Without NEW it is compared with PATH "
    "as it is now.",
    "A revision alone, as `HEAD`, or a release, as `0.1.0` (its tag is `0.1.0` or `v0.1.0`): what it has at "
    "the path of the other side, which is `spec` where there is none.",
    "An installed package, by the name of its distribution or of its module, whose wheel has its "
    "spec or `model.json` with it, as the project of `cosemgen new package` has.",
    "`cosem`: the standard that comes with cosemgen, where no file has that name.",
)
_MATCHED: Final = (
    "Classes, versions, attributes, methods, selectors, values, units and media are the same that "
    "have the same number, objects and codes in use the same codes; another name is told as that. "
    "A name that has another number is told as a number that is another: what is sent to the "
    "one reaches the other. Types, telegrams, quirks and profiles have no number: where one is gone and "
    "one has come that says the same, it is called otherwise. Members of structures are matched by "
    "their names, and those at the same place that are the same by that. What several versions of a "
    "class have from one line is told once, with their numbers; what is new or gone is told without "
    "what is in it."
)
_NOT: Final = (
    "Whether the specs are right is not asked, nor what `released.lock` says: an old one may break "
    "a rule that is new. It has to be in the language of this version of cosemgen; else compare "
    "the `model.json` that was built of it."
)
_RESULT: Final = (
    "A line of text has the place, the impact and the rule, what is different, and in brackets where "
    "it was. `--format markdown` is for a changelog or a review, `sarif` for code scanning, `json` "
    "for programs, as `grammar/diff.schema.json` has it. The exit code is 1 where there is "
    "anything of wire, api or obis, or of what `--fail-on` names instead: impacts, or rules by "
    "their names. `--only` leaves out all else."
)
_PYTHON: Final = """\
from cosemgen.revisions.reading import compare, read_side

for finding in compare(read_side("old.json"), read_side("new.json")):
    print(finding.impact, finding.rule, finding.place, finding.message)"""


def differences_page() -> SectionsPage:
    """How to compare, and every rule by its impact."""
    groups = [
        GroupView(
            "diff-use",
            "Use",
            blocks(
                fenced(_COMMAND, "console"),
                prose(_RESULT),
                fenced(_PYTHON, "python"),
            ),
        ),
        GroupView("diff-sides", "What can be compared", bullets(map(prose, _SIDES))),
        GroupView(
            "diff-matched", "What is the same", blocks(prose(_MATCHED), prose(_NOT))
        ),
    ]
    groups += [
        GroupView(
            f"diff-{impact}",
            heading(impact),
            blocks(
                prose(says),
                table(_row(rule) for rule in RULES.values() if rule.impact == impact),
            ),
        )
        for impact, says in IMPACTS.items()
    ]
    return sections_page(
        source="the table of rules of cosemgen.diff",
        label="differences",
        title="Comparing specs",
        lead=_LEAD,
        groups=groups,
    )


def _row(rule: Rule) -> Row:
    return {"Rule": code(rule.id), "When": prose(rule.says)}
