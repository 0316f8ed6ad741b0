"""The lock: what is content of a released version and what is not."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from cosemgen.compile import compile_text
from cosemgen.lock import Key, check_lock, digests, update_lock
from cosemgen.model import Model

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
}

enumeration state {
  0 off "off"
  1..9 reserved
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


def compiled(text: str) -> Model:
    compilation = compile_text(text)
    assert compilation.model is not None, compilation.diagnostics
    return compilation.model


def digest(text: str) -> str:
    found = digests(compiled(text))
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
    changed = digests(compiled(SPEC.replace(old, new)))
    assert changed[Key(32768, 0)] == digest(SPEC)


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
        ("0 off", "0 out"),
        ("0 off", '0 off "off"\n  10 on'),
        ("1..9 reserved", "1..9 manufacturer"),
        ("unit second", ""),
        ("(1..9)", "(1..8)"),
        ("= 1\n", "= 2\n"),
        ("selector 1 all", "selector 2 all"),
        ("refers to class 32768", ""),
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
    assert digest(SPEC.replace(old, new, 1)) != digest(SPEC)


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


def codes(model: Model, lock: str) -> list[str]:
    return [d.code for d in check_lock(model, lock, PurePosixPath("spec"))]


def test_update_adds_and_does_not_change() -> None:
    first = compiled(SPEC)
    lock = update_lock(first, "")
    assert lock.splitlines()[-1] == f"class 32768 version 0 {digest(SPEC)} Keeper"
    assert codes(first, lock) == []
    changed = compiled(SPEC.replace("(1..9)", "(1..8)"))
    assert codes(changed, lock) == ["C701"]
    assert update_lock(changed, lock) == lock
    forced = update_lock(changed, lock, force=True)
    assert codes(changed, forced) == []
    assert codes(first, forced) == ["C701"]


def test_a_version_of_which_nothing_was_known_may_be_filled_in() -> None:
    lock = update_lock(compiled(SPEC), "")
    known = compiled(
        SPEC.replace('undefined "nothing is known"', "attribute 2 value: long")
    )
    assert codes(known, lock) == []
    assert "class 32768 version 1 " in update_lock(known, lock)


def test_a_version_that_is_gone() -> None:
    lock = update_lock(compiled(SPEC), "")
    assert codes(compiled(SPEC.replace("version 0", "version 2")), lock) == ["C702"]
    gone = update_lock(compiled(SPEC.replace("version 0", "version 2")), lock)
    assert [line.split()[3] for line in gone.splitlines()[2:]] == ["0", "2"]


def test_the_lock_is_read_beside_the_package() -> None:
    lock = update_lock(compiled(SPEC), "")
    files = {"package.cosem": SPEC.replace("(1..9)", "(1..8)"), "released.lock": lock}
    assert [d.code for d in compile_text(files).diagnostics] == ["C701"]
