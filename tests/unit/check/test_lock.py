"""The lock: what is content of a released version and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from cosemgen import model as m
from cosemgen.compile import compile_packages, compile_sources, compile_text
from cosemgen.diagnostics import Diagnostic
from cosemgen.diagnostics.report import Report
from cosemgen.lock import (
    Key,
    check_lock,
    digests,
    named,
    read_lock,
    unpinned,
    update_lock,
)
from cosemgen.lock.content import NO_CONTENT, Row, written
from cosemgen.sources import text_sources
from cosemgen.steps import Steps
from tests.compiled import model_of

SPEC = """\
package example "Example" {
  edition first "Ed. 9"
  source manual "the manual"
  source book "the book"
}

units unit {
  7 second "s" "time"
}

structure inner {
  first: long
}

structure pair {
  /// The first.
  first: inner
  second: state
  third: CHOICE by second { off: long, on: unsigned, null-data }
}

enumeration state {
  0 off "off"
  1 on
  2 idle
  3..9 reserved
}

/// Keeps a pair.
class 32768 "Keeper" {
  cardinality 0..n
  version 0 {
    clause "1"
    source manual
    requires at_most(time, limit)
    /// The value.
    attribute 2 value: dynamic pair
    attribute 3 time: long-unsigned unit second note "a note"
    attribute 4 limit: long-unsigned (1..9) = 1
    attribute 5 list: array of long {
      selector 1 all: long
    }
    attribute 6 clock: octet-string as logical-name refers to class 32768 unconfirmed "why"
    /// Put it back.
    methods @0x40
    method 1 reset(data: integer = 0) returns long optional
    method 2 wait(long unit second note "a while")
  }
  version 1 {
    undefined "nothing is known"
  }
}
"""


def digest(text: str) -> str:
    found = digests(model_of(text))
    assert list(found) == [Key(32768, 0)]
    return found[Key(32768, 0)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/// The value.", "/// What it is worth."),
        ("/// The first.", "/// Number one."),
        ("/// Put it back.\n", ""),
        ('note "a note"', 'note "another" note "and more"'),
        ('unconfirmed "why"', ""),
        ('off "off"', 'off "switched off"'),
        ('clause "1"', 'clause "2" confidence low since first'),
        ('clause "1"', 'clause "1" in first unconfirmed clause "2" name "Old"'),
        ('note "a while"', 'note "for long" unconfirmed'),
        ("at_most(time, limit)", 'at_most(time, limit) unconfirmed "why"'),
        ("reset(data: integer = 0)", "reset(0)"),
        ("returns long optional", "returns long optional @0x40"),
        ("source manual\n", "source book\n"),
        ('7 second "s" "time"', '6 minute "min" "time"\n  7 second "s" "time (t)"'),
        ("\nstructure pair", "\n\n// moved\n\nstructure pair"),
        ('undefined "nothing is known"', "attribute 2 value: long"),
    ],
)
def test_documentation_may_move(old: str, new: str) -> None:
    assert old in SPEC
    changed = model_of(SPEC.replace(old, new))
    assert digests(changed)[Key(32768, 0)] == digest(SPEC)
    assert _told(changed) == _told(model_of(SPEC))


def _told(model: m.Model) -> list[str]:
    """What the lock says of version 0, and of types."""
    lock = update_lock(model, "")
    entry = re.search(r"^class 32768 version 0 .*\n(  .*\n)*", lock, re.MULTILINE)
    assert entry is not None
    return [entry[0], *re.findall(r"^type .*", lock, re.MULTILINE)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Keeper"', '"Holder"'),
        ("cardinality 0..n", "cardinality 1..n"),
        ("attribute 2 value", "attribute 2 worth"),
        ("dynamic pair", "static pair"),
        ("dynamic pair", "pair"),
        ("first: long", "first: unsigned"),
        ("first: long", "number: long"),
        ("2 idle", "2 ready"),
        ("2 idle", "2 idle\n  10 busy"),
        ("3..9 reserved", "3..9 manufacturer"),
        ("unit second", ""),
        ("(1..9)", "(1..8)"),
        ("= 1\n", "= 2\n"),
        ("selector 1 all", "selector 2 all"),
        ("refers to class 32768", ""),
        ("off: long, on: unsigned", "on: long, off: unsigned"),
        (
            "CHOICE by second { off: long, on: unsigned, null-data }",
            "CHOICE { long, unsigned, null-data }",
        ),
        ("@0x40", "@0x48"),
        ("@0x40", "@?"),
        ("returns long optional", "returns long optional @0x60"),
        ("(data: integer = 0)", "(?)"),
        ("wait(long unit second", "wait(time: long unit second"),
        ("wait(long unit second", "wait(long"),
        ("wait(long unit second", "wait(long unit second secret"),
        ("optional", "mandatory"),
        ("returns long", "returns unsigned"),
        ("data: integer = 0", "data: integer"),
        ("requires at_most(time, limit)", "requires at_most(limit, time)"),
        ("long-unsigned unit", "long-unsigned secret unit"),
    ],
)
def test_anything_else_is_a_change(old: str, new: str) -> None:
    assert old in SPEC
    changed = model_of(SPEC.replace(old, new, 1))
    assert digests(changed)[Key(32768, 0)] != digest(SPEC)
    told = findings(changed, update_lock(model_of(SPEC), ""))
    assert told and all(" changed: " in each for each in told)


# ---------------------------------------------------------------- every field

ROOTS = (
    *(m.InterfaceClass, m.ClassVersion),
    *(m.Structure, m.Enumeration, m.Bits, m.Alias, m.UnitTable),
    *(m.DataType, m.Layout),
)
"""What a digest is made of; the types are behind references."""

LITERAL = int | str | bytes | m.WordLiteral | m.ArrayLiteral | m.StructureLiteral


def is_record(kind: Any) -> bool:
    return is_dataclass(kind) or hasattr(kind, "_fields")


@cache
def hints(record: Any) -> Mapping[str, Any]:
    found = get_type_hints(record, localns={"Literal_": LITERAL})
    names = (
        [field.name for field in fields(record)]
        if is_dataclass(record)
        else record._fields
    )
    return {name: found[name] for name in names}


def records(kind: Any) -> Iterator[Any]:
    """The dataclasses and named tuples that a type hint speaks of."""
    if is_record(kind):
        yield kind
    else:
        for argument in get_args(kind):
            yield from records(argument)


def reached() -> list[Any]:
    """Everything that a class version or a type is made of, and what those are made of."""
    waiting: list[Any] = list(ROOTS)
    found: list[Any] = []
    while waiting:
        record = waiting.pop(0)
        if record not in found and record is not m.TypeId:
            found.append(record)
            for hint in hints(record).values():
                waiting += records(hint)
    return found


def sample(hint: Any, n: int) -> Any:
    """A value of a type; of another `n` another value, and neither is a default."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is bool:
        return bool(n)
    if hint in (int, str, bytes):
        return {int: 7 + n, str: f"text {n}", bytes: bytes([n])}[hint]
    if origin is Literal:
        return arguments[n % len(arguments)]
    if origin in (Union, UnionType):
        kinds = [each for each in arguments if each is not NoneType]
        return sample(kinds[0], n)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return (sample(arguments[0], n),)
        return tuple(sample(each, n) for each in arguments)
    if is_record(hint):
        return hint(**{name: sample(each, n) for name, each in hints(hint).items()})
    raise AssertionError(f"no sample of {hint}")


