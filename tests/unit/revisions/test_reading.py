"""What can be compared: folders, files, JSON and revisions of git; and what is said of all else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cosemgen.revisions import git
from cosemgen.revisions.reading import (
    DEEPEST,
    FaultyError,
    Side,
    UnreadableError,
    compare,
    in_place,
    read_side,
)
from cosemgen.targets.json.document import model_document
from tests.unit.diff.cases import BASE
from tests.unit.diff.compiling import model, parts

NEW = BASE.replace("      1 slow\n", "")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of git that has the base as its one revision, and the new one as it is now."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "spec"
    folder.mkdir()
    (folder / "package.cosem").write_text(BASE)
    inner = folder / "inner"
    inner.mkdir()
    (inner / "package.cosem").write_text('package inner "Inner" {\n}\n')
    built = tmp_path / "built" / "model"
    built.mkdir(parents=True)
    there = model({"package.cosem": BASE})
    (built / "model.json").write_text(json.dumps(model_document(there)))
    _git("init", "-q")
    _git("add", ".")
    _git("commit", "-q", "-m", "First")
    (folder / "package.cosem").write_text(NEW)
    return tmp_path


def _git(*arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def _rules(old: str, new: str) -> list[str]:
    return [each.rule for each in compare(read_side(old), read_side(new))]


def test_a_revision_against_what_is_there_now(repository: Path) -> None:
    assert _rules("HEAD:spec", "spec") == ["value-gone"]
    assert _rules("spec", "HEAD:spec") == ["value-new"]
    assert _rules("HEAD:spec", "HEAD:./spec") == []


def test_a_place_in_a_revision_names_the_revision(repository: Path) -> None:
    (found,) = compare(read_side("HEAD:spec"), read_side("spec"))
    assert found.old_place is not None
    assert found.old_place.file == "HEAD:spec/package.cosem"
    line = BASE.splitlines()[found.old_place.line - 1]
    assert line.strip() == "1 slow"


def test_a_package_file_is_its_package_alone(repository: Path) -> None:
    sides = map(read_side, ("HEAD:spec", "HEAD:spec/package.cosem"))
    assert [{part.name for part in side.packages} for side in sides] == [
        {"tiny", "inner"},
        {"tiny"},
    ]


@pytest.mark.parametrize(
    ("here", "old", "new"),
    [
        (".", "HEAD:spec/part", None),
        (".", "HEAD:spec/part/deep/more.cosem", None),
        (".", "HEAD", "spec/part/deep"),
        ("spec", "HEAD", "package.cosem"),
        ("spec", "HEAD:./part", None),
        ("spec", "HEAD:spec/part/deep", "part"),
        ("spec/part", "HEAD", "deep/more.cosem"),
        ("spec/part", "HEAD", "."),
        ("spec/part", "HEAD", "../package.cosem"),
    ],
)
def test_a_part_of_a_package_in_a_revision_has_all_of_it(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: str,
    old: str,
    new: str | None,
) -> None:
    """Wherever somebody stands in the repository."""
    part = repository / "spec" / "part" / "deep"
    part.mkdir(parents=True)
    (part / "more.cosem").write_text("/// A type.\ntype more = long\n")
    _git("add", "spec/part")
    _git("commit", "-q", "-m", "Part")
    monkeypatch.chdir(repository / here)
    assert _rules(*in_place(old, new)) == ["value-gone"]


@pytest.mark.parametrize(
    "name",
    [
        *("built", "built/model", "built/model/model.json"),
        *("HEAD:built", "HEAD:built/model", "HEAD:built/model/model.json"),
    ],
)
def test_what_a_build_has_written(repository: Path, name: str) -> None:
    assert _rules(name, "spec/package.cosem") == ["value-gone"]


def test_checks_and_the_lock_are_not_asked(tmp_path: Path) -> None:
    """An old spec may break a rule that is new."""
    path = tmp_path / "tiny.cosem"
    path.write_text(
        BASE.replace("unit second\n    attribute 3", "unit hour\n    attribute 3")
    )
    (tmp_path / "released.lock").write_text("class 40000 version 0 0123456789abcdef\n")
    assert len(read_side(str(path)).packages) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.1.0", None),
        ("v0.1.0", "spec"),
        ("HEAD", None),
        ("0.1.0", "HEAD:spec"),
        ("spec", "0.1.0"),
        ("HEAD:spec", None),
    ],
)
def test_a_revision_or_a_release_alone(
    repository: Path, old: str, new: str | None
) -> None:
    """It has what it has at the path of the other one."""
    _git("tag", "v0.1.0")
    before, after = in_place(old, new)
    expected = {"spec": ["value-new"], "0.1.0": ["value-gone"]}.get(old, ["value-gone"])
    assert _rules(before, after) == ([] if new == "HEAD:spec" else expected)


def test_a_release_may_have_a_tag_without_a_v(repository: Path) -> None:
    _git("tag", "1.0")
    assert in_place("1.0", "spec") == ("1.0:./spec", "spec")
    assert in_place("2.0", "spec") == ("2.0", "spec")


@pytest.mark.parametrize("old", ["spec", "cosem", "nothing", "--output=x"])
def test_what_is_no_revision_needs_another_side(repository: Path, old: str) -> None:
    with pytest.raises(
        UnreadableError, match=f"NEW too: '{old}' is neither a revision"
    ):
        in_place(old, None)


def _install(folder: Path, *files: str) -> None:
    """What pip leaves of a wheel with these files, which are empty."""
    for each in files:
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).touch()
    info = folder / "acme_meters-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: acme-meters\nVersion: 1.0\n"
    )
    (info / "RECORD").write_text("".join(f"{each},,\n" for each in files))


@pytest.mark.parametrize("name", ["acme-meters", "acme"])
@pytest.mark.parametrize("file", ["acme/spec/package.cosem", "acme/model.json"])
def test_an_installed_package(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str, file: str
) -> None:
    """By the name of its distribution, or of its module."""
    site = repository / "site"
    _install(site, "acme/__init__.py", file)
    place = site / file
    there = model({"package.cosem": BASE})
    place.write_text(
        BASE if place.suffix == ".cosem" else json.dumps(model_document(there))
    )
    monkeypatch.syspath_prepend(site)
    assert _rules(name, "spec/package.cosem") == ["value-gone"]


def test_an_installed_package_without_its_spec(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(repository / "site", "acme/__init__.py")
    monkeypatch.syspath_prepend(repository / "site")
    with pytest.raises(UnreadableError, match="'acme' has neither spec files"):
        read_side("acme")


@pytest.mark.slow
def test_the_standard_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = read_side("cosem").packages
    assert found.name == "cosem" and found.of("class")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nothing", "there is no file or folder 'nothing'"),
        ("nobody:spec", "git says"),
        ("HEAD:nothing", "git says"),
        ("--output=x:spec", "is no revision"),
        ("HEAD:other", "expected spec files (*.cosem)"),
        ("a.json", "expected JSON"),
        ("b.json", "expected a model as 'cosemgen export json' writes it"),
        ("deep.json", "expected at most 80 levels of JSON"),
        ("octets.json", "expected JSON"),
    ],
)
def test_what_cannot_be_compared(repository: Path, name: str, told: str) -> None:
    Path("other").mkdir()
    Path("other/README").write_text("nothing")
    _git("add", "other")
    _git("commit", "-q", "-m", "Other")
    Path("a.json").write_text("{")
    Path("b.json").write_text('{"document": "class"}')
    Path("deep.json").write_text("[" * 100_000)
    Path("octets.json").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(UnreadableError) as found:
        read_side(name)
    assert told in str(found.value)


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="git cannot be run"):
        read_side("HEAD:spec")


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UnreadableError, match="not a git repository"):
        read_side("HEAD:spec")


def test_a_link_in_a_revision_is_not_followed(repository: Path) -> None:
    Path("spec/link.cosem").symlink_to("/etc/hostname")
    _git("add", ".")
    _git("commit", "-q", "-m", "Link")
    assert len(read_side("HEAD:spec").packages) == 2


def test_text_that_is_not_utf_8(repository: Path) -> None:
    Path("spec/odd.cosem").write_bytes(b"\xff")
    _git("add", ".")
    _git("commit", "-q", "-m", "Odd")
    with pytest.raises(UnreadableError, match=r"HEAD:spec/odd\.cosem: expected UTF-8"):
        read_side("HEAD:spec")


def test_a_spec_with_errors(tmp_path: Path) -> None:
    path = tmp_path / "tiny.cosem"
    path.write_text("package tiny")
    with pytest.raises(FaultyError) as found:
        read_side(str(path))
    assert found.value.diagnostics


Spoil = Callable[[dict[str, Any]], object]


def _first(document: dict[str, Any]) -> dict[str, Any]:
    version: dict[str, Any] = document["classes"][0]["versions"][0]
    return version


def _spoilt(folder: Path, spoil: Spoil) -> str:
    document = json.loads(json.dumps(model_document(model(BASE))))
    spoil(document)
    path = folder / "odd.json"
    path.write_text(json.dumps(document))
    return str(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("package"),
        lambda document: document.update(classes=5),
        lambda document: document.update(classes=[5]),
        lambda document: document.update(obis=[]),
        lambda document: document.update(types=[[]]),
        lambda document: document["types"][0].pop("kind"),
        lambda document: document["package"].update(sources=["a"]),
        lambda document: _first(document)["methods"][0].update(parameter=["a"]),
        lambda document: _first(document).update(types=[{}]),
        lambda document: _first(document)["attributes"][1].update(type="unsigned"),
        lambda document: _first(document)["attributes"][1].update(
            type={"kind": "array", "element": 5}
        ),
    ],
)
def test_json_that_cannot_be_compared(tmp_path: Path, spoil: Spoil) -> None:
    """What is wrong is told with its place."""
    name = _spoilt(tmp_path, spoil)
    good = Side("good", tuple(parts(BASE)))
    with pytest.raises(UnreadableError, match=r"odd\.json: expected a model .*; at \$"):
        compare(good, read_side(name))
    with pytest.raises(UnreadableError, match=r"odd\.json: expected a model .*; at \$"):
        compare(read_side(name), good)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["types"][0].update(id=""),
        lambda document: document["classes"].append({"class_id": 7}),
        lambda document: document["classes"][0].update(class_id=[1]),
        lambda document: _first(document).update(types="ab"),
        lambda document: _first(document).update(confidence={"a": [None]}),
        lambda document: _first(document).update(nobody="knows"),
    ],
)
def test_json_that_is_odd_ends_well(tmp_path: Path, spoil: Spoil) -> None:
    """Some of it can be compared all the same."""
    name = _spoilt(tmp_path, spoil)
    good = Side("good", tuple(parts(BASE)))
    try:
        assert compare(good, read_side(name))
    except UnreadableError as error:
        assert "odd.json" in str(error)


def test_a_type_that_holds_itself(tmp_path: Path) -> None:
    """No spec has one, but JSON may say anything."""
    document = json.loads(json.dumps(model_document(model(BASE))))
    amount = next(each for each in document["types"] if each["name"] == "amount")
    amount["type"] = {"kind": "reference", "type": amount["id"]}
    path = tmp_path / "round.json"
    path.write_text(json.dumps(document))
    assert [
        each.rule
        for each in compare(Side("good", tuple(parts(BASE))), read_side(str(path)))
    ] == ["type-changed"]


def _nested(folder: Path, levels: int) -> str:
    """A model of JSON that is so deep."""
    document = json.loads(json.dumps(model_document(model(BASE))))
    amount = next(each for each in document["types"] if each["name"] == "amount")
    inner = levels - 3  # the document, its types and the type
    text = json.dumps(document).replace(
        json.dumps(amount["type"]),
        '{"kind": "array", "element": ' * (inner - 1)
        + '{"kind": "any-structure"}'
        + "}" * (inner - 1),
    )
    path = folder / "deep.json"
    path.write_text(text)
    return str(path)


def test_an_expression_that_is_deep(tmp_path: Path) -> None:
    """What is read does not depend on how much the interpreter can nest."""
    good = Side("good", tuple(parts(BASE)))
    deepest = read_side(_nested(tmp_path, DEEPEST))
    assert [each.rule for each in compare(good, deepest)] == ["type-changed"]
    for levels in (DEEPEST + 1, 900, 100_000):
        with pytest.raises(UnreadableError, match="at most 80 levels of JSON"):
            read_side(_nested(tmp_path, levels))


@pytest.mark.parametrize("times", [1, 2])
def test_types_within_types_end_well(tmp_path: Path, times: int) -> None:
    """Far more of them than the interpreter can nest, and each has the next one several times."""
    document = json.loads(json.dumps(model_document(model(BASE))))
    amount = next(each for each in document["types"] if each["name"] == "amount")
    for at in range(2_000):
        inner = {"kind": "reference", "type": f"tiny/tiny/t{at + 1}"}
        fields = [{"name": f"f{n}", "type": inner} for n in range(times)]
        document["types"].append(
            {
                "id": f"tiny/tiny/t{at}",
                "name": f"t{at}",
                "kind": "structure",
                "fields": fields,
            }
        )
    amount["type"] = {"kind": "reference", "type": "tiny/tiny/t0"}
    path = tmp_path / "long.json"
    path.write_text(json.dumps(document))
    good = Side("good", tuple(parts(BASE)))
    found = [each.rule for each in compare(good, read_side(str(path)))]
    assert found.count("type-changed") == 1


def test_a_tree_without_an_end(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each folder has itself twice, so that a few objects are more files than any disk takes."""
    monkeypatch.setattr(git, "MOST_OCTETS", 1 << 20)
    empty = _made("hash-object", "-w", "--stdin")
    tree = _made("mktree", given=f"100644 blob {empty}\ta.cosem\n")
    for _ in range(40):
        rows = [f"040000 tree {tree}\t{name}\n" for name in "ab"]
        tree = _made("mktree", given="".join(rows))
    with pytest.raises(UnreadableError, match="git prints more than 1048576 octets"):
        read_side(f"{tree}:./")


def _made(*arguments: str, given: str = "") -> str:
    told = subprocess.run(
        ["git", *arguments], input=given.encode(), check=True, capture_output=True
    )
    return told.stdout.decode().strip()
