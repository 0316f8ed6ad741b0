"""A spec with something of everything, and edits of it: what each means forwards, and what backwards."""

from __future__ import annotations

from typing import Final, NamedTuple

BASE: Final = """\
package tiny "A tiny package" {
  edition "Half of it"
  edition ed_1 "Ed. 1" "2001"
  edition ed_2 "Ed. 2" "2002"
  source manual "The manual"
  source draft "A draft"
}

/// Counts something.
class 40000 "Counter" {
  cardinality 0..10

  version 0 {
    clause "1.2" in ed_1
    since ed_1
    confidence high
    source manual
    open "Whether it ever stops."
    requires before(window.start, window.end)

    /// How many.
    attribute 2 count: dynamic double-long-unsigned (0..99) = 1 unit second
    attribute 3 kind: static kind {
      selector 1 all
      selector 2 of_place: place returns long-unsigned
    }
    attribute 4 place: place
    attribute 5 window: window
    attribute 6 value: CHOICE { null-data, long-unsigned, unsigned }
    attribute 7 text: octet-string[..8]
    attribute 8 flags: flags
    attribute 9 key: octet-string secret
    attribute 10 target: place refers to class 40000

    /// Begin again.
    method 1 reset(0) mandatory @0x60
    method 2 set(to: place) optional @0x68
    method 3 read(?) returns unsigned @0x70

    enumeration kind {
      0 fast "as fast as it can"
      1 slow
      2..9 reserved
    }

    bits flags: bit-string[8] {
      0 on
      1 off
    }

    structure place {
      name: octet-string as logical-name
      marks: array of unsigned
    }

    structure window {
      start: octet-string as date-time
      end: octet-string as date-time
    }
  }

  version 1 from 0 {
    confidence medium "one source"
    remove attribute 4
  }
}

class 40001 "Other" {
  version 0 {
    confidence low "nobody knows"
    attribute 2 amount: amount
    attribute 3 again: amount
    attribute 4 limit: limit
    methods @?
    method 1 clear(0)

    enumeration how {
      0 none
      1 some
    }

    structure limit {
      how: how
      what: CHOICE by how {
        none: null-data,
        some: unsigned
      }
    }
  }
}

type amount = double-long (-9..9)

units unit {
  7 second "s" "time" si "s"
  8 minute "min" "time"
  9..20 reserved
}

data-types {
  0  null-data simple 0 octets "nothing"
  17 unsigned simple 1 octets (0..255) "number"
  18 long-unsigned simple 2 octets (0..65535) "longer number"
}

layout time 4 octets {
  hour: 1 octets (0..23)
  minute: 1 octets (0..59)
  second: 1 octets (0..59)
  hundredths: 1 octets (0..99)
}

group A {
  3 reserved
}

medium 1 "Electricity" {
  group C {
    1 "Active power" unit second
    2 "Reactive power"
  }
  group E rates {
    0 "total"
    1..4 "rate {n}"
  }
  select E rates where C in 1..2
}

medium 5 "Cooling" same as 1

objects {
  1.0.1.8.0.255 "Energy" as 40000 value long-unsigned unit second source manual confidence high
  1.0.2.8.0.255 "Energy back" as 40000, 40001
  1.0.3.8.0.255 "Left to others" as 40001
}

in-use source manual {
  1.0.1.8.0.255 "Energy import" reads total shown "min" dumps 3
  1.0.2.8.0.255 "Energy export"
}

telegram list_1 "First list" structure of 3 source manual {
  1 time 0.0.1.0.0.255 as 40000: octet-string as date-time
  2 1.0.1.8.0.255 as 40000: unsigned scaler 0 unit second
  3 filler: unsigned
}

quirk reversed "Reversed" {
  source manual
  confidence high
  date-times deviation reversed
}

profile asked "What is asked" source manual {
  client public 16
  variant big "Big ones" by 1.0.2.8.0.255

  object 1.0.1.8.0.255 "Energy" as 40000 version 0 unit second {
    attribute 2 count: double-long-unsigned access public R
    attribute 3 kind = fast
    method 1 reset access public call optional
  }
  object 1.0.2.8.0.255 "Energy back" as 40000 when big
}
"""