def with_field(record: Any, name: str, n: int) -> str:
    values = {each: sample(hint, 0) for each, hint in hints(record).items()}
    values[name] = sample(hints(record)[name], n)
    return written(record(**values), lambda target: target.name)


@pytest.mark.parametrize(
    ("record", "name"),
    [(record, name) for record in reached() for name in hints(record)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_field_is_a_fact_unless_the_table_says_otherwise(
    record: Any, name: str
) -> None:
    is_fact = name not in NO_CONTENT.get(record, ())
    assert (with_field(record, name, 0) != with_field(record, name, 1)) == is_fact


def test_the_table_names_fields_that_exist() -> None:
    assert NO_CONTENT.keys() <= set(reached())
    for record, names in NO_CONTENT.items():
        assert names <= hints(record).keys()


def test_a_new_field_is_a_fact() -> None:
    @dataclass(frozen=True)
    class Made:
        number: int
        doc: str = ""
        more: tuple[int, ...] = ()

    def text(made: Made) -> str:
        return written(made, lambda target: target.name)

    before = text(Made(1))
    assert before == "Made(number=1)"  # a default leaves the released digests alone
    for changed in (Made(2), Made(1, "said"), Made(1, more=(1,))):
        assert text(changed) != before


def test_a_type_may_move_to_another_file() -> None:
    inner = "structure inner {\n  first: long\n}\n"
    moved = compile_text(
        {
            "package.cosem": SPEC.replace(inner, "use inner from other\n"),
            "other.cosem": inner,
        }
    ).model
    assert moved is not None
    assert digests(moved)[Key(32768, 0)] == digest(SPEC)


def test_a_class_without_a_version_is_told_once() -> None:
    """Also where it has one, and nobody knows what that is written from."""
    text = 'package example "Example" {}\n/// A.\nclass 32768 "A" {\n  version 0 from 9 {}\n}\n'
    lock = update_lock(model_of(SPEC), "")
    found = compile_sources(
        text_sources({"package.cosem": text, "released.lock": lock})
    )
    assert [each.code for each in found.diagnostics] == ["C313"]


def checked(model: m.Model, lock: str) -> list[Diagnostic]:
    report = Report()
    pinned = read_lock(lock, "released.lock", report)
    report.extend(check_lock(model, pinned, Steps(), lambda class_id: ""))
    return report.diagnostics


def codes(model: m.Model, lock: str) -> list[str]:
    return [each.code for each in checked(model, lock)]


def test_update_adds_and_does_not_change() -> None:
    first = model_of(SPEC)
    lock = update_lock(first, "")
    assert f"\nclass 32768 version 0 {digest(SPEC)} Keeper\n" in lock
    assert codes(first, lock) == []
    changed = model_of(SPEC.replace("(1..9)", "(1..8)"))
    assert codes(changed, lock) == ["C701"]
    assert update_lock(changed, lock) == lock
    forced = update_lock(changed, lock, [Key(32768, 0)])
    assert codes(changed, forced) == []
    assert codes(first, forced) == ["C701"]


def test_a_version_of_which_nothing_was_known_may_be_filled_in() -> None:
    lock = update_lock(model_of(SPEC), "")
    known = model_of(
        SPEC.replace('undefined "nothing is known"', "attribute 2 value: long")
    )
    assert codes(known, lock) == []
    assert "class 32768 version 1 " in update_lock(known, lock)


def test_a_version_that_is_gone() -> None:
    lock = update_lock(model_of(SPEC), "")
    assert codes(model_of(SPEC.replace("version 0", "version 2")), lock) == ["C702"]
    gone = update_lock(model_of(SPEC.replace("version 0", "version 2")), lock)
    assert _versions(gone) == ["0", "2"]
    model = model_of(SPEC.replace("version 0", "version 2"))
    assert _versions(update_lock(model, lock, [Key(32768, 0)])) == ["2"]


def test_the_lock_is_read_beside_the_package() -> None:
    lock = update_lock(model_of(SPEC), "")
    files = {"package.cosem": SPEC.replace("(1..9)", "(1..8)"), "released.lock": lock}
    assert [d.code for d in compile_text(files).diagnostics] == ["C701"]


def _versions(lock: str) -> list[str]:
    return [line.split()[3] for line in lock.splitlines() if line.startswith("class")]


def findings(model: m.Model, lock: str) -> list[str]:
    found = checked(model, lock)
    return [f"{d.span.line}: {d.message}" for d in found]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Keeper"', '"Holder"', "32: Holder version 0 {}: was called 'Keeper'"),
        (
            "cardinality 0..n",
            "cardinality 1",
            "32: Keeper version 0 {}: cardinality: 0.. → 1",
        ),
        (
            "requires at_most(time, limit)\n",
            "",
            "32: Keeper version 0 {}: rules: at_most(time, limit) → none",
        ),
        (
            "dynamic pair",
            "pair",
            "37: Keeper version 0 {}: attribute 2 value: mark: dynamic → none",
        ),
        (
            "method 2 wait(long unit second",
            "method 3 wait(long unit second",
            "47: Keeper version 0 {}: method 3 wait: was method 2 wait; short name: 0x48 → 0x50",
        ),
        (
            "returns long optional",
            "returns long",
            "46: Keeper version 0 {}: method 1 reset: presence: optional → none",
        ),
    ],
)
def test_a_change_is_named_where_it_is(old: str, new: str, message: str) -> None:
    lock = update_lock(model_of(SPEC), "")
    changed = model_of(SPEC.replace(old, new, 1))
    assert findings(changed, lock) == [message.format("is released and has changed")]


