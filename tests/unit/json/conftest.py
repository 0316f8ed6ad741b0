"""A package that has something of everything."""

from __future__ import annotations

import pytest

from cosemgen.model import Model
from tests.compiled import model_of

SPEC = """\
/// All that the language can say.
package whole "Whole" {
  edition "Half of it"
  edition first "Ed. 1" "the oldest"
  edition second "Ed. 2"
  source manual "The manual"
}

/// Measures.
class 32800 "Meter of all" {
  clause "4.3.2" in first unconfirmed "no page"
  clause "4.3.3"
  cardinality 0..1
  source manual

  version 0 {
    name "Half meter"
    since first
    confidence medium
    source manual "page 3"
    decision "a is meant, since b says so"
    open "whether it is c"
    requires at_most(used, size)

    /// The value.
    attribute 2 value: dynamic CHOICE { null-data, reading, octet-string[6], array of unsigned } note "odd"
    attribute 3 used: dynamic unsigned (0..10) = 3 unit second read-only
    attribute 4 size: static unsigned (..10)
    attribute 5 key: octet-string[16] = h"00112233445566778899AABBCCDDEEFF" secret
    attribute 6 link: static octet-string as logical-name or empty refers to class 32800
    attribute 7 rows: dynamic array[..10] of entry {
      /// By place.
      selector 1 by_place: entry returns array of entry
    }
    attribute 8 mode: static mode = fast unconfirmed "no source"
    attribute 9 flags: static flags unofficial
    attribute 10 anything: CHOICE of any
    attribute 11 simple: CHOICE of simple
    attribute 12 packed: compact-array of entry
    attribute 13 loose: structure
    attribute 14 title: visible-string[..8] = "x"
    attribute 15 words: array of mode = []
    attribute 16 on: boolean = TRUE

    methods @0x88

    /// Begin again.
    method 1 reset(0) returns unsigned mandatory @0x80
    method 2 stop(?) optional
    method 3 wait(long (-900..900) unit second) unofficial
    method 4 pick(mode: mode = slow unconfirmed) unofficial

    /// A row.
    structure entry {
      /// Where.
      place: octet-string as logical-name
      count: unsigned (1..) = 1 unit second
    }
    type reading = CHOICE { double-long, float32 }
    enumeration mode: unsigned {
      0 fast "as it can"
      1 slow
      2..9 reserved
      10..19 manufacturer "theirs"
    }
    bits flags: bit-string[8] {
      0 first
      1..7 reserved
    }
  }

  version 1 from 0 {
    since first..second unconfirmed
    withdrawn "never used"
    remove attribute 16
    change enumeration mode { add 2 slower }
  }
}

/// Only its number is known.
class 32801 "Unknown" {
  source manual
  version 0 {
    undefined "nobody knows"
  }
}

units unit {
  7 second "s" "time" si "s"
  58..59 reserved
}

medium 1 "Electricity" {
  group C {
    1 "Power" integral "Energy" second unit second
    110..123 reserved
  }
  group E rate { 0 "total"  1..63 "rate {n}" }
  select E rate where C in 1..10
}
medium 2 "The same" same as 1
object 1.b.1.8.e.255 "{C} {E}" where b in 0..64 and e in 0..63 as 32800 unit second clause "6.2" confidence high source manual note "n"
range manufacturer 1.b.c.d.e.f "Theirs" where b in 128..199

values some = unsigned, long
objects where b in 0..64 as 32800 version 1 value some, enum {
  1.b.96.1.0.255 "Row"
}
/// Seen in two dumps.
in-use source manual {
  1.0.1.8.0.255 "Energy" reads total shown "ks" dumps 2
  1.b.96.1.0.255 where b in 0..9 dumps 1 source manual note "seen" unconfirmed "where"
}
/// What it sends.
telegram push "Push list" array or structure of 5 confidence medium source manual note "each minute" unconfirmed "where" {
  1 list: octet-string = "W1"
  2 1.0.1.8.0.255 as 32800 attribute 3: unsigned | long scaler -1 unit second confidence low source manual note "new"
  3 time of 2
  /// Inside.
  4 array of 2 {
    1 code of 2
    2 value "Sum": array of long unconfirmed
  }
  5 filler
}
telegram named "Named" structure of any overlaps "as it is not known" {
  named 1.0.1.8.0.255 "Energy": unsigned scaler 0
}

/// As its clock is set.
quirk reversed "The other sign" {
  applies maker "WHO" model "1" firmware "2.*"
  applies profile "NS 1" country "Nowhere"
  source manual "page 9"
  confidence low "one meter"
  decision "all of them"
  open "since when"

  date-times deviation reversed
  date-times deviation -1 unspecified note "FFFF"
  profiles of 1.b.99.1.0.255 where b in 0..1 newest-first
  /// From the other side.
  scalers reversed unconfirmed "who has seen it"
  class 32800 version 0 attribute 3 used: unsigned means bcd
}
quirk plain "By its name" {
  source manual
  profiles oldest-first
}

/// Asked for.
profile asked_1 "Asked" confidence high source manual note "a note" unconfirmed "why" {
  /// It reads.
  client head 1 "Head end"
  client other
  /// With gas.
  variant gas "Gas meters" by 0.1.24.1.0.255
  variant heat "Heat meters"
  decision "as the table"
  open "since when"
  /// A meter.
  object 0.b.96.1.0.255 "Meter" where b in 0..1 as 32800 version 0, 32800 unit second when gas optional
      clause "5" confidence low source manual note "n" unconfirmed "w" {
    /// Used.
    attribute 3 used: unsigned (0..9) = 0 or 1 default 2 access head RW, other none optional note "m" unconfirmed "x"
  }
  object 0.0.96.2.0.255 "Anything" {
    attribute 2 other = [0.0.1.0.0.255, TRUE] access R
  }
}
profile asked_2 "Asked again" from asked_1 source manual {
  remove object 0.0.96.2.0.255
}
"""


@pytest.fixture(scope="session")
def model() -> Model:
    return model_of(SPEC)
