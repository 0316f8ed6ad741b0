"""`cosemgen diff`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cosemgen import resources
from cosemgen.diff import IMPACTS, RULES

from .conftest import SPEC, Run

SCHEMA = json.loads(
    (resources.grammar_folder() / "diff.schema.json").read_text(encoding="utf-8")
)
NEW = (
    SPEC.replace("      1 slow\n", "")
    .replace("= 1 unit second", "= 1")
    .replace("/// Begin again.", "/// Begin | *again* <b>.")
)


@pytest.fixture
def new(spec: Path) -> Path:
    path = Path("new/tiny.cosem")
    path.parent.mkdir()
    path.write_text(NEW)
    return path


def test_text_has_a_line_for_each_with_both_places(
    run: Run, spec: Path, new: Path
) -> None:
    code, out, err = run("diff", spec, new)
    assert code == 1
    assert out.splitlines() == [
        "tiny.cosem:27:7: api value-gone: class 32800 Tiny counter, versions 0 and 1, "
        "enumeration kind, value 1 slow: is gone",
        "new/tiny.cosem:14:17: certainty unit-known: class 32800 Tiny counter, versions 0 and 1, "
        "attribute 2 count: unit: second → none (tiny.cosem:14:17)",
        "new/tiny.cosem:23:14: documentation text-changed: class 32800 Tiny counter, "
        "versions 0 and 1, method 1 reset: description: Begin again. → Begin | *again* <b>. "
        "(tiny.cosem:23:14)",
    ]
    assert err == "3 differences: 1 api, 1 certainty, 1 documentation\n"


def test_the_same(run: Run, spec: Path) -> None:
    assert run("diff", spec, spec) == (0, "", "0 differences\n")


def test_json_fits_its_schema(run: Run, spec: Path, new: Path) -> None:
    code, out, _ = run("diff", spec, new, "--format", "json")
    assert code == 1
    document = json.loads(out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    assert (document["old"], document["new"]) == ("tiny.cosem", "new/tiny.cosem")
    assert document["impacts"] == {"api": 1, "certainty": 1, "documentation": 1}
    assert document["findings"][1] == {
        "rule": "unit-known",
        "impact": "certainty",
        "where": [
            "package tiny",
            "class 32800 Tiny counter",
            "versions 0 and 1",
            "attribute 2 count",
        ],
        "message": "unit: second → none",
        "old": "second",
        "old_place": {"file": "tiny.cosem", "line": 14, "column": 17},
        "new_place": {"file": "new/tiny.cosem", "line": 14, "column": 17},
    }
    assert "new_place" not in document["findings"][0]


def test_the_schema_has_every_impact() -> None:
    assert SCHEMA["$defs"]["impact"]["enum"] == [*IMPACTS]


def test_markdown_is_text_whatever_it_says(run: Run, spec: Path, new: Path) -> None:
    code, out, _ = run("diff", spec, new, "--format", "markdown")
    assert code == 1
    assert out.startswith("# From tiny.cosem to new/tiny.cosem\n\n## API\n")
    assert "\n- **class 32800 Tiny counter, versions 0 and 1, enumeration kind," in out
    assert r"Begin \| \*again\* \<b\>. (text-changed)" in out
    assert run("diff", spec, spec, "--format", "markdown").out.endswith(
        "\n\nNothing is different.\n"
    )


def test_sarif(run: Run, spec: Path, new: Path) -> None:
    code, out, _ = run("diff", spec, new, "--format", "sarif", "--fail-on", "certainty")
    assert code == 1
    (found,) = json.loads(out)["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == ["text-changed", "unit-known", "value-gone"]
    levels = {each["ruleId"]: each["level"] for each in found["results"]}
    assert levels == {
        "value-gone": "note",
        "unit-known": "error",
        "text-changed": "note",
    }
    gone, unit, _ = found["results"]
    assert _file(gone["locations"]) == "tiny.cosem" and "relatedLocations" not in gone
    assert _file(unit["locations"]) == "new/tiny.cosem"
    assert _file(unit["relatedLocations"]) == "tiny.cosem"


def _file(places: list[dict[str, dict[str, dict[str, str]]]]) -> str:
    (place,) = places
    return place["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "wire"], 0),
        (["--fail-on", "wire", "--fail-on", "api"], 1),
        (["--fail-on", "value-gone"], 1),
        (["--fail-on", "documentation"], 1),
        (["--fail-on", "nothing"], 0),
        (["--only", "certainty"], 0),
        (["--only", "value-gone"], 1),
        (["--only", "certainty", "--fail-on", "certainty"], 1),
    ],
)
def test_exit_code(
    run: Run, spec: Path, new: Path, options: list[str], code: int
) -> None:
    assert run("diff", spec, new, *options).code == code


def test_only_what_is_asked_for(run: Run, spec: Path, new: Path) -> None:
    _, out, err = run("diff", spec, new, "--only", "certainty", "--only", "value-gone")
    assert [line.split()[2] for line in out.splitlines()] == [
        "value-gone:",
        "unit-known:",
    ]
    assert err == "2 differences: 1 api, 1 certainty\n"


@pytest.mark.parametrize("option", ["--only", "--fail-on"])
def test_a_word_that_is_no_rule(run: Run, spec: Path, option: str) -> None:
    code, out, err = run("diff", spec, spec, option, "value-gon")
    assert (code, out) == (2, "")
    assert f"{option}: there is no 'value-gon' (did you mean 'value-gone'?)" in err
    assert "impacts are wire, api, obis" in run("diff", spec, spec, option, "?").err


def test_what_is_not_there(run: Run, spec: Path) -> None:
    code, out, err = run("diff", spec, "nothing")
    assert (code, out) == (2, "")
    assert "there is no file or folder 'nothing'" in err
    code, _, err = run("diff", spec)
    assert code == 2
    assert "expected NEW too" in err


def test_a_spec_with_errors_says_what_to_compare_instead(run: Run, spec: Path) -> None:
    Path("odd.cosem").write_text("package odd")
    code, out, err = run("diff", "odd.cosem", spec)
    assert (code, out) == (1, "")
    assert "odd.cosem:1:" in err and "error C1" in err
    assert "compare the model.json that it has built" in err


def test_a_revision_alone_is_compared_with_its_path_now(run: Run, spec: Path) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    assert run("diff", "HEAD:tiny.cosem").code == 0
    spec.write_text(NEW)
    code, out, _ = run("diff", "HEAD:tiny.cosem", "--only", "certainty")
    assert code == 0
    assert out.endswith("(HEAD:./tiny.cosem:14:17)\n")


def test_escapes_of_others_do_not_reach_a_terminal(run: Run, spec: Path) -> None:
    run("export", "json", spec, "--out", "old.json")
    Path("new.json").write_text(
        Path("old.json").read_text().replace("Begin again.", r"Begin[31m\u001b[2J")
    )
    for form in ("text", "json", "markdown", "sarif"):
        code, out, err = run("diff", "old.json", "new.json", "--format", form)
        assert code == 0
        assert "\x1b" not in out + err and "Begin" in out


def test_help_has_every_impact(run: Run) -> None:
    out = run("diff", "--help").out
    assert all(f"  {impact} " in out for impact in IMPACTS)
    assert "attribute-gone" in RULES