def test_a_shared_type_is_named_where_it_is() -> None:
    lock = update_lock(model_of(SPEC), "")
    assert "\ntype example/example/inner {" in lock
    changed = model_of(SPEC.replace("first: long", "first: unsigned"))
    assert findings(changed, lock) == [
        "11: type 'inner' is released and has changed: "
        "member first: type: long → unsigned; Keeper version 0 has it"
    ]


def test_a_lock_without_parts_is_read() -> None:
    """Lines of earlier releases pin a version and do not say what has changed."""
    model = model_of(SPEC)
    old = f"class 32768 version 0 {digest(SPEC)} Keeper\n"
    assert findings(model, old) == []
    changed = model_of(SPEC.replace("(1..9)", "(1..8)"))
    assert findings(changed, old) == [
        "32: Keeper version 0 is released and has changed"
    ]
    assert update_lock(model, old + "name 32768 1\n") == update_lock(model, "")


@pytest.mark.parametrize(
    "line",
    ["{}", '{"kind":"nothing"}', '{"kind":"version","key":[]}', "{" * 2000 + "}"],
)
def test_content_that_a_hand_has_spoilt_is_not_told(line: str) -> None:
    """The digest says that something has changed, all the same."""
    model = model_of(SPEC)
    lock = re.sub(r"(?m)^  \{.*", lambda _: f"  {line}", update_lock(model, ""))
    assert findings(model, lock) == []
    changed = model_of(SPEC.replace("(1..9)", "(1..8)"))
    assert findings(changed, lock) == [
        "32: Keeper version 0 is released and has changed"
    ]


