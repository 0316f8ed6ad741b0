"""`cosemgen check` and its forms of output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from cosemgen.cli.reports import FORMS, text
from cosemgen.diagnostics import Diagnostic, Severity
from cosemgen.model import Span

from .conftest import MISTAKE, Run, on_terminal

ODD = Diagnostic(
    Span("spec/a b,c.cosem", 5, 3), "C201", "50% of\nit: a, b", Severity.WARNING, "hint"
)


def test_a_sound_spec(run: Run, spec: Path) -> None:
    assert run("check", spec) == (0, "", "1 file, no findings\n")


def test_who_is_in_another_folder_is_told_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("check")
    assert code == 0
    assert err.startswith(
        "there is no folder 'spec' here: this is about the standard\n"
    )


def test_findings_are_on_stderr_with_place_and_code(run: Run, spec: Path) -> None:
    spec.write_text(MISTAKE)
    code, out, err = run("check", spec)
    line, summary = err.splitlines()
    assert (code, out, summary) == (1, "", "1 file, 1 error")
    assert re.fullmatch(r"tiny\.cosem:14:\d+: error C2\d\d: .*'secnd'.*", line)
    assert "did you mean 'second'?" in line


def test_json(run: Run, spec: Path) -> None:
    spec.write_text(MISTAKE)
    code, out, _ = run("check", spec, "--format", "json")
    document = json.loads(out)
    assert (code, document["errors"], document["warnings"]) == (1, 1, 0)
    (finding,) = document["findings"]
    assert finding.keys() == {
        *("file", "line", "column", "severity", "code", "message", "hint")
    }
    assert (finding["file"], finding["line"]) == ("tiny.cosem", 14)


def test_json_without_findings_is_json_too(run: Run, spec: Path) -> None:
    assert json.loads(run("check", spec, "--format", "json").out)["findings"] == []


def test_github_escapes_what_the_runner_would_read() -> None:
    line = FORMS["github"]([ODD])
    assert line.startswith("::warning file=spec/a b%2Cc.cosem,line=5,col=3,title=C201")
    assert line.endswith("::50%25 of%0Ait: a, b (hint)")
    assert "\n" not in line


SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {"items": {"required": ["id"]}}
                                },
                            }
                        },
                        "required": ["driver"],
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "level", "message", "locations"],
                            "properties": {"level": {"enum": ["error", "warning"]}},
                        }
                    },
                },
            }
        },
    },
}
"""What the standard of SARIF 2.1.0 requires of the parts that we write."""


def test_sarif() -> None:
    document = json.loads(FORMS["sarif"]([ODD, ODD]))
    jsonschema.Draft202012Validator(SARIF).validate(document)
    (run,) = document["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "C201"
    assert rule["help"] == rule["fullDescription"]
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "spec/a%20b%2Cc.cosem"
    assert place["region"] == {"startLine": 5, "startColumn": 3}


def test_sarif_takes_no_message_for_a_placeholder(tmp_path: Path) -> None:
    """Where the grammar expects a brace, the message has one."""
    path = tmp_path / "a b.cosem"
    found = Diagnostic(Span(str(path), 1, 9), "C101", "expected '{' or [a](b), not 3")
    (run,) = json.loads(FORMS["sarif"]([found]))["runs"]
    (result,) = run["results"]
    told = "expected '{{' or \\[a\\](b), not 3"
    assert result["message"] == {"text": told}
    file = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert file == {"uri": path.as_uri()}


def test_an_excerpt_points_at_the_place(tmp_path: Path) -> None:
    path = tmp_path / "x.cosem"
    path.write_text("class 3\n\tattribute 2 x: foo\n")
    found = Diagnostic(Span(str(path), 2, 17), "C201", "unknown type 'foo'")
    assert text(found, excerpt=True, colour=False).splitlines()[1:] == [
        "    \tattribute 2 x: foo",
        "    \t               ^",
    ]


@pytest.mark.parametrize("span", [("gone.cosem", 1, 1), (__file__, 99999, 1)])
def test_an_excerpt_that_cannot_be_had_is_left_out(span: tuple[str, int, int]) -> None:
    found = Diagnostic(Span(*span), "C201", "m")
    assert text(found, excerpt=True, colour=False).count("\n") == 0


def test_on_a_terminal_there_is_an_excerpt_in_colour(spec: Path) -> None:
    spec.write_text(MISTAKE)
    shown = on_terminal("check", str(spec))
    assert "\x1b[31m\x1b[1merror C2" in shown
    assert re.search(r"unit secnd\n +\^", shown)


def test_no_color_is_respected(spec: Path) -> None:
    spec.write_text(MISTAKE)
    shown = on_terminal("check", str(spec), NO_COLOR="1")
    assert "\x1b" not in shown
    assert re.search(r"unit secnd\n +\^", shown)


def test_the_end_tells_of_versions_that_are_not_pinned(run: Run, spec: Path) -> None:
    run("release", spec, "--pins-only")
    text = spec.read_text()
    assert run("check", spec).err == "1 file, no findings\n"
    more = "  version 2 from 1 {\n    confidence low\n    remove attribute 3\n  }\n"
    spec.write_text(text.replace("}\n\nunits unit", f"{more}}}\n\nunits unit"))
    code, _, err = run("check", spec)
    note = (
        "released.lock: 1 class version not pinned yet "
        "('cosemgen release' pins what is new)\n"
    )
    assert (code, err.splitlines(keepends=True)[1:]) == (0, [note])


TURNED = Diagnostic(
    Span("spec/a\u202e.cosem", 5, 3), "C201", "x\u202ey\x1b[2J\x7f\u2028z \u00e9\u00a0"
)


def test_nothing_that_a_terminal_would_act_on_is_printed() -> None:
    line = text(TURNED, excerpt=False, colour=False)
    assert r"spec/a\u202e.cosem:5:3: " in line
    assert line.endswith("x\\u202ey\\x1b[2J\\x7f\\u2028z \u00e9\u00a0")
    assert "::x\\u202ey\\x1b[2J\\x7f\\u2028z" in FORMS["github"]([TURNED])


def test_a_finding_is_one_line_whatever_the_file_is_called() -> None:
    found = Diagnostic(Span("a\n::error::b.cosem", 1, 1), "C201", "x\ny")
    line = text(found, excerpt=False, colour=False)
    assert line == r"a\n::error::b.cosem:1:1: error C201: x\ny"


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_says_the_same_in_escapes(form: str) -> None:
    document = FORMS[form]([TURNED])
    assert all(c.isprintable() or c in "\n\u00a0" for c in document)
    assert json.dumps(TURNED.message) in json.dumps(json.loads(document))


def test_an_excerpt_shows_them_too(tmp_path: Path) -> None:
    path = tmp_path / "x.cosem"
    path.write_text("// \u202e\x1b x: foo\n", encoding="utf-8")
    found = Diagnostic(Span(str(path), 1, 10), "C201", "m")
    assert text(found, excerpt=True, colour=False).splitlines()[1:] == [
        r"    // \u202e\x1b x: foo",
        "                     ^",
    ]


def test_what_a_command_refuses_is_shown_in_escapes(run: Run) -> None:
    assert "\\u202e" in run("check", "a\u202eb").err
    assert "\u202e" not in run("export", "csv", "--only", "\u202e").err
    assert "\u202e" not in run("\u202e").err
