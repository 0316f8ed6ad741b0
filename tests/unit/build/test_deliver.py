"""What a build writes, and what it leaves alone."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest

from cosemgen.build.changes import Changes
from cosemgen.build.deliver import compare
from cosemgen.build.errors import BuildError
from cosemgen.build.manifest import Entry, Manifest

from .conftest import HEADER, build, generated, tree


def paths(*names: str) -> tuple[PurePosixPath, ...]:
    return tuple(PurePosixPath(name) for name in names)


def test_first_build_creates_everything(out: Path) -> None:
    plan = build(out, {"a.py": HEADER + "a\n", "b/c.py": HEADER + "c\n"})
    assert plan == Changes(create=paths("MANIFEST.json", "a.py", "b/c.py"))
    assert tree(out).keys() == {"MANIFEST.json", "a.py", "b/c.py"}


def test_second_build_changes_creates_and_removes(out: Path) -> None:
    build(
        out,
        {"a.py": HEADER + "a\n", "old/b.py": HEADER + "b\n", "c.py": HEADER + "c\n"},
    )
    plan = build(out, {"a.py": HEADER + "A\n", "c.py": HEADER + "c\n", "d.py": HEADER})
    assert plan == Changes(
        create=paths("d.py"),
        change=paths("MANIFEST.json", "a.py"),
        remove=paths("old/b.py"),
    )
    assert tree(out).keys() == {"MANIFEST.json", "a.py", "c.py", "d.py"}
    assert not (out / "old").exists(), "a folder that became empty goes too"


def test_files_that_do_not_differ_are_not_rewritten(out: Path) -> None:
    build(out, {"a.py": HEADER + "a\n", "b.py": HEADER + "b\n"})
    os.utime(out / "a.py", ns=(1, 1))
    os.utime(out / "MANIFEST.json", ns=(1, 1))
    assert not build(out, {"a.py": HEADER + "a\n", "b.py": HEADER + "b\n"})
    assert (out / "a.py").stat().st_mtime_ns == 1
    assert (out / "MANIFEST.json").stat().st_mtime_ns == 1


def test_a_manifest_is_laid_out_as_json_is() -> None:
    entries = {
        PurePosixPath(name): Entry("0" * 64, 'ta"r\tget', source)
        for name, source in (
            ('a "b".md', None),
            ("ä/\u2028.py", "x\\y.cosem"),
            ("a.md", ""),
        )
    }
    for some in (entries, {}):
        found = Manifest(some).render().decode()
        assert (
            found == json.dumps(json.loads(found), indent=2, ensure_ascii=False) + "\n"
        )
        rows = {str(p): (e.sha256, e.target, e.source) for p, e in some.items()}
        assert rows == {
            path: (row["sha256"], row["target"], row["source"])
            for path, row in json.loads(found)["files"].items()
        }


def test_manifest_lists_path_hash_source_and_target(out: Path) -> None:
    build(out, {"z.py": HEADER, "a.py": HEADER + "a\n"})
    files = json.loads((out / "MANIFEST.json").read_text())["files"]
    assert list(files) == ["a.py", "z.py"]
    assert files["a.py"] == {
        "sha256": sha256((HEADER + "a\n").encode()).hexdigest(),
        "source": "x.cosem",
        "target": "texts",
    }


def test_other_targets_keep_their_files(out: Path) -> None:
    build(out, {"c/a.c": HEADER}, target="c")
    build(out, {"a.py": HEADER}, target="python")
    plan = build(out, {}, target="python")
    assert plan.remove == paths("a.py")
    assert tree(out).keys() == {"MANIFEST.json", "c/a.c"}


def test_comparing_touches_nothing(out: Path) -> None:
    assert compare(out, generated({"a.py": HEADER}), ["texts"]).create
    assert not out.exists()


# ---------------------------------------------------------------- not our files


def test_a_strange_file_in_the_way_stops_the_build(out: Path) -> None:
    out.mkdir()
    (out / "a.py").write_text("mine")
    with pytest.raises(BuildError, match=r"a\.py was not written by cosemgen"):
        build(out, {"a.py": HEADER, "b.py": HEADER})
    assert tree(out) == {"a.py": "mine"}


@pytest.mark.parametrize(("count", "rest"), [(10, ""), (11, "  and 1 more\n")])
def test_ten_of_the_files_in_the_way_are_told(out: Path, count: int, rest: str) -> None:
    out.mkdir()
    names = [f"{n:02}.py" for n in range(count)]
    for name in names:
        (out / name).write_text("mine")
    with pytest.raises(BuildError) as refused:
        build(out, dict.fromkeys(names, HEADER))
    told = "".join(
        f"  {out / name} was not written by cosemgen\n" for name in names[:10]
    )
    assert str(refused.value).partition("\n")[2] == (
        f"{told}{rest}Move them away, or choose another folder with --out."
    )


def test_a_strange_file_beside_ours_stays(out: Path) -> None:
    build(out, {"p/a.py": HEADER})
    (out / "p" / "mine.py").write_text("mine")
    build(out, {})
    assert tree(out).keys() == {"MANIFEST.json", "p/mine.py"}


def test_a_file_edited_by_hand_is_put_right(out: Path) -> None:
    build(out, {"a.py": HEADER + "a\n", "a.json": "{}"})
    (out / "a.py").write_text(HEADER + "edited\n")
    (out / "a.json").write_text("[edited]")
    plan = build(out, {"a.py": HEADER + "a\n", "a.json": "{}"})
    assert plan.change == paths("a.json", "a.py")
    assert (out / "a.py").read_text() == HEADER + "a\n"


def test_a_file_that_took_the_place_of_ours_is_not_touched(out: Path) -> None:
    build(out, {"a.py": HEADER + "a\n", "gone.py": HEADER})
    (out / "a.py").write_text("somebody's own")
    (out / "gone.py").write_text("somebody's own")
    with pytest.raises(BuildError, match=r"a\.py was not written by cosemgen"):
        build(out, {"a.py": HEADER + "b\n"})
    (out / "a.py").unlink()
    build(out, {"a.py": HEADER + "b\n"})
    assert tree(out)["gone.py"] == "somebody's own"


def test_our_files_are_known_again_without_the_manifest(out: Path) -> None:
    build(out, {"a.py": HEADER + "a\n", "same.json": "{}"})
    (out / "MANIFEST.json").unlink()
    plan = build(out, {"a.py": HEADER + "b\n", "same.json": "{}"})
    assert plan.change == paths("a.py")
    assert plan.create == paths("MANIFEST.json")


def test_a_strange_json_file_is_not_taken_for_ours(out: Path) -> None:
    out.mkdir()
    (out / "a.json").write_text("[1]")
    with pytest.raises(BuildError, match=r"a\.json was not written by cosemgen"):
        build(out, {"a.json": "{}"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< ours",
        "[]",
        '{"files": []}',
        '{"files": {"a.py": 5}}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_damaged_manifest_stops_the_build(out: Path, text: str) -> None:
    out.mkdir()
    (out / "MANIFEST.json").write_text(text, encoding="latin-1")
    with pytest.raises(BuildError, match=r"MANIFEST\.json is damaged"):
        build(out, {"a.py": HEADER})


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/x",
        "C:/x",
        "..\\x",
        "a\0b",
        "\ud800",
        "x" * 5000,
        ".cosemgen-stage/journal.json",
    ],
)
def test_a_manifest_with_files_that_no_build_writes_is_damaged(
    out: Path, path: str
) -> None:
    out.mkdir()
    row = {"sha256": "", "target": "texts", "source": None}
    (out / "MANIFEST.json").write_text(json.dumps({"files": {path: row}}))
    with pytest.raises(BuildError, match=r"MANIFEST\.json is damaged"):
        build(out, {"a.py": HEADER})


def test_a_manifest_of_somebody_else_is_not_called_damaged(out: Path) -> None:
    out.mkdir()
    (out / "MANIFEST.json").write_text('{"name": "A web application"}')
    with pytest.raises(BuildError, match=r"MANIFEST\.json was not written by cosemgen"):
        build(out, {"a.py": HEADER})


@pytest.mark.parametrize("name", ["MANIFEST.json", "a.py", ".cosemgen-lock"])
def test_nobody_waits_for_a_pipe(out: Path, name: str) -> None:
    out.mkdir()
    os.mkfifo(out / name)
    with pytest.raises(BuildError, match=f"{name}.* is (a pipe|not a regular file)"):
        build(out, {"a.py": HEADER})


def test_a_lock_that_is_a_link_is_not_followed(out: Path, tmp_path: Path) -> None:
    out.mkdir()
    (out / ".cosemgen-lock").symlink_to(tmp_path / "new")
    with pytest.raises(
        BuildError, match=r"\.cosemgen-lock is a symbolic link.*delete it"
    ):
        build(out, {"a.py": HEADER})
    assert not (tmp_path / "new").exists()


def test_folders_links_and_files_in_the_way_are_named(out: Path) -> None:
    out.mkdir()
    (out / "a.py").mkdir()
    (out / "b").write_text("a file")
    (out / "c").symlink_to(out.parent)
    with pytest.raises(BuildError) as caught:
        build(out, {"a.py": HEADER, "b/x.py": HEADER, "c/x.py": HEADER})
    message = str(caught.value)
    assert "a.py is a folder where a file must be" in message
    assert "b is a file where a folder must be" in message
    assert "c is a symbolic link" in message
    assert not (out.parent / "x.py").exists()


def test_an_output_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="cannot be written"):
        build(tmp_path / "file" / "out", {"a.py": HEADER})


@pytest.mark.parametrize("target", ["nowhere", "out"])
def test_an_output_that_leads_nowhere_is_told_as_that(out: Path, target: str) -> None:
    out.symlink_to(target)
    with pytest.raises(BuildError, match="out cannot be written: .* leads nowhere"):
        build(out, {"a.py": HEADER})