def test_content_of_another_version_below_a_version() -> None:
    line = '  {"kind":"version","key":[7]}'
    lock = re.sub(r"(?m)^  \{.*", lambda _: line, update_lock(model_of(SPEC), ""))
    (told,) = findings(model_of(SPEC.replace("(1..9)", "(1..8)")), lock)
    assert told.startswith("32: Keeper version 0 is released and has changed")


def test_the_lock_keeps_what_a_changed_version_was_made_of() -> None:
    lock = update_lock(model_of(SPEC), "")
    changed = model_of(
        SPEC.replace("(1..9)", "(1..8)").replace("first: long", "first: unsigned")
    )
    assert update_lock(changed, lock) == lock
    anew = update_lock(changed, lock, named(changed, lock, "inner"))
    assert anew != lock
    assert findings(changed, anew) == []
    assert anew == update_lock(changed, "")


def test_what_may_be_pinned_anew() -> None:
    model = model_of(SPEC)
    lock = update_lock(model, "")
    both = {Key(32768, 0), Key(32768, 1)}
    assert named(model, lock, "32768") == both
    assert named(model, lock, "32768/1") == {Key(32768, 1)}
    assert named(model, lock, "inner") == {Key(32768, 0)}
    assert named(model, lock, "second") == {Row("unit", "second")}
    for name in ("32769", "32768/7", "unit", "nothing"):
        assert named(model, lock, name) == set()


