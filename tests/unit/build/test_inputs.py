"""A file that would be made of the same as the last time is known by its hash, and not made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import pytest

from cosemgen.build import manifest
from cosemgen.build.cache import Cache
from cosemgen.build.changes import Changes
from cosemgen.build.deliver import deliver
from cosemgen.build.errors import BuildError
from cosemgen.build.generate import generate
from cosemgen.build.inputs import Keys, keep, recall
from cosemgen.model import Facts, Field, Model, Package, Simple, Span, Structure, TypeId
from cosemgen.target import Files, Later, Options

from .conftest import HEADER, MODEL

PATH = PurePosixPath("a.txt")
OTHER = PurePosixPath("b.txt")
TYPE = Structure(
    TypeId("cosem", "x", 3, None, "t"), (Field("a", Simple("long"), "Doc."),)
)
made: list[str] = []


def text(word: str) -> str:
    made.append(word)
    return f"{HEADER}{word}\n"


@dataclass
class Words:
    words: tuple[str, ...]
    name: str = "words"

    def files(self, model: Model, options: Options) -> Files:
        paths = (PATH, OTHER)
        return {p: Later(text, (w,)) for p, w in zip(paths, self.words, strict=True)}


@dataclass
class Place:
    """An output folder with its cache."""

    folder: Path
    key: str = "place"
    made: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def build(self, *words: str) -> Changes:
        """Build; `made` has what was made for it."""
        made.clear()
        cache = Cache(self.folder / "cache")
        memory = recall(cache, self.key)
        targets = {"words": Words(words)}
        before = manifest.read(self.out)
        generated = generate(MODEL, targets, Options(), before, memory=memory)
        changes = deliver(self.out, generated, targets)
        keep(cache, self.key, memory)
        self.made = [*made]
        return changes

    @property
    def kept(self) -> Path:
        return self.folder / "cache" / "made" / self.key


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.build("one", "two")
    assert place.made == ["one", "two"]
    return place


def test_what_is_made_of_the_same_is_not_made(place: Place) -> None:
    assert not place.build("one", "two")
    assert place.made == []


def test_what_is_made_of_something_else_is_made(place: Place) -> None:
    assert place.build("one", "three") == Changes(change=(manifest.NAME, OTHER))
    assert place.made == ["three"]
    assert (place.out / OTHER).read_text() == f"{HEADER}three\n"
    assert not place.build("one", "three")
    assert place.made == []


def test_a_file_that_somebody_edited_or_deleted_is_made_after_all(place: Place) -> None:
    (place.out / PATH).write_text(f"{HEADER}edited\n")
    (place.out / OTHER).unlink()
    assert place.build("one", "two") == Changes(create=(OTHER,), change=(PATH,))
    assert sorted(place.made) == ["one", "two"]
    assert (place.out / PATH).read_text() == f"{HEADER}one\n"
    assert (place.out / OTHER).read_text() == f"{HEADER}two\n"


@pytest.mark.parametrize("octets", [b"", b"nonsense", b"\n", b"{}\n{}"])
def test_a_damaged_memory_is_none(place: Place, octets: bytes) -> None:
    place.kept.write_bytes(octets)
    assert not place.build("one", "two")
    assert place.made == ["one", "two"]


@pytest.mark.parametrize(
    "rows", [[], {"a.txt": 1}, {"a.txt": ["k"]}, {"a.txt": [1, 2]}, None]
)
def test_a_memory_of_another_form_is_none(place: Place, rows: object) -> None:
    Cache(place.folder / "cache").put("made", place.key, json.dumps(rows).encode())
    assert not place.build("one", "two")
    assert place.made == ["one", "two"]


def test_another_generator_remembers_nothing(place: Place) -> None:
    place.key = "other"
    assert not place.build("one", "two")
    assert place.made == ["one", "two"]


def test_a_manifest_that_disagrees_counts(place: Place) -> None:
    listed = place.out / manifest.NAME
    listed.write_text(listed.read_text().replace('"sha256": "', '"sha256": "0', 1))
    place.build("one", "two")
    assert place.made == ["one"]
    listed.unlink()
    place.build("one", "two")
    assert place.made == ["one", "two"]


def test_a_memory_that_lies_is_found_out_before_anything_is_written(
    place: Place,
) -> None:
    rows = json.loads(place.kept.read_bytes().partition(b"\n")[2])
    rows["a.txt"][1] = "0" * 64
    Cache(place.folder / "cache").put("made", place.key, json.dumps(rows).encode())
    listed = json.loads((place.out / manifest.NAME).read_text())
    listed["files"]["a.txt"]["sha256"] = "0" * 64
    (place.out / manifest.NAME).write_text(json.dumps(listed))
    with pytest.raises(BuildError, match="a.txt comes out otherwise"):
        place.build("one", "two")


def test_inputs_that_cannot_be_pickled_are_told() -> None:
    with pytest.raises(BuildError, match="the inputs of a.txt are not plain data"):
        Keys().of(PATH, Later(text, (lambda: None,)))


def key(*inputs: object) -> str:
    return Keys().of(PATH, Later(text, inputs))


def test_a_key_is_by_content() -> None:
    copy = Structure(
        TypeId(*TYPE.id), tuple(replace(each, facts=Facts()) for each in TYPE.fields)
    )
    assert key(TYPE) == key(copy)
    assert key(TYPE, TYPE) == key(TYPE, copy)
    assert key(TYPE) != key(replace(TYPE, doc="Other."))
    assert key(TYPE) != key(replace(TYPE, fields=()))
    assert key("a", "b") != key("ab", "")
    assert key("1") != key(1) != key(True)
    assert key("a") != Keys().of(PATH, Later(str, ("a",)))


def test_of_a_place_in_the_spec_the_file_alone_counts() -> None:
    def at(span: Span) -> str:
        return key(replace(TYPE, span=span))

    assert at(Span("x.cosem", 1, 1)) == at(Span("spec/x.cosem", 20, 5))
    assert at(Span("x.cosem", 1, 1)) != at(Span("y.cosem", 1, 1))


def test_what_a_model_has_found_out_of_its_parts_does_not_count() -> None:
    model = replace(MODEL, package=Package("cosem", "COSEM"))
    before = key(model)
    assert not model.units
    assert key(model) == before