class Case(NamedTuple):
    """`before` of `BASE` becomes `after`."""

    before: str
    after: str
    forward: str
    """The rules of what is found, the gravest first, each as often as it is found."""
    backward: str
    """The same where `after` is the old one."""


CASES: Final = (
    Case(
        'edition "Half of it"',
        'edition "All of it"',
        "edition-changed",
        "edition-changed",
    ),
    Case(
        'source draft "A draft"\n',
        'source draft "A draft of 2001"\n',
        "sources-changed",
        "sources-changed",
    ),
    Case(
        'package tiny "A tiny package"',
        'package tiny "A small package"',
        "text-changed",
        "text-changed",
    ),
    Case(
        'class 40001 "Other" {',
        'class 40001 "Another" {',
        "class-renamed",
        "class-renamed",
    ),
    Case(
        'class 40001 "Other" {',
        'class 40002 "Other" {',
        "renumbered",
        "renumbered",
    ),
    Case(
        'class 40001 "Other" {',
        'class 40003 "Stranger" {',
        "class-gone class-new",
        "class-gone class-new",
    ),
    Case(
        "cardinality 0..10",
        "cardinality 0..1",
        "cardinality-changed",
        "cardinality-changed",
    ),
    Case(
        "requires before(window.start, window.end)",
        "requires before(window.end, window.start)",
        "rule-changed",
        "rule-changed",
    ),
    Case(
        "    requires before(window.start, window.end)\n",
        "",
        "rule-gone",
        "rule-changed",
    ),
    Case(
        '  version 1 from 0 {\n    confidence medium "one source"\n    remove attribute 4\n  }\n',
        "",
        "version-gone plain-name-moved",
        "plain-name-moved version-new",
    ),
    Case(
        "version 1 from 0 {",
        'version 1 from 0 {\n    name "Counter of old"',
        "version-renamed",
        "version-renamed",
    ),
    Case(
        'version 1 from 0 {\n    confidence medium "one source"\n    remove attribute 4\n',
        'version 1 {\n    undefined "nobody knows"\n',
        "version-gone attribute-gone attribute-gone attribute-gone attribute-gone attribute-gone attribute-gone attribute-gone attribute-gone method-gone method-gone method-gone type-gone type-gone type-gone type-gone rule-gone confidence-changed confidence-changed",
        "rule-changed version-new attribute-new attribute-new attribute-new attribute-new attribute-new attribute-new attribute-new attribute-new method-new method-new method-new type-new type-new type-new type-new confidence-changed confidence-changed",
    ),
    Case(
        "    remove attribute 4\n",
        "    remove attribute 4\n    remove attribute 9\n",
        "attribute-gone",
        "attribute-new",
    ),
    Case(
        "    attribute 2 count: dynamic",
        "    attribute 2 tally: dynamic",
        "attribute-renamed",
        "attribute-renamed",
    ),
    Case(
        "    attribute 2 count: dynamic",
        "    attribute 2 count: static",
        "mark-changed",
        "mark-changed",
    ),
    Case(
        "double-long-unsigned (0..99) = 1",
        "double-long-unsigned (0..99) = 2",
        "default-changed",
        "default-changed",
    ),
    Case(
        "double-long-unsigned (0..99) = 1 unit second",
        "double-long-unsigned (0..99) = 1 unit minute",
        "unit-changed",
        "unit-changed",
    ),
    Case(
        "double-long-unsigned (0..99) = 1 unit second",
        "double-long-unsigned (0..99) = 1",
        "unit-known",
        "unit-known",
    ),
    Case("(0..99) = 1", "(0..9) = 1", "range-narrowed", "range-widened"),
    Case("(0..99) = 1", "(1..200) = 1", "range-narrowed", "range-narrowed"),
    Case(
        "dynamic double-long-unsigned (0..99)",
        "dynamic long-unsigned (0..99)",
        "type-changed",
        "type-changed",
    ),
    Case(
        "attribute 7 text: octet-string[..8]",
        "attribute 7 text: octet-string[..16]",
        "range-widened",
        "range-narrowed",
    ),
    Case(
        "attribute 7 text: octet-string[..8]",
        "attribute 7 text: octet-string as text",
        "meaning-changed",
        "meaning-changed",
    ),
    Case(
        "attribute 7 text: octet-string[..8]\n    attribute 8 flags: flags",
        "attribute 7 flags: flags\n    attribute 8 text: octet-string[..8]",
        "renumbered type-changed renumbered type-changed",
        "renumbered type-changed renumbered type-changed",
    ),
    Case(
        "    attribute 10 target: place refers to class 40000",
        "    attribute 11 target: place refers to class 40000",
        "renumbered short-name-changed",
        "renumbered short-name-changed",
    ),
    Case(
        "refers to class 40000",
        "refers to class 40001",
        "reference-changed",
        "reference-changed",
    ),
    Case("octet-string secret", "octet-string", "secret-changed", "secret-changed"),
    Case(
        "attribute 4 place: place\n",
        "attribute 4 place: place read-only\n",
        "read-only-added",
        "read-only-dropped",
    ),
    Case(
        "CHOICE { null-data, long-unsigned, unsigned }",
        "CHOICE { null-data, long-unsigned }",
        "alternative-gone",
        "alternative-new",
    ),
    Case(
        "CHOICE { null-data, long-unsigned, unsigned }",
        "CHOICE { null-data, unsigned, long-unsigned }",
        "",
        "",
    ),
    Case(
        "CHOICE { null-data, long-unsigned, unsigned }",
        "unsigned",
        "alternative-gone",
        "alternative-new",
    ),
    Case(
        "    attribute 3 again: amount\n",
        "    attribute 3 again: double-long (-9..9)\n",
        "type-called",
        "type-called",
    ),
    Case("      selector 1 all\n", "", "selector-gone", "selector-new"),
    Case(
        "      selector 1 all\n",
        "      selector 1 whole\n",
        "selector-renamed",
        "selector-renamed",
    ),
    Case(
        "selector 2 of_place: place returns long-unsigned",
        "selector 2 of_place returns long-unsigned",
        "parameter-dropped",
        "parameter-added",
    ),
    Case(
        "selector 2 of_place: place returns long-unsigned",
        "selector 2 of_place: place",
        "result-changed",
        "result-changed",
    ),
    Case(
        "    method 3 read(?) returns unsigned @0x70\n", "", "method-gone", "method-new"
    ),
    Case("method 3 read(?)", "method 3 fetch(?)", "method-renamed", "method-renamed"),
    Case(
        "reset(0) mandatory @0x60",
        "reset(0) optional @0x60",
        "presence-relaxed",
        "presence-changed",
    ),
    Case(
        "set(to: place) optional",
        "set(to: place)",
        "presence-changed",
        "presence-changed",
    ),
    Case(
        "reset(0) mandatory @0x60",
        "reset(0) mandatory @0x78",
        "short-name-changed",
        "short-name-changed",
    ),
    Case(
        "    methods @?\n    method 1 clear(0)",
        "    methods @0x30\n    method 1 clear(0)",
        "short-name-known",
        "short-name-known",
    ),
    Case("set(to: place)", "set(?)", "parameter-dropped", "parameter-added"),
    Case("set(to: place)", "set(for: place)", "parameter-renamed", "parameter-renamed"),
    Case(
        "returns unsigned @0x70",
        "returns long-unsigned @0x70",
        "type-changed",
        "type-changed",
    ),
    Case("      1 slow\n", "", "value-gone", "value-new"),
    Case("      1 slow\n", "      1 lazy\n", "value-renamed", "value-renamed"),
    Case(
        '      0 fast "as fast as it can"\n      1 slow\n',
        '      0 slow\n      1 fast "as fast as it can"\n',
        "value-renumbered value-renumbered text-changed text-changed",
        "value-renumbered value-renumbered text-changed text-changed",
    ),
    Case(
        "2..9 reserved\n    }\n\n    bits",
        "2..9 manufacturer\n    }\n\n    bits",
        "range-of-values",
        "range-of-values",
    ),
    Case(
        "      0 on\n      1 off\n",
        "      0 on\n      2 off\n",
        "value-renumbered",
        "value-renumbered",
    ),
    Case(
        "bits flags: bit-string[8]",
        "bits flags: bit-string[16]",
        "base-changed",
        "base-changed",
    ),
    Case(
        "enumeration kind {",
        "enumeration kind: unsigned {",
        "base-changed",
        "base-changed",
    ),
    Case("      marks: array of unsigned\n", "", "member-gone", "member-new"),
    Case(
        "      marks: array of unsigned\n",
        "      notes: array of unsigned\n",
        "member-renamed",
        "member-renamed",
    ),
    Case(
        "      marks: array of unsigned\n",
        "      marks: array[..9] of unsigned\n",
        "range-narrowed",
        "range-widened",
    ),
    Case(
        "      name: octet-string as logical-name\n      marks: array of unsigned\n",
        "      marks: array of unsigned\n      name: octet-string as logical-name\n",
        "members-reordered",
        "members-reordered",
    ),
    Case(
        "bits flags: bit-string[8] {\n      0 on\n      1 off\n    }",
        "type flags = bit-string[8]",
        "type-called",
        "type-called",
    ),
    Case(
        "type amount = double-long (-9..9)",
        "type amount = double-long (-9..9)\n\ntype more = unsigned",
        "type-new",
        "type-gone",
    ),
    Case(
        "type amount = double-long (-9..9)",
        "type amount = long",
        "type-changed",
        "type-changed",
    ),
    Case('  8 minute "min" "time"\n', "", "unit-gone", "unit-new"),
    Case(
        '  8 minute "min" "time"\n',
        '  8 minutes "min" "time"\n',
        "unit-renamed",
        "unit-renamed",
    ),
    Case('  8 minute "min"', '  8 minute "m"', "symbol-changed", "symbol-changed"),
    Case(
        '  8 minute "min" "time"\n',
        '  9 minute "min" "time"\n',
        "value-renumbered",
        "value-renumbered",
    ),
    Case(
        '  17 unsigned simple 1 octets (0..255) "number"\n',
        "",
        "data-type-gone",
        "data-type-new",
    ),
    Case(
        "  18 long-unsigned simple 2",
        "  19 long-unsigned simple 2",
        "data-type-changed",
        "data-type-changed",
    ),
    Case(
        "  18 long-unsigned simple 2 octets (0..65535)",
        "  18 long-unsigned simple 2 octets (0..65534)",
        "data-type-bounds",
        "data-type-bounds",
    ),
    Case("  hundredths: 1 octets (0..99)\n", "", "member-gone", "member-new"),
    Case(
        "  hundredths: 1 octets",
        "  hundredths: 2 octets",
        "layout-changed",
        "layout-changed",
    ),
    Case(
        "layout time 4 octets",
        "layout times 4 octets",
        "layout-renamed",
        "layout-renamed",
    ),
    Case('medium 5 "Cooling" same as 1\n', "", "medium-gone", "medium-new"),
    Case('medium 5 "Cooling"', 'medium 5 "Cold"', "medium-changed", "medium-changed"),
    Case('    2 "Reactive power"\n', "", "code-gone", "code-new"),
    Case(
        '    2 "Reactive power"\n',
        '    2 "Apparent power"\n',
        "code-meaning",
        "code-meaning",
    ),
    Case(
        '"Active power" unit second',
        '"Active power" unit minute',
        "code-meaning",
        "code-meaning",
    ),
    Case(
        "  select E rates where C in 1..2\n",
        "  select E rates where C in 1\n",
        "codes-selected codes-selected",
        "codes-selected codes-selected",
    ),
    Case(
        '  1.0.3.8.0.255 "Left to others" as 40001\n', "", "object-gone", "object-new"
    ),
    Case(
        '  1.0.3.8.0.255 "Left to others" as 40001\n',
        '  1.0.3.8.0.255 "Left alone" as 40001\n',
        "object-renamed",
        "object-renamed",
    ),
    Case(
        '  1.0.3.8.0.255 "Left to others" as 40001\n',
        '  1.0.4.8.0.255 "Left to others" as 40001\n',
        "object-moved",
        "object-moved",
    ),
    Case("as 40000, 40001", "as 40000", "object-class-changed", "object-class-new"),
    Case(
        "as 40000, 40001",
        "as 40001, 40000",
        "object-class-changed",
        "object-class-changed",
    ),
    Case(
        "as 40000 value long-unsigned",
        "as 40000 value unsigned",
        "object-class-changed",
        "object-class-changed",
    ),
    Case(
        '  1.0.3.8.0.255 "Left to others" as 40001\n',
        '  range manufacturer 1.0.3.8.0.255 "Left to others"\n',
        "object-class-changed object-fate",
        "object-fate object-class-changed",
    ),
    Case('  1.0.2.8.0.255 "Energy export"\n', "", "in-use-gone", "in-use-new"),
    Case(
        '"Energy import" reads total shown "min"',
        '"Energy import" reads total shown "s"',
        "in-use-shown",
        "in-use-shown",
    ),
    Case("dumps 3", "dumps 4", "in-use-counted", "in-use-counted"),
    Case(
        "telegram list_1 ", "telegram list_one ", "telegram-renamed", "telegram-renamed"
    ),
    Case("  3 filler: unsigned\n", "", "item-gone", "item-new"),
    Case(
        "structure of 3 source",
        "structure of 4 source",
        "telegram-form",
        "telegram-form",
    ),
    Case("scaler 0 unit", "scaler 1 unit", "unit-changed", "unit-changed"),
    Case("scaler 0 unit second", "unit second", "scaler-known", "scaler-known"),
    Case(
        "2 1.0.1.8.0.255 as 40000: unsigned scaler",
        "2 1.0.2.8.0.255 as 40000: unsigned scaler",
        "item-changed",
        "item-changed",
    ),
    Case(
        "2 1.0.1.8.0.255 as 40000: unsigned scaler",
        "2 1.0.1.8.0.255 as 40000: long-unsigned scaler",
        "type-changed",
        "type-changed",
    ),
    Case(
        "2 1.0.1.8.0.255 as 40000: unsigned scaler",
        "2 1.0.1.8.0.255: unsigned scaler",
        "unit-known",
        "unit-known",
    ),
    Case(
        "2 1.0.1.8.0.255 as 40000: unsigned scaler",
        '2 1.0.1.8.0.255 as 40000 "Energy": unsigned scaler',
        "item-renamed",
        "item-renamed",
    ),
    Case("quirk reversed", "quirk backwards", "quirk-renamed", "quirk-renamed"),
    Case(
        "deviation reversed",
        "deviation -1 unspecified",
        "quirk-changed",
        "quirk-changed",
    ),
    Case("profile asked", "profile wanted", "profile-renamed", "profile-renamed"),
    Case("client public 16", "client public 1", "client-changed", "client-changed"),
    Case(
        'variant big "Big ones" by 1.0.2.8.0.255',
        'variant big "Big ones"',
        "variant-changed",
        "variant-changed",
    ),
    Case(
        '  object 1.0.2.8.0.255 "Energy back" as 40000 when big\n',
        "",
        "profile-object-gone",
        "profile-object-new",
    ),
    Case(
        '  object 1.0.2.8.0.255 "Energy back" as 40000 when big\n',
        '  object 1.0.2.8.0.255 "Energy back" as 40000\n',
        "profile-changed",
        "profile-changed",
    ),
    Case(
        "as 40000 when big",
        "as 40000, 40001 when big",
        "profile-relaxed",
        "profile-changed",
    ),
    Case(
        "as 40000 when big",
        "as 40000 when big optional",
        "profile-relaxed",
        "profile-changed",
    ),
    Case(
        '"Energy back" as 40000 when',
        '"Energy home" as 40000 when',
        "profile-object-renamed",
        "profile-object-renamed",
    ),
    Case(
        "access public R\n", "access public RW\n", "profile-changed", "profile-changed"
    ),
    Case(
        "attribute 3 kind = fast",
        "attribute 3 kind = slow",
        "profile-changed",
        "profile-changed",
    ),
    Case(
        "attribute 3 kind = fast",
        "attribute 3 kind = fast or slow",
        "profile-relaxed",
        "profile-changed",
    ),
    Case(
        "    method 1 reset access public call optional\n",
        "",
        "profile-changed",
        "profile-object-optional",
    ),
    Case(
        "attribute 3 kind = fast",
        "attribute 3 sort = fast",
        "line-renamed",
        "line-renamed",
    ),
    Case(
        "confidence high\n    source manual\n    open",
        'confidence low "a draft"\n    source manual\n    open',
        "confidence-changed confidence-changed",
        "confidence-changed confidence-changed",
    ),
    Case(
        '    open "Whether it ever stops."\n',
        "",
        "questions-changed",
        "questions-changed",
    ),
    Case(
        "    source manual\n    open",
        "    source draft\n    open",
        "sources-changed",
        "sources-changed",
    ),
    Case(
        'clause "1.2" in ed_1',
        'clause "1.3" in ed_1',
        "edition-changed",
        "edition-changed",
    ),
    Case("since ed_1", "since ed_2", "edition-changed", "edition-changed"),
    Case("/// How many.", "/// How often.", "text-changed", "text-changed"),
    Case(
        "attribute 4 place: place\n",
        'attribute 4 place: place unconfirmed "nobody has it"\n',
        "confirmation-changed",
        "confirmation-changed",
    ),
    Case(
        "version 1 from 0 {",
        'version 1 from 0 {\n    withdrawn "nobody wants it"',
        "withdrawn",
        "withdrawn",
    ),
    Case(
        "layout time 4 octets {\n  hour: 1 octets (0..23)\n  minute: 1 octets (0..59)\n  second: 1 octets (0..59)\n  hundredths: 1 octets (0..99)\n}\n",
        "",
        "layout-gone",
        "layout-new",
    ),
    Case(
        'telegram list_1 "First list" structure of 3 source manual {\n  1 time 0.0.1.0.0.255 as 40000: octet-string as date-time\n  2 1.0.1.8.0.255 as 40000: unsigned scaler 0 unit second\n  3 filler: unsigned\n}\n',
        "",
        "telegram-gone",
        "telegram-new",
    ),
    Case(
        'quirk reversed "Reversed" {\n  source manual\n  confidence high\n  date-times deviation reversed\n}\n',
        "",
        "quirk-gone",
        "quirk-new",
    ),
    Case(
        "  date-times deviation reversed\n",
        '  applies maker "Acme"\n  date-times deviation reversed\n',
        "quirk-changed",
        "quirk-changed",
    ),
    Case(
        'profile asked "What is asked"',
        'profile none "Nothing" {\n}\n\nprofile asked "What is asked"',
        "profile-new",
        "profile-gone",
    ),
    Case(
        "  17 unsigned simple 1",
        "  17 octet simple 1",
        "data-type-renamed",
        "data-type-renamed",
    ),
    Case(
        "type amount = double-long (-9..9)",
        "type spare = double-long (-9..9)\n\ntype amount = double-long (-9..9)",
        "type-new",
        "type-gone",
    ),
    Case(
        "CHOICE { null-data, long-unsigned, unsigned }\n",
        "CHOICE { null-data, long-unsigned, unsigned }\n    attribute 11 last: unsigned\n",
        "attribute-new",
        "attribute-gone",
    ),
    Case(
        "    structure place {\n",
        "    structure amount {\n      of: unsigned\n    }\n\n    structure place {\n",
        "type-new",
        "type-gone",
    ),
    Case(
        "        none: null-data,\n        some: unsigned\n",
        "        some: null-data,\n        none: unsigned\n",
        "alternative-chosen",
        "alternative-chosen",
    ),
)
