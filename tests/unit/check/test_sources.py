"""Which files belong to a compilation, and which package is wanted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosemgen.compile import Compilation, compile_packages, compile_text
from cosemgen.sources import read_sources
from tests.scratch import written

NUMBER = (
    "/// Keeps a number.\n"
    'class {} "{}" {{\n  version 0 {{\n    attribute 2 value: long\n  }}\n}}\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    texts = {
        "users/package.cosem": 'package users "Users" {\n}\n',
        "users/deep/er/number.cosem": NUMBER.format(8192, "Number"),
        "acme/package.cosem": 'package acme "ACME" {\n  needs users\n}\n',
        "acme/number.cosem": NUMBER.format(32768, "Own"),
        "acme/notes.txt": "no spec",
        "single.cosem": 'package single "Single" {\n}\n'
        + NUMBER.format(32769, "Single"),
        "double.cosem": 'package double "Double" {\n}\n'
        + NUMBER.format(32770, "Double"),
    }
    monkeypatch.chdir(tmp_path)
    return written(tmp_path, texts)


def name_of(compilation: Compilation) -> str:
    assert compilation.model is not None, compilation.diagnostics
    return compilation.model.package.name


@pytest.mark.usefixtures("folder")
def test_a_folder_and_what_it_needs() -> None:
    compilation = compile_packages(["acme", "users"])
    assert name_of(compilation) == "acme"
    assert list(compilation.models) == ["users", "acme"]
    assert {n: str(r) for n, r in compilation.roots.items()} == {
        "acme": "acme",
        "users": "users",
    }


@pytest.mark.usefixtures("folder")
def test_the_package_can_be_chosen() -> None:
    assert name_of(compile_packages(["acme", "users"], package="users")) == "users"


@pytest.mark.usefixtures("folder")
def test_a_file_brings_its_package() -> None:
    compilation = compile_packages(["users/deep/er/number.cosem"])
    assert name_of(compilation) == "users"
    assert sorted(compilation.texts) == [
        "users/deep/er/number.cosem",
        "users/package.cosem",
    ]


def test_an_absolute_file_is_shown_absolute(folder: Path) -> None:
    compilation = compile_packages([folder / "users" / "deep" / "er" / "number.cosem"])
    assert (folder / "users" / "package.cosem").as_posix() in compilation.texts


@pytest.mark.usefixtures("folder")
def test_a_file_can_be_a_package() -> None:
    assert name_of(compile_packages(["single.cosem"])) == "single"


@pytest.mark.usefixtures("folder")
def test_several_packages_in_one_folder() -> None:
    compilation = compile_packages(["single.cosem", "double.cosem"], package="double")
    assert sorted(compilation.models) == ["double", "single"]


@pytest.fixture
def nested(folder: Path) -> Path:
    """A package in a folder of the package `users`."""
    texts = {
        "package.cosem": 'package inner "Inner" {\n  needs users\n}\n',
        "own.cosem": NUMBER.format(8193, "Inner number"),
    }
    written(folder / "users" / "more" / "inner", texts)
    return folder


OUTER = ["users/deep/er/number.cosem", "users/package.cosem"]
INNER = ["users/more/inner/own.cosem", "users/more/inner/package.cosem"]


@pytest.mark.usefixtures("nested")
@pytest.mark.parametrize("path", OUTER)
def test_a_file_does_not_bring_packages_further_below(path: str) -> None:
    compilation = compile_packages([path])
    assert name_of(compilation) == "users"
    assert sorted(compilation.texts) == OUTER


@pytest.mark.usefixtures("nested")
def test_a_folder_brings_packages_further_below() -> None:
    compilation = compile_packages(["users"])
    assert sorted(compilation.texts) == sorted(OUTER + INNER)
    assert {n: str(r) for n, r in compilation.roots.items()} == {
        "users": "users",
        "inner": "users/more/inner",
    }
    assert name_of(compilation) == "users", "the one whose folder it is"
    numbers = {
        name: [each.class_id for each in model.classes]
        for name, model in compilation.models.items()
    }
    assert numbers == {"users": [8192], "inner": [8193]}


@pytest.mark.usefixtures("nested")
@pytest.mark.parametrize("path", [*INNER, "users/more", "users/more/inner"])
def test_a_package_further_below_is_one_by_itself(path: str) -> None:
    assert sorted(compile_packages([path]).texts) == INNER
    assert name_of(compile_packages([path, *OUTER], "inner")) == "inner"


def test_files_of_a_package_that_cannot_be_parsed_do_not_join_the_outer_one(
    nested: Path,
) -> None:
    package = nested / "users" / "more" / "inner" / "package.cosem"
    package.write_text("pakage inner {\n}\n", encoding="utf-8")
    own = nested / "users" / "more" / "inner" / "own.cosem"
    own.write_text(NUMBER.format(8192, "The number of users"), encoding="utf-8")
    found = compile_packages(["users"]).diagnostics
    assert {d.span.file for d in found} == {"users/more/inner/package.cosem"}


@pytest.mark.usefixtures("nested")
@pytest.mark.parametrize(
    "path", ["users/deep", "users/deep/er", "users/deep/er/number.cosem"]
)
def test_a_part_of_a_package_is_read_with_all_of_it(path: str) -> None:
    """As a file is: what the others define is known, and told of."""
    assert sorted(compile_packages([path]).texts) == OUTER


@pytest.mark.parametrize(
    ("here", "path"),
    [("users/deep", "."), ("users/deep", "er"), ("users/deep/er", "."), (".", "link")],
)
def test_a_part_is_of_its_package_wherever_one_stands(
    nested: Path, monkeypatch: pytest.MonkeyPatch, here: str, path: str
) -> None:
    """Where the path of a part does not begin as that of its package."""
    (nested / "link").symlink_to(nested / "users/deep")
    monkeypatch.chdir(here)
    compilation = compile_packages([path])
    assert not compilation.diagnostics
    assert {os.path.realpath(name) for name in compilation.texts} == {
        os.path.realpath(nested / name) for name in OUTER
    }


@pytest.mark.usefixtures("nested")
def test_a_folder_with_a_package_and_a_part_of_the_outer_one() -> None:
    Path("users/more/part.cosem").write_text(NUMBER.format(8194, "Part"))
    found = sorted(compile_packages(["users/more"]).texts)
    assert found == sorted([*INNER, *OUTER, "users/more/part.cosem"])


@pytest.mark.usefixtures("folder")
def test_folders_without_a_package_are_one_mistake() -> None:
    for name in ("one", "other", "other/below"):
        place = Path("lost", name, "number.cosem")
        place.parent.mkdir(parents=True)
        place.write_text(NUMBER.format(8192, "Number"))
    (found,) = compile_packages(["lost"]).diagnostics
    assert found.message == (
        "'lost/one/number.cosem' and 2 more in 'lost' belong to no package: expected a "
        "'package' item, here or in a package.cosem of the folder"
    )


@pytest.mark.usefixtures("folder")
def test_a_file_given_twice_is_read_once() -> None:
    assert len(read_sources(["acme", "./acme", "acme/number.cosem"]).files) == 2


@pytest.mark.usefixtures("folder")
def test_an_error_of_a_foundation_leaves_no_model() -> None:
    Path("users/deep/er/number.cosem").write_text(
        NUMBER.format(8192, "Number").replace("long", "lnog"), encoding="utf-8"
    )
    compilation = compile_packages(["acme", "users"])
    assert compilation.model is None
    assert not compilation.ok
    assert [d.span.file for d in compilation.diagnostics] == [
        "users/deep/er/number.cosem"
    ]


def test_the_standard_is_there_without_being_given() -> None:
    compilation = compile_text('package acme "ACME" {\n  needs cosem\n}\n')
    assert "cosem" in compilation.roots


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks(mark: str, end: str) -> None:
    text = 'package acme "ACME" {\n}\n\ntype x = lnog\n'
    found = compile_text(mark + text.replace("\n", end)).diagnostics
    assert [(d.code, d.span.line, d.span.column) for d in found] == [("C201", 4, 10)]


def test_no_package_is_made_beside_one() -> None:
    assert compile_text("type x = long\n").roots.keys() == {"example"}
    assert compile_text('package a "A" {\n}\n').roots.keys() == {"a"}
