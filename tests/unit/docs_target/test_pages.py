"""What pages say of a small package in which everything happens."""

from __future__ import annotations

import re

import pytest

from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.target import Options
from cosemgen.targets.docs.command_line import command_line_page
from cosemgen.targets.docs.members import MemberRow, members
from cosemgen.targets.docs.site import Site
from cosemgen.targets.docs.versions import version_views

from .conftest import Pages, pages_of

SPEC = """\
/// All that pages show.
package acme "ACME | meters" {
  edition "Model <1>"
  edition one "Ed. *1*" "the first"
  source manual "the *manual*"
}

units unit {
  7 second "s" "time" si "s"
}

/// Counts things.
class 32800 "ACME counter" {
  clause "9.1"
  source manual "page 3"

  version 0 {
    confidence low "one page | a draft"
    decision "sources disagree about `limit`: 5 | 6"
    open "whether it wraps"
    requires at_most(count, limit)

    /// How many.
    attribute 2 count: dynamic unsigned (1..12) = 3 read-only
    attribute 3 limit: static unsigned unit second unconfirmed "one source only"
    attribute 4 key: static octet-string[16] secret note "kept | safe"
    attribute 5 state: dynamic CHOICE { null-data, long, unsigned, integer, state } {
      /// A part.
      selector 1 part: window
    }

    methods @0x60

    method 1 reset(0) optional unofficial
    method 2 read(index: unsigned) returns window mandatory

    /// A span.
    structure window {
      /// Where it begins.
      first: unsigned (..9)
      last:  octet-string as date-time or empty
    }

    enumeration state {
      0      idle
      1      busy "at work"
      2..255 manufacturer
    }
  }

  version 1 from 0 {
    confidence high
    change attribute 2 count: dynamic long-unsigned
    add attribute 6 flags: dynamic flags
    methods @0x70
    change structure window {
      add middle: unsigned after first
    }
    add bits flags: bit-string[8] {
      0    on
      1..7 reserved
    }
  }
}

medium 1 "Power" {
  group C {
    1 "power | import" integral "energy import" second unit second
  }
  group D {
    8 "integral over time" integral
  }
  group E rate {
    0 "total"
    1..63 "rate {n}"
  }
  select E rate where C in 1
}

object 1.b.1.8.e.255 "{C}, {E}" where b in 0..64 and e in 0..63 as 32800 unit second source manual
object 0.0.96.1.0.255 "Number | name" as 32800 value unsigned, long, integer, octet-string unconfirmed "guessed"
range manufacturer 1.b.c.d.e.f "Left to makers" where b in 128..199
"""


@pytest.fixture(scope="module")
def small() -> Pages:
    compilation = compile_text(SPEC)
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    return pages_of(compilation.model, "acme_meter")


@pytest.fixture(scope="module")
def counter(small: Pages) -> str:
    (page,) = [text for path, text in small.items() if path == "classes/example.md"]
    return page


def section(page: str, title: str) -> str:
    """What stands below a heading, up to the next of its level."""
    level = title.partition(" ")[0]
    _, _, rest = page.partition(f"\n{title}\n")
    assert rest, title
    return rest.partition(f"\n{level} ")[0]


def test_class_table(counter: str) -> None:
    table = section(counter, "## Version 0")
    assert (
        "class_id 32800 · version 0 · cardinality 0..n · clause 9.1"
        in table.replace("\\", "")
    )
    row = next(line for line in table.splitlines() if "| `count`" in line)
    assert row == (
        '| [2]{.number id="class-32800-v0-attribute-2"} | `count` | dyn. | unsigned '
        "| 1 | 12 | `3` | x + 0x08 |"
    )
    assert "[low confidence]{.badge .confidence-low}" in table
    assert r"**Low confidence.** one page \| a draft" in table


def test_coverage_warns(small: Pages) -> None:
    """Who builds hardware finds at once what not to build on, and why."""
    page = small["coverage.md"]
    warned = section(page, "## Versions not to build hardware on")
    row = next(line for line in warned.splitlines() if "32800" in line)
    assert r"| one page \\| a draft |" in row and "[0](#class-32800-v0)" in row
    rows = section(page, "## Class versions").splitlines()
    marked = [line for line in rows if "[⚠](#coverage-unsure)" in line]
    assert len(marked) == 1 and "#class-32800-v0" in marked[0]