def test_versions_that_are_not_pinned_are_counted() -> None:
    model = model_of(SPEC)
    assert unpinned(model, "") == 1
    assert unpinned(model, update_lock(model, "")) == 0


def test_a_unit_keeps_its_number() -> None:
    lock = update_lock(model_of(SPEC), "")
    old = '7 second "s" "time"'
    more = model_of(
        SPEC.replace(old, '6 minute "min" "time"\n  7 second "s" "t" si "s"')
    )
    assert findings(more, lock) == []
    assert "\nunit minute " in update_lock(more, lock)
    for new, how in (
        ('8 second "s" "time"', "was unit 7 second"),
        ('7 second "sec" "time"', "symbol: s → sec"),
    ):
        changed = model_of(SPEC.replace(old, new))
        assert findings(changed, lock) == [
            "8: unit 'second' is released and has changed, which every version may have: "
            + how
        ]
        assert update_lock(changed, lock) == lock
        anew = update_lock(changed, lock, named(changed, lock, "second"))
        assert findings(changed, anew) == []
    gone = model_of(
        SPEC.replace(old, '7 minute "min" "time"').replace("unit second", "")
    )
    codes_of = {*codes(gone, lock)}
    assert codes_of == {"C701", "C702"}  # of the attribute, and of the unit
    again = update_lock(gone, lock, named(gone, lock, "second"))
    assert "\nunit second " not in again


def test_data_types_and_layouts_are_pinned() -> None:
    standard = compile_packages().model
    assert standard is not None
    lock = update_lock(standard, "")
    assert "\ndata-type long-unsigned " in lock and "\nlayout date-time " in lock
    first, *others = standard.data_types
    changed = replace(standard, data_types=(replace(first, tag=99), *others))
    (finding,) = findings(changed, lock)
    assert f"data type '{first.name}' is released and has changed" in finding


SECOND = """\
  version 2 from 0 {
    add attribute 7 more: long
  }
}
"""


def plain(text: str, lock: str) -> int | None:
    files = {"package.cosem": text, "released.lock": lock}
    model = model_of(files)
    return model.classes[0].plain_version


def test_a_new_version_does_not_take_the_plain_name() -> None:
    before = SPEC.replace('  version 1 {\n    undefined "nothing is known"\n  }\n', "")
    after = before.removesuffix("}\n") + SECOND
    lock = update_lock(model_of(before), "")
    assert lock.endswith("\nname 32768 0\n")
    assert plain(before, lock) == plain(after, lock) == 0
    released = update_lock(model_of(after), lock)
    assert _versions(released) == ["0", "2"]
    assert plain(after, released) == 0
    moved = update_lock(model_of(after), released, rename=[32768])
    assert plain(after, moved) == 2
    assert codes(model_of(after), moved) == []


def test_without_a_lock_the_plain_name_means_the_newest_version() -> None:
    assert model_of(SPEC).classes[0].plain_version is None
    assert plain(SPEC, "") == 1


def test_a_lock_without_names_keeps_the_newest_version_that_it_pins() -> None:
    lock = update_lock(model_of(SPEC), "")
    assert plain(SPEC, lock.replace("name 32768 1\n", "")) == 0


def test_a_name_of_a_version_that_is_gone_means_what_is_left() -> None:
    assert plain(SPEC, "name 32768 9\n") == 1


def test_a_line_of_no_version_cannot_be_read() -> None:
    lock = update_lock(model_of(SPEC), "")
    stray = "  {}\n" + lock
    assert codes(model_of(SPEC), stray) == ["C703"]
    assert codes(model_of(SPEC), lock + "  attributes 2=12345\n") == ["C703"]


def test_a_name_means_one_version() -> None:
    lock = update_lock(model_of(SPEC), "")
    assert codes(model_of(SPEC), lock + "name 32768 0\n") == ["C703"]
