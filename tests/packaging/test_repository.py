"""What the repository says of itself: workflows, issue forms, the lock of CI, the stated limits."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from .conftest import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
FORMS = sorted(set(GITHUB.glob("ISSUE_TEMPLATE/*.yml")) - {*GITHUB.rglob("config.yml")})
CI = (ROOT / ".ci/run").read_text(encoding="utf-8")
LOCK = (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# ---- workflows


def named_steps(workflow: str) -> Iterator[str]:
    for words in re.findall(r"\.ci/run ([a-z ]+)$", workflow, re.MULTILINE):
        yield from words.split()


def test_workflows_run_every_step_and_no_other() -> None:
    steps = {*re.findall(r"^step_(\w+)\(\)", CI, re.MULTILINE)}
    (every,) = re.findall(r"^EVERY=\((.*)\)$", CI, re.MULTILINE)
    assert {*every.split()} < steps
    called = {
        step for path in WORKFLOWS for step in named_steps(path.read_text("utf-8"))
    }
    test = read(GITHUB / "workflows/test.yml")
    rest = test["jobs"]["rest"]["strategy"]["matrix"]["steps"]
    called.update(step for words in rest for step in words.split())
    assert called <= steps
    assert {*every.split()} <= called


def test_what_a_search_finds_does_not_keep_the_fuzzer_from_its_hours() -> None:
    jobs = read(GITHUB / "workflows/fuzz.yml")["jobs"]
    assert not jobs["fuzz"].get("needs")
    runs = [each["run"] for each in jobs["fuzz"]["steps"] if "run" in each]
    assert runs == [".ci/run fuzz"]


def test_a_step_that_there_is_not_stops_before_anything_is_done() -> None:
    words = "bash", str(ROOT / ".ci/run"), "lint", "everything"
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("no step 'everything'; there are build test lint ")


def test_workflows_try_every_python_that_is_promised() -> None:
    promised = [
        version
        for each in PROJECT["classifiers"]
        if (version := each.rpartition(":: ")[2]).startswith("3.")
    ]
    jobs = read(GITHUB / "workflows/test.yml")["jobs"]
    assert jobs["everyday"]["strategy"]["matrix"]["python"] == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"
    (later,) = re.findall(r"for version in ([\d. ]+); do", CI)
    assert later.split() == promised[1:]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned(path: Path) -> None:
    uses = re.findall(r"uses: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert uses
    for each in uses:
        assert each.startswith("./") or re.fullmatch(
            r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each
        ), f"expected owner/name@COMMIT # vN.N.N, found {each}"


def test_new_projects_begin_with_the_actions_that_run_here() -> None:
    """Updates come to the workflows of this repository, and go on to those of others from here."""
    path = "generator/cosemgen/starting/templates/workflow.yml.jinja"
    begun, own = (
        {*re.findall(r"uses: (.*)$", each.read_text(encoding="utf-8"), re.MULTILINE)}
        for each in (ROOT / path, GITHUB / "workflows/test.yml")
    )
    assert begun
    assert begun <= own, f"{path}: expected the same commits"


def test_only_one_job_may_say_who_it_is_to_publish() -> None:
    """Trusted publishing knows the workflow and its environment by name."""
    jobs = read(GITHUB / "workflows/release.yml")["jobs"]
    may = [name for name, job in jobs.items() if "id-token" in job["permissions"]]
    assert may == ["publish"]
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert "run" not in str(jobs["publish"]["steps"]), "no code of ours runs there"


def test_what_is_published_for_every_machine_has_no_core() -> None:
    """The index takes a library for Linux only as of manylinux or musllinux, which a job of its own makes."""
    (step,) = re.findall(
        r"^step_dist\(\) \{.*?\n(.*?)^\}", CI, re.MULTILINE | re.DOTALL
    )
    assert 'COSEM_NATIVE=0 "$bin"/python -m build' in step
    jobs = read(GITHUB / "workflows/release.yml")["jobs"]
    assert {*jobs["publish"]["needs"]} == {"build", "wheels"}
    assert [each for each in jobs["wheels"]["steps"] if "cibuildwheel" in str(each)]


# ---- issue forms


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms_can_be_shown(path: Path) -> None:
    """As the documentation of forms asks; a form that is not so is left out without a word."""
    form = read(path)
    assert (
        {"name", "description", "body"}
        <= form.keys()
        <= {*("name", "description", "body", "title", "labels")}
    )
    fields = [each for each in form["body"] if each["type"] != "markdown"]
    for each in form["body"]:
        attributes = each["attributes"]
        if each["type"] == "markdown":
            assert attributes.keys() == {"value"}
            continue
        assert each["type"] in ("input", "textarea", "dropdown")
        assert re.fullmatch(r"[\w-]+", each["id"])
        assert attributes["label"]
        assert each["validations"].keys() == {"required"}
        if each["type"] == "dropdown":
            assert len({*attributes["options"]}) == len(attributes["options"]) > 1
    for unique in (
        [each["id"] for each in fields],
        [each["attributes"]["label"] for each in fields],
    ):
        assert len({*unique}) == len(unique)


# ---- what CI installs


def pins() -> dict[str, list[str]]:
    """Markers of each locked distribution by its name."""
    found: dict[str, list[str]] = {}
    for name, marker in re.findall(r"^([\w.-]+)==[^ ]+(?: ; (.*?))? \\$", LOCK, re.M):
        found.setdefault(name, []).append(marker)
    return found


def required(extra: str) -> Iterator[Requirement]:
    """What an extra installs, with those that it names."""
    for each in map(Requirement, PROJECT["optional-dependencies"][extra]):
        if each.name == "cosem":
            for inner in each.extras:
                yield from required(inner)
        else:
            yield each


def test_the_lock_has_all_that_developers_install() -> None:
    locked = pins()
    for each in required("dev"):
        name = re.sub(r"[-_.]+", "-", each.name).lower()
        assert name in locked, f"{each}: run .ci/run lock"


def test_the_lock_says_what_each_file_is_and_not_where() -> None:
    lines = LOCK.splitlines()
    pinned = [
        line for line in lines if "==" in line and not line.startswith((" ", "#"))
    ]
    assert len(pinned) == sum(map(len, pins().values())), "each pin has a hash"
    for line in {*lines} - {*pinned}:
        assert re.fullmatch(r"#.*|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
    assert "//" not in LOCK


# ---- stated limits

LIMITS = re.findall(
    r"^\| ([^|]+) \| ([\d,]+(?: [KM]iB)?) \| `([\w.]+):(\w+)` \|$",
    (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(
    ("said", "module", "name"), [pytest.param(*row[1:], id=row[0]) for row in LIMITS]
)
def test_a_stated_limit_is_that_of_the_code(said: str, module: str, name: str) -> None:
    number, _, unit = said.partition(" ")
    value = int(number.replace(",", "")) * {"": 1, "KiB": 2**10, "MiB": 2**20}[unit]
    assert getattr(importlib.import_module(module), name) == value


def test_every_row_of_the_limits_is_held_to_the_code() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = text.partition("## Limits")[2].count("\n| ") - 2
    assert rows == len(LIMITS) > 20


def test_the_page_of_the_language_server_states_the_same_limits() -> None:
    page = ROOT / "generator/cosemgen/targets/docs/pages/language_server.md"
    limits = page.read_text(encoding="utf-8").partition("(language-server-limits)=")[2]
    known = {
        said for _, said, module, _ in LIMITS if module.startswith("cosemgen.lsp.")
    }
    assert {*re.findall(r" \| ([\d,]+) \|$", limits, re.MULTILINE)} == known


# ---- stated reasons


def test_contributing_says_why_each_library_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## Dependencies")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]*?) ?\| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    told, whose = set(), ""
    for extra, names in rows[2:]:  # below the heading
        whose = extra or whose
        told |= {(whose, name) for name in names.split(", ")}
    asked = {
        (extra, requirement.name)
        for extra, requirements in PROJECT["optional-dependencies"].items()
        for requirement in map(Requirement, requirements)
        if requirement.name != "cosem"
    }
    extension = json.loads((ROOT / "grammar/vscode/package.json").read_text("utf-8"))
    asked |= {
        ("`grammar/vscode` (npm)", name)
        for name in extension["dependencies"] | extension["devDependencies"]
    }
    assert told == asked