def test_method_table(counter: str) -> None:
    table = section(counter, "## Version 0")
    assert (
        "| `reset` [our name]{.badge .unofficial} | o | `data`: integer = `0` |  | x + 0x60 |"
        in table
    )
    assert (
        "| `read` | m | `index`: unsigned | [`window`](#class-32800-v0-window) |"
        in table
    )


def test_facts_below_the_table(counter: str) -> None:
    table = section(counter, "## Version 0")
    newest = section(counter, "## Version 1")
    assert "2 `count`\n: How many. Read-only by nature" in table
    assert "Unit: [s](#unit-second)." in newest
    assert "[unconfirmed]{.badge .unconfirmed} one source only" in newest
    assert "- kept \\| safe" in newest
    assert "Secret: never readable" in newest
    assert (
        "Data type: CHOICE \\{ null-data, long, unsigned, integer, [`state`]" in table
    )
    assert (
        "Selective access 1 `part`, given [`window`](#class-32800-v0-window). A part"
        in table
    )


def test_rules_doubts_and_sources(counter: str) -> None:
    """Each once, with the versions that it is of; sources where they are the same."""
    assert counter.count("is not greater than") == 1
    rules = section(counter, "## Rules")
    assert "- `count` is not greater than `limit` (`at_most`)" in rules
    assert (
        ":::{admonition} Open questions\n:class: attention\n\n* Version 0: whether it wraps"
        in counter
    )
    assert "* Version 0: sources disagree about `limit`: 5 \\| 6" in counter
    assert "Sources: [manual](#source-manual) (page 3)" in counter


def test_changes(counter: str) -> None:
    version = section(counter, "## Version 1")
    assert ":::{rubric} Changes since version 0" in version
    changed = "- Changed attribute 2 `count`: type: unsigned (1..12) → long-unsigned; default: 3 → none; is read only no more\n"
    assert changed in version
    assert "- Added attribute 6 `flags`\n" in version
    assert "- Added member `middle` of `window`\n" in version


def test_no_version_repeats_a_newer_one(counter: str) -> None:
    new, old = section(counter, "## Version 1"), section(counter, "## Version 0")
    assert "| `limit` [unconfirmed]" in new
    assert "| `limit`" not in old
    assert "As in version 1: attributes [[1](#class-32800-v1-attribute-1)]" in old
    # Links to what is not repeated still lead to the version.
    linked = (
        '[[3](#class-32800-v1-attribute-3)]{.number id="class-32800-v0-attribute-3"}'
    )
    assert linked in old


def test_every_version_can_be_put_together(standard_model: Model) -> None:
    """What a version does not show stands where it says, in the same words."""
    site = Site(standard_model, Options("cosem"))
    for interface_class in standard_model.classes:
        rows: dict[str, MemberRow] = {}
        shown = []
        for version, view in zip(
            reversed(interface_class.versions),
            version_views(site, interface_class),
            strict=True,
        ):
            markup = "".join(table.body for table in view.tables)
            for table in members(site, version).tables:
                for row in table.rows:
                    rows[row.label] = row
                    if f'id="{row.label}"' in markup:
                        shown.append(row)
                        continue
                    found = re.search(
                        rf'\(#([\w-]+)\)\]{{.number id="{row.label}"}}', view.same
                    )
                    assert found, row.label
                    assert rows[found[1]] in shown
                    assert rows[found[1]].says_as(row)


def test_changes_inside_of_types() -> None:
    compilation = compile_text("""\
/// Counts.
class 32801 "ACME odd" {
  version 0 {
    attribute 2 pair: pair
    attribute 3 state: state
    structure pair {
      first: unsigned
      second: state
    }
    enumeration state {
      0 idle
      1 busy "at work"
    }
  }
  version 1 from 0 {
    change structure pair {
      change first: long-unsigned
    }
    change enumeration state {
      change 0 off
      change 1 busy "occupied"
    }
  }
}
""")
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    page = pages_of(compilation.model, "acme_meter")["classes/example.md"]
    changed = section(page, "## Version 1")
    assert (
        "- Changed member `first` of `pair`: type: unsigned → long-unsigned\n"
        in changed
    )
    assert "- Changed value 0 `off` of `state`, until then `idle`\n" in changed
    assert "- Changed value 1 `busy` of `state`: label: at work → occupied\n" in changed


