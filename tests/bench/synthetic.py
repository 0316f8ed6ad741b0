"""A spec of any number of classes, each about as large as those of the standard are on average.

No two classes have the same names, texts or numbers, so that nothing can be made once for all of them. Everything
is said as the first versions of the language say it: an old checkout builds it too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDER: Final = 100
"""Classes of one folder, as a family of the standard has."""
_TYPES: Final = [
    "boolean",
    "integer",
    "unsigned",
    "long",
    "long-unsigned",
    "double-long",
    "double-long-unsigned",
    "long64-unsigned",
    "enum",
]
_FIRST: Final = 10_000
"""Added to the numbers of classes, as those below 8,192 are the standard's."""
_UNITS: Final = [
    "second",
    "minute",
    "hour",
    "metre",
    "volt",
    "ampere",
    "watt",
    "percentage",
]

PACKAGE: Final = """/// Classes that nobody has, as many as are wanted.
package synthetic "Synthetic classes" {
  edition "First edition of the synthetic book"

  edition ed_1 "Ed. 1" "2021"
  edition ed_2 "Ed. 2" "2024"

  source first "transcription of the tables of the synthetic book"
  source second "library in C that reads the synthetic classes"
  source third "simulator in Java that answers for the synthetic classes"
}
"""

SHARED: Final = """// What the classes share.

/// Physical units.
units unit {
  1 second "s" "time"
  2 minute "min" "time"
  3 hour "h" "time"
  4 metre "m" "length"
  5 volt "V" "voltage"
  6 ampere "A" "current"
  7 watt "W" "active power"
  8 percentage "%" "ratio"
}

/// Power of ten and physical unit of a value.
structure scal_unit_type {
  /// Power of ten.
  scaler: integer
  /// Physical unit.
  unit: unit
}

/// A value of any simple type.
type value_type = CHOICE { null-data, boolean, double-long, double-long-unsigned, octet-string, visible-string, long, unsigned, long-unsigned, long64-unsigned, enum }

/// An attribute of an object.
structure object_definition {
  /// Class of the object.
  class_id: long-unsigned
  /// Its name.
  logical_name: octet-string as logical-name
}

/// Whether something works.
enumeration working_state {
  0 unknown "not known"
  1 working "it works"
  2 failed "it has failed"
  3..15 reserved
}
"""


def write(folder: Path, classes: int) -> Path:
    """Writes the spec into a new folder, and returns that."""
    folder.mkdir(parents=True)
    _put(folder / "package.cosem", PACKAGE)
    _put(folder / "shared.cosem", SHARED)
    for number in range(1, classes + 1):
        family = folder / "classes" / f"family_{number // _FOLDER:03}"
        family.mkdir(parents=True, exist_ok=True)
        _put(family / f"sample_{number:05}.cosem", _class(number))
    return folder


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _class(n: int) -> str:
    """One of 5 to 8 attributes."""
    attributes = _attributes(n)[: 5 + n % 4]
    second = "" if n % 10 else _second_version(n)
    return f"""use object_definition, scal_unit_type, value_type, working_state from shared

/// Measures the sample of number {n}: what it consists of, how much there is of it and since when.
///
/// One object for each of its places.
class {_FIRST + n} "Sample {n:05}" {{
  version 0 {{
    clause "4.{n // 100 + 1}.{n % 100 + 1}" in ed_1, ed_2
    since ed_1
    confidence {("high", "medium")[n % 2]}
    source first, third
    source second "sample_{n}.h"
    decision "the value of sample {n} is dynamic: one source marks it neither static nor dynamic"
    open "no source tells the default of sample {n}"

{"".join(attributes)}
    methods @0x{0x40 + n % 8 * 8:02X}

    /// Set the value of sample {n} to its default.
    method 1 reset(0) optional
    /// Take place {n % 7} out of the list.
    method 2 remove_place_{n}(place: unsigned (0..{n % 200})) optional

    /// A place where sample {n} is taken.
    structure place_{n}_type {{
      /// Number of the place, of {n}.
      number: {_TYPES[1 + n % 7]}
      /// The object that is asked there.
      target: object_definition
      /// What the place is called.
      label_{n}: octet-string[0..{16 + n % 16}]
      /// How it fares.
      state: sample_{n}_state
    }}

    /// How sample {n} fares.
    enumeration sample_{n}_state {{
      0 idle_{n} "nothing is asked of sample {n}"
      1 asked "an answer is due"
      2 answered "the answer is there"
      {3 + n % 5} given_up "it was asked {n} times"
    }}
  }}{second}
}}
"""


def _attributes(n: int) -> list[str]:
    simple = [_TYPES[1 + (n + index) % 7] for index in range(3)]
    return [
        f"""    /// The latest value of sample {n}.
    attribute 2 value: dynamic value_type
""",
        """    /// Scaler and unit of `value`.
    attribute 3 scaler_unit: static scal_unit_type
""",
        f"""    /// Where sample {n} is taken.
    attribute 4 places: static array[0..{4 + n % 60}] of place_{n}_type
""",
        f"""    /// Time between two samples of {n}.
    attribute 5 period_{n}: static {simple[0]} unit {_UNITS[n % 3]}
""",
        f"""    /// How sample {n} fares as a whole.
    attribute 6 state: dynamic working_state
""",
        f"""    /// When sample {n} was taken last.
    attribute 7 capture_time: dynamic octet-string as date-time
""",
        f"""    /// Numbers of sample {n}, the latest first.
    attribute 8 numbers_{n}: dynamic array of {simple[1]}
""",
        f"""    /// Limit {n} of the value, in its unit.
    attribute 9 limit_{n % 50}: static {simple[2]} (0..{20 + n % 100}) = {n % 20} unit {_UNITS[3 + n % 5]}
""",
    ]


def _second_version(n: int) -> str:
    return f"""

  version 1 from 0 {{
    clause "4.{n // 100 + 1}.{n % 100 + 1}" in ed_2
    since ed_2
    confidence medium
    source first

    /// How long sample {n} may take.
    add attribute {7 + n % 4} timeout_{n}: static long-unsigned unit second
  }}"""
