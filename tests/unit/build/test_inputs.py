"""A file that would be made of the same as the last time is known by its hash, and not made."""

from __future__ import annotations

import json
from collections.abc import Callable
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
from cosemgen.target import Files, Later, Options, Target

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
    target: Callable[[tuple[str, ...]], Target] = Words

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def build(self, *words: str) -> Changes:
        """Build; `made` has what was made for it."""
        made.clear()
        cache = Cache(self.folder / "cache")
        memory = recall(cache, self.key, self.out)
        targets = {"words": self.target(words)}
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
    "rows",
    [
        *([], {"a.txt": 1}, {"a.txt": ["k"]}, {"a.txt": [1, 2]}, None),
        *({"a.txt": ["k", "h", 1]}, {"a.txt": ["k", "h", {"p": [1]}]}),
        {"a.txt": ["k", "h", {"p": ["x", "y"]}]},
    ],
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


# ---------------------------------------------------------------- parts


def line(word: str) -> str:
    made.append(word)
    return f"{word}\u00e4\n"


def lines(header: str, *parts: str) -> str:
    made.append("all")
    return f"{HEADER}{header}\n{''.join(parts)}"


def loudly(*parts: str) -> str:
    made.append("all")
    return f"{HEADER}{''.join(parts).upper()}"


@dataclass
class Lines:
    """Files of which each is made of a part for each word."""

    words: tuple[str, ...]
    name: str = "words"

    def files(self, model: Model, options: Options) -> Files:
        parts = [Later(line, (word,)) for word in self.words]
        return {PATH: Later(lines, ("header", *parts))}


@dataclass
class Loud(Lines):
    def files(self, model: Model, options: Options) -> Files:
        return {PATH: Later(loudly, tuple(Later(line, (word,)) for word in self.words))}


def text_of(*words: str) -> str:
    return f"{HEADER}header\n" + "".join(f"{word}\u00e4\n" for word in words)


@pytest.fixture
def parts(tmp_path: Path) -> Place:
    place = Place(tmp_path, target=Lines)
    place.build("one", "two", "three")
    assert place.made == ["one", "two", "three", "all"]
    return place


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("one", "two", "three"), []),
        (("one", "other", "three"), ["other", "all"]),
        (("three", "one", "two"), ["all"]),
        (("two", "two"), ["all"]),
        ((), ["all"]),
    ],
)
def test_a_part_that_stays_is_read_in_the_file(
    parts: Place, words: tuple[str, ...], made: list[str]
) -> None:
    parts.build(*words)
    assert parts.made == made
    assert (parts.out / PATH).read_text("utf-8") == text_of(*words)
    parts.build(*words, "last")
    assert parts.made == ["last", "all"]
    assert (parts.out / PATH).read_text("utf-8") == text_of(*words, "last")


@pytest.mark.parametrize("edited", [True, False])
def test_nothing_is_read_in_a_file_that_is_not_as_it_was_delivered(
    parts: Place, edited: bool
) -> None:
    if edited:
        text = text_of("one", "two", "three").replace("two", "TWO")
        (parts.out / PATH).write_text(text, "utf-8")
    else:
        (parts.out / PATH).unlink()
    parts.build("one", "two")
    assert parts.made == ["one", "two", "all"]
    assert (parts.out / PATH).read_text("utf-8") == text_of("one", "two")


def test_a_part_that_does_not_stand_there_as_it_is_is_made_each_time(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path, target=Loud)
    place.build("one", "two")
    place.build("one", "three")
    assert place.made == ["one", "three", "all"]
    assert (place.out / PATH).read_text("utf-8") == f"{HEADER}ONE\u00c4\nTHREE\u00c4\n"


def test_places_in_the_midst_of_a_character_are_none(parts: Place) -> None:
    rows = json.loads(parts.kept.read_bytes().partition(b"\n")[2])
    rows["a.txt"][2] = {key: [a, z - 2] for key, (a, z) in rows["a.txt"][2].items()}
    Cache(parts.folder / "cache").put("made", parts.key, json.dumps(rows).encode())
    parts.build("one", "two")
    assert parts.made == ["one", "two", "all"]


def test_a_part_counts_with_all_that_it_is_made_of() -> None:
    def of(word: str) -> str:
        return key(Later(line, (word,)))

    assert of("one") == of("one") != of("two")
    assert of("one") != key(Later(text, ("one",)))


# ---------------------------------------------------------------- keys


def test_inputs_that_cannot_be_pickled_are_told() -> None:
    with pytest.raises(BuildError, match="the inputs of a.txt are not plain data"):
        Keys().of(PATH, Later(text, (lambda: None,)))
    with pytest.raises(BuildError, match="the inputs of a.txt are not plain data"):
        Keys().of(PATH, Later(text, (Later(line, (lambda: None,)),)))


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