def test_renamed_members() -> None:
    """What is only renamed is told, in a version that is written out."""
    compilation = compile_text("""\
/// Counts.
class 32801 "ACME odd" {
  version 0 {
    attribute 2 count: unsigned
    attribute 3 gone: unsigned
  }
  version 1 {
    attribute 2 counter: unsigned
  }
}
""")
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    page = pages_of(compilation.model, "acme_meter")["classes/example.md"]
    changed = section(page, "## Version 1")
    assert "- Changed attribute 2 `counter`, until then `count`\n" in changed
    assert "- Removed attribute 3 `gone`\n" in changed


def test_types(counter: str) -> None:
    types = section(counter, "## Types")
    old = section(types, "### `window` of version 0")
    new = section(types, "### `window` of version 1")
    assert "used in version 0." in old
    assert "used in version 1." in new
    assert "| 2 | `last` | octet-string (date-time or empty) |" in old
    assert "| 1 | `first` | unsigned | 9 | Where it begins. |" in old
    assert "| 2 | `middle` | unsigned |" in new
    state = section(types, "### `state`")
    assert "used in versions 0 and 1." in state
    assert "| 1 | `busy` | at work |" in state
    assert "*manufacturer specific*" in state
    flags = section(types, "### `flags`")
    assert "bit 0 is the first bit sent" in flags


def test_python_names(counter: str) -> None:
    names = section(counter, "## Names in Python")
    assert "`from acme_meter.classes import AcmeCounterV0`" in names
    assert "`from acme_meter.classes.example import WindowV0`" in names
    assert 'example = AcmeCounter("1.0.1.8.0.255")' in counter


def test_objects(small: Pages, counter: str) -> None:
    codes = section(counter, "## OBIS codes")
    assert "[`1.b.1.8.e.255`](#obis-1.b.1.8.e.255)" in codes
    power = small["obis/1-power.md"]
    assert "| 1 | power \\\\| import |" in power
    assert "- Group E is [`rate`](#medium-1-group-e-rate) where C = 1" in power
    assert '[`1.b.1.8.e.255`]{.obis id="obis-1.b.1.8.e.255"}' in power
    assert "[manufacturer]{.badge .kind}" in power
    shared = small["obis/index.md"]
    assert "[list 1](#obis-values-1)" in shared
    assert "unsigned, long, integer, octet-string" in shared
    assert "[unconfirmed]{.badge .unconfirmed} guessed" in shared


@pytest.mark.parametrize(
    ("head", "change"), [("version 1 from 0", "change "), ("version 1", "")]
)
def test_a_member_that_is_only_renamed_is_told(head: str, change: str) -> None:
    compilation = compile_text(
        'package acme "ACME" {}\n'
        '/// Counts.\nclass 32800 "ACME counter" {\n  version 0 {\n'
        "    attribute 2 count: dynamic unsigned\n    method 1 reset(0) optional\n  }\n"
        f"  {head} {{\n    {change}attribute 2 total: dynamic unsigned\n"
        f"    {change}method 1 clear(0) optional\n  }}\n}}\n"
    )
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    page = pages_of(compilation.model, "acme_meter")["classes/example.md"]
    assert "- Changed attribute 2 `total`, until then `count`\n" in page
    assert "- Changed method 1 `clear`, until then `reset`\n" in page


def test_doubts_about_editions_and_codes() -> None:
    compilation = compile_text(
        'package acme "ACME" {\n  edition one "Ed. 1"\n  edition two "Ed. 2"\n}\n'
        '/// Counts.\nclass 32800 "ACME counter" {\n  version 0 {\n'
        '    clause "9.1" in two unconfirmed "from its neighbours"\n'
        '    since one..two unconfirmed "the list has no years"\n'
        "    attribute 2 count: unsigned\n  }\n}\n"
        'medium 1 "Power" {\n  group C {\n    7 "Angle" unconfirmed "by analogy"\n  }\n}\n'
        'object 1.0.0.9.1.255 "Local time" unconfirmed\n'
    )
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    page = pages_of(compilation.model, "acme_meter")["open_questions.md"]
    assert ": first edition Ed. 1 or Ed. 2: the list has no years\n" in page
    assert ": clause 9\\.1 (Ed. 2): from its neighbours\n" in page
    assert "- Power, C = 7 (Angle): by analogy\n" in page
    assert "- `1.0.0.9.1.255` Local time: no public source states it\n" in page


def test_doubts(small: Pages) -> None:
    page = small["open_questions.md"]
    assert "[Version 0](#class-32800-v0): whether it wraps" in page
    assert "attribute 3 `limit`: one source only" in page
    assert page.count("whether it wraps") == 1


