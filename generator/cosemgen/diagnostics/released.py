"""C7xx: released versions."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_PACKAGE: Final = 'package example "Example" {\n}\n'

_CLASS: Final = """\
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
  }
}
"""

_LOCK: Final = """\
// file: released.lock
class 32768 version 0 c17be0810c449868 Number
  {"kind":"version","key":[0],"facts":{"cardinality":{"minimum":0}}}
  {"kind":"attribute","key":[2],"name":"value","facts":{"type":{"kind":"simple","name":"long"},"short_name":8}}
"""

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C701",
        title="released version that has changed",
        explanation=(
            "Meters and programs rely on a released version. Its documentation may get better, its notes and sources may "
            "move; whatever can be noticed on the wire or in the generated classes asks for a new version, written as its "
            "difference from this one. A type that several classes share is told once. The other way out is for a mistake in the "
            "transcription of a source: 'cosemgen release --relock 40' pins class 40 as it is now, '--relock 40/2' one version of "
            "it, '--relock value_type' all versions that have the type, '--relock watt_hour' a unit."
        ),
        wrong=_PACKAGE + _CLASS.replace("long", "unsigned") + _LOCK,
        right=_PACKAGE + _CLASS + _LOCK,
    ),
    CodeEntry(
        code="C702",
        title="released version that is gone",
        explanation="A released version stays in the spec: 'withdrawn' says that it is no longer used.",
        wrong=_PACKAGE + _CLASS.replace("version 0", "version 1") + _LOCK,
        right=_PACKAGE + _CLASS + _LOCK,
    ),
    CodeEntry(
        code="C703",
        title="line of the lock file that cannot be read",
        explanation="'released.lock' is written by 'cosemgen release' and not by hand. Restore it from the repository.",
        wrong=_PACKAGE + _CLASS + _LOCK + "class 32769\n",
        right=_PACKAGE + _CLASS + _LOCK,
    ),
)