def test_index(small: Pages) -> None:
    page = small["index.md"]
    assert "**1** interface classes, **2** class versions, **11** attributes" in page
    assert "- Model \\<1\\>" in page
    assert "first one that has them: [Ed. \\*1\\*](#edition-one)" in page
    assert "[ACME counter (32800)](#class-32800)" in page
    assert '>>> example = AcmeCounter("1.0.1.8.0.255")\n' in page
    assert "pip install" not in page
    assert "the \\*manual\\*" in small["sources.md"]
    assert '[`manual`]{.number id="source-manual"}' in small["sources.md"]
    assert "# ACME \\| meters" in page


def test_index_of_the_standard(standard: Pages) -> None:
    page = standard["index.md"]
    assert "```sh\npip install cosem\n```" in page
    assert '>>> register = Register("1.0.1.8.0.255")\n' in page
    assert "[Register (3)](#class-3)" in page


def test_undefined_version() -> None:
    """A version of which nothing is known but its identity says why."""
    compilation = compile_text("""\
/// Once was something.
class 32801 "ACME odd" {
  version 0 {
    undefined "no source has it"
    withdrawn "in Ed. 9"
  }
}
""")
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    pages = pages_of(compilation.model, "acme_meter")
    page = pages["classes/example.md"]
    assert "**Not defined here.** no source has it" in page
    assert "**Withdrawn.** in Ed. 9" in page
    assert "[not defined]{.badge .unconfirmed} [withdrawn]{.badge .unconfirmed}" in page
    assert "not defined. no source has it" in pages["open_questions.md"]


def test_types_of_the_newest_version_come_first(counter: str) -> None:
    types = section(counter, "## Types")
    assert types.index("`window` of version 1") < types.index("`window` of version 0")


def test_coverage_adds_up(standard: Pages) -> None:
    """Every version is counted under one confidence, also one that says none."""
    unsaid = SPEC.replace("confidence high", "")
    unsaid = unsaid.replace('confidence low "one page | a draft"', "")
    compilation = compile_text(unsaid)
    assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
    small = pages_of(compilation.model, "acme_meter")["coverage.md"]
    assert "Unsaid" in small and "Unsaid" not in standard["coverage.md"]
    for page in (small, standard["coverage.md"]):
        head, _, *rows = section(page, "## Families").strip().splitlines()
        names = [name.strip() for name in head.split("|")]
        for row in (row for row in rows if row.startswith("|")):
            found = dict(
                zip(names, (cell.strip() for cell in row.split("|")), strict=True)
            )
            levels = ("High", "Medium", "Low", "Unsaid")
            assert sum(int(found.get(n, 0)) for n in levels) == int(found["Versions"])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("register", "1.0.1.8.0.255"),
        ("clock", "0.0.1.0.0.255"),
        ("association_ln", "0.0.40.0.0.255"),
        ("profile_generic", "1.0.99.1.0.255"),
        ("data", "0.0.42.0.0.255"),
    ],
)
def test_usual_objects(standard: Pages, name: str, code: str) -> None:
    assert f'("{code}")\n' in standard[f"classes/{name}.md"]


def test_code_of_an_example() -> None:
    """What the documentation names, if the class has it; else the surest object."""
    template = (
        'package acme "ACME" {{\n}}\n/// Counts, as {told}.\n'
        'class 32801 "ACME odd" {{\n  version 0 {{\n    attribute 2 n: unsigned\n  }}\n}}\n'
        'object 0.0.96.1.0.255 "Guessed" as 32801 unconfirmed\n'
        'object 0.b.96.2.0.255 "Known" where b in 1..9 as 32801\n'
    )
    for told, code in (
        ("`0.4.96.2.0.255`", "0.4.96.2.0.255"),
        ("`0.0.96.1.0.255`", "0.0.96.1.0.255"),
        ("`0.4.96.3.0.255`", "0.1.96.2.0.255"),
        ("you like", "0.1.96.2.0.255"),
    ):
        compilation = compile_text(template.format(told=told))
        assert compilation.model, "\n".join(map(render_text, compilation.diagnostics))
        page = pages_of(compilation.model, "acme")["classes/example.md"]
        assert f'AcmeOdd("{code}")' in page, told


def test_code_in_the_help_of_commands_is_code_on_their_page() -> None:
    page = command_line_page()
    texts = [page.lead, *(group.body for group in page.groups)]
    assert not [text for text in texts if "\\`" in text]
    assert "in any form that `cosemgen dump` takes" in "".join(texts)
