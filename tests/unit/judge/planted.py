"""Clean objects, and the same with one fault: for each check what it passes and what it finds.

Written by hand, octet by octet, so that nothing here rests on what is judged by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from cosem_conformance.dumps import (
    Access,
    Association,
    Dump,
    DumpedObject,
    Value,
)
from cosem_conformance.judge import ERROR, NOTE, WARNING
from cosem_runtime import Obis
from cosem_runtime.companion import (
    CompanionProfile,
    ProfileClient,
    ProfileMember,
    ProfileObject,
    ProfileType,
    ProfileVariant,
    ProfileWord,
)

RW: Final = 3
READ: Final = 1
WRITE: Final = 2
NONE: Final = 0


def thing(
    class_id: int,
    version: int | None,
    code: str,
    values: Mapping[int, str | Value] | None = None,
    rights: Mapping[int, int] | None = None,
    methods: Mapping[int, int] | None = None,
    selectors: Mapping[int, tuple[int, ...]] | None = None,
) -> DumpedObject:
    """An object: octets of attributes in hexadecimal, codes of rights as in version 1 of Association LN."""
    found = DumpedObject(class_id, version, Obis(code))
    for number, value in (values or {}).items():
        octets = value if isinstance(value, Value) else None
        found.values.append(
            octets or Value(number, bytes.fromhex(str(value).replace(" ", "")))
        )
    for number, right in (rights or {}).items():
        found.attribute_access[number] = Access.of_attribute(right, 1)
    for number, right in (methods or {}).items():
        found.method_access[number] = Access.of_method(right, 1)
    found.selectors.update(selectors or {})
    return found


def dump(*objects: DumpedObject, **facts: Any) -> Dump:
    """A meter with one association."""
    return Dump(associations=[Association(objects=list(objects), **facts)])


class Planted(NamedTuple):
    """What passes a check, and what fails it: how gravely, and where."""

    check: str
    clean: Dump
    faulty: Dump
    severity: str
    attribute: int | None = None
    path: str = ""
    method: int | None = None
    profile: CompanionProfile | None = None


def register(**facts: Any) -> DumpedObject:
    """Active energy import."""
    given = {"values": {2: "06 00 01 E2 40", 3: "02 02 0F FD 16 1E"}} | facts
    return thing(3, 0, "1.0.1.8.0.255", **given)


def name(text: str) -> str:
    """A logical name as octets of a value."""
    return "09 06" + bytes(Obis(text)).hex()


def of_register(values: Mapping[int, str | Value]) -> Dump:
    """The register with these values alone."""
    return dump(register(values=values))


NAME: Final = "0.0.42.0.0.255"
CURRENT: Final = "0.0.40.0.0.255"
_CLOCK: Final = "0.0.1.0.0.255"


def _entry(class_id: int, version: str, code: str) -> str:
    attributes = "01 01 02 03 0F 01 16 01 00"
    method = "01 01 02 02 0F 01 16 01"
    rights = f"02 02 {attributes} {method}"
    return f"02 04 12 {class_id:04x} 11 {version} {name(code)} {rights}"


def _list(*entries: str, more: str = "") -> Dump:
    octets = f"01 {len(entries):02x} {' '.join(entries)} {more}"
    return dump(thing(15, 1, CURRENT, {2: octets}))


_OWN: Final = _entry(15, "01", CURRENT)
_OTHER: Final = _entry(3, "00", "1.0.1.8.0.255")

_COLUMNS: Final = (
    "01 02"
    f" 02 04 12 0008 {name(_CLOCK)} 0F 02 12 0000"
    f" 02 04 12 0003 {name('1.0.1.8.0.255')} 0F 02 12 0000"
)
_TIME: Final = "09 0C 07 E8 0B 0F 05 0E 2D 00 00 FF C4 00"


def _profile(**given: str) -> Dump:
    values = {
        "a2": f"01 01 02 02 {_TIME} 06 00000001",
        "a3": _COLUMNS,
        "a4": "06 00000384",
        "a5": "16 03",
        "a6": f"02 04 12 0003 {name('1.0.1.8.0.255')} 0F 02 12 0000",
        "a7": "06 00000001",
        "a8": "06 00000064",
    } | given
    return dump(
        thing(7, 1, "1.0.99.1.0.255", {int(n[1:]): v for n, v in values.items()}),
        thing(8, 0, _CLOCK),
        register(),
    )


def _calendar(week: str = "57", days: str = "11 01", schedule: str = "") -> Dump:
    start = "09 0C FFFF 01 01 FF FF FF FF FF 8000 FF"
    action = f"02 03 09 04 {{}} {name('0.0.10.0.100.255')} 12 0001"
    times = schedule or action.format("00000000") + action.format("06000000")
    return dump(
        thing(
            20,
            0,
            "0.0.13.0.0.255",
            {
                3: f"01 01 02 03 09 01 53 {start} 09 01 {week}",
                4: f"01 01 02 08 09 01 57 {' 11 01' * 6} {days}",
                5: f"01 01 02 02 11 01 01 02 {times}",
            },
        ),
        thing(9, 0, "0.0.10.0.100.255", {2: _SCRIPTS}),
        thing(8, 0, _CLOCK),
    )


def _script(service: str, index: str) -> Dump:
    """A script that writes an attribute of a clock (01), or invokes a method (02)."""
    action = f"02 05 16 {service} 12 0008 {name(_CLOCK)} 0F {index} 00"
    scripts = f"01 01 02 02 12 0001 01 01 {action}"
    return dump(thing(9, 0, "0.0.10.0.100.255", {2: scripts}), thing(8, 0, _CLOCK))


_SCRIPTS: Final = (
    f"01 01 02 02 12 0001 01 01 02 05 16 02 12 0008 {name(_CLOCK)} 0F 02 00"
)
_FALLING: Final = "".join(
    f"02 03 09 04 {time} {name('0.0.10.0.100.255')} 12 0001"
    for time in ("06000000", "00000000")
)


def _monitor(thresholds: str = "01 01 06 00000064") -> Dump:
    monitored = f"02 03 12 0003 {name('1.0.1.8.0.255')} 0F 02"
    return dump(
        thing(21, 0, "0.0.16.1.0.255", {2: thresholds, 3: monitored}), register()
    )


def _action(code: str = "0.0.10.0.100.255", number: str = "0001") -> Dump:
    return dump(
        thing(22, 0, "0.0.15.0.1.255", {2: f"02 02 {name(code)} 12 {number}"}),
        thing(9, 0, "0.0.10.0.100.255", {2: _SCRIPTS}),
        thing(8, 0, _CLOCK),
    )


def _captured(
    class_id: int = 3, attribute: int = 2, code: str = "1.0.1.8.0.255"
) -> Dump:
    columns = f"01 01 02 04 12 {class_id:04x} {name(code)} 0F {attribute:02x} 12 0000"
    return dump(thing(7, 1, "1.0.99.1.0.255", {3: columns}), register())


def _days(*numbers: int) -> Dump:
    entries = " ".join(
        f"02 03 12 {each:04x} 09 05 07E80B0F05 11 01" for each in numbers
    )
    return dump(thing(11, 0, "0.0.11.0.0.255", {2: f"01 {len(numbers):02x} {entries}"}))


def _image(first: int) -> Dump:
    values = {3: "04 04 C0", 4: f"06 {first:08x}"}
    return dump(thing(18, 0, "0.0.44.0.0.255", values))


def _clock(time: str) -> Dump:
    return dump(thing(8, 0, _CLOCK, {2: f"09 0C {time}"}))


def _rights(
    rights: Mapping[int, int], methods: Mapping[int, int] | None = None
) -> Dump:
    return dump(register(rights=rights, methods=methods or {1: 1}))


def _answer(right: int, value: Value) -> Dump:
    return dump(register(values={2: value}, rights={1: READ, 2: right, 3: READ}))


_READ_ALL: Final = {1: READ, 2: READ, 3: READ}
_DATA: Final = Value(2, bytes.fromhex("060001E240"))
_REFUSED: Final = Value(2, result="read-write-denied")


def _parts(*answers: Value, right: int = READ) -> Dump:
    """A profile whose buffer was asked for by rows."""
    found = thing(7, 1, "1.0.99.1.0.255", rights=dict.fromkeys(range(1, 9), right))
    found.values += [
        replace(each, selector=2, part=number, parts=len(answers))
        for number, each in enumerate(answers, 1)
    ]
    return dump(found)


_ROWS: Final = Value(2, bytes.fromhex("0101020106000000FF"))
_NONE_OF_IT: Final = Value(2, result="object-undefined")
_BROKEN: Final = Value(2, failure="no reply")


def _associations(other: int) -> Dump:
    both = [thing(64, 0, "0.0.43.0.0.255"), thing(64, other, "0.0.43.0.0.255")]
    return Dump(
        associations=[
            Association(name=word, objects=[each])
            for word, each in zip(("first", "second"), both, strict=True)
        ]
    )


def _clock_rights(status: int) -> Dump:
    rights = {number: READ for number in range(1, 10)} | {4: status}
    return dump(thing(8, 0, _CLOCK, rights=rights))


_OF_SN: Final = {number: READ for number in range(1, 7)}
_OF_ASSOCIATION: Final = {number: READ for number in range(1, 10)} | {7: NONE}


def _secret(right: int) -> Dump:
    rights = _OF_ASSOCIATION | {7: right}
    return dump(
        thing(15, 1, CURRENT, rights=rights, methods={1: 1}), authentication="None"
    )


def _two_rows(first: str, second: str, **given: str) -> Dump:
    """Two rows of a time of one day and a value."""
    rows = "".join(
        f" 02 02 09 0C 07 E8 0B 0F 05 {row[:6]} 00 FF C4 00 06 {row[7:]}"
        for row in (first, second)
    )
    values = {"a2": f"01 02{rows}", "a4": "06 00000000", "a5": "16 01"} | given
    return _profile(**values)


def _clock_of(**given: str) -> Dump:
    values = {
        "a2": "09 0C 07 E8 0B 0F 05 0E 2D 00 00 FF C4 00",
        "a3": "10 FFC4",
        "a4": "11 00",
        "a5": "09 0C FF FF 03 FE 07 02 00 00 00 80 00 00",
        "a6": "09 0C FF FF 0A FE 07 03 00 00 00 80 00 80",
        "a7": "0F 3C",
        "a8": "03 01",
    } | given
    return dump(thing(8, 0, _CLOCK, {int(n[1:]): v for n, v in values.items()}))


_SUMMER: Final = "09 0C 07 E8 0B 0F 05 0E 2D 00 00 FF 88 80"
"""The same day, as if daylight saving were active."""


def _association(**given: Any) -> Dump:
    facts = {"authentication": "Low", "conformance": ("get", "set")} | given
    values = {
        "a4": "09 07 60 85 74 05 08 01 01",
        "a5": "02 06 04 18 00 00 18 12 0400 12 0400 11 06 0F 00 09 00",
        "a6": "09 07 60 85 74 05 08 02 01",
        "a8": "16 02",
        "a9": name(_SETUP),
    }
    values |= {key: facts.pop(key) for key in list(facts) if key in values}
    return dump(
        thing(15, 1, CURRENT, {int(n[1:]): v for n, v in values.items()}),
        thing(64, 0, _SETUP),
        thing(8, 0, _CLOCK),
        **facts,
    )


_SETUP: Final = "0.0.43.0.0.255"
_CIPHERS: Final = "09 07 60 85 74 05 08 01 03"


def _security(policy: str, suite: str = "00") -> Dump:
    return dump(thing(64, 1, _SETUP, {2: f"16 {policy}", 3: f"16 {suite}"}))


def _of_images(size: str) -> Dump:
    images = f"01 01 02 03 06 {size} 09 00 09 00"
    values = {2: "06 00000040", 3: "04 02 C0", 4: "06 00000002", 7: images}
    return dump(thing(18, 0, "0.0.44.0.0.255", values))


def _window(begin: str, end: str) -> Dump:
    octets = " ".join(
        f"09 0C 07 E8 {month} 01 FF 00 00 00 00 8000 00" for month in (begin, end)
    )
    return dump(thing(40, 0, "0.0.25.9.0.255", {4: f"01 01 02 02 {octets}"}))


def _devices(*codes: str) -> Dump:
    return dump(*(thing(17, 0, code) for code in codes))


def _of_devices(second: str) -> Dump:
    entries = f"02 02 12 0001 09 01 41 02 02 12 {second} 09 01 42"
    return dump(thing(17, 0, "0.0.41.0.0.255", {2: f"01 02 {entries}"}))


def _watched(thresholds: str) -> Dump:
    action = f"02 02 {name('0.0.10.0.100.255')} 12 0001"
    monitored = f"02 03 12 0003 {name('1.0.1.8.0.255')} 0F 02"
    values = {2: thresholds, 3: monitored, 4: f"01 01 02 02 {action} {action}"}
    scripts = thing(9, 0, "0.0.10.0.100.255", {2: _SCRIPTS})
    clock = thing(8, 0, _CLOCK)
    return dump(thing(21, 0, "0.0.16.1.0.255", values), register(), scripts, clock)


def _masks(active: str) -> Dump:
    masks = "01 01 02 02 09 01 41 01 00"
    return dump(thing(6, 0, "0.0.14.0.0.255", {3: masks, 4: f"09 01 {active}"}))


def _port(number: int) -> Dump:
    return dump(thing(72, 1, f"0.{number}.24.1.0.255"))


ENERGY: Final = "1.0.1.8.0.255"
DEMAND: Final = "1.0.1.4.0.255"


def profile(*objects: ProfileObject, **facts: Any) -> CompanionProfile:
    """A companion profile with two clients, and a variant that is known by the voltage of L2."""
    return CompanionProfile(
        "acme_1",
        "ACME 1",
        objects,
        clients=(ProfileClient("management", 1), ProfileClient("public", 16)),
        variants=(ProfileVariant("polyphase", "Three phases", ("1.0.52.7.0.255",)),),
        **facts,
    )


def wanted(*attributes: ProfileMember, **facts: Any) -> CompanionProfile:
    """A profile that asks for active energy import."""
    asked = ProfileObject(
        (ENERGY,), "Energy", ((3, 0),), attributes=attributes, **facts
    )
    return profile(asked)


def managed(rights: Mapping[int, int], client: int = 1, **facts: Any) -> Dump:
    """A register as a client sees it."""
    every = dict.fromkeys((1, 2, 3), READ) | {**rights}
    return dump(register(rights=every, **facts), client=client)


_ENERGY: Final = wanted(
    ProfileMember(
        2,
        "value",
        types=(ProfileType("double-long-unsigned", 6, 0, 999_999),),
        rights=(("management", "R"), ("public", "none")),
    ),
    ProfileMember(
        3,
        "scaler_unit",
        values=((-3, ProfileWord("watt_hour")), (0, ProfileWord("watt_hour"))),
    ),
    methods=(ProfileMember(1, "reset", rights=(("management", "call"),)),),
    units=("watt_hour",),
)
_VOLTAGES: Final = profile(
    *(
        ProfileObject((f"1.0.{c}.7.0.255",), f"Voltage {n}", when=("polyphase",))
        for n, c in ((1, 32), (2, 52), (3, 72))
    ),
    ProfileObject((ENERGY,), "Energy"),
)


def _voltages(*codes: int) -> Dump:
    return dump(register(), *(thing(3, 0, f"1.0.{c}.7.0.255") for c in codes))


PLANTED: Final = (
    Planted("OL-01", _list(_OWN), _list(_OWN, more="00"), ERROR, 2),
    Planted(
        "OL-01", _list(_OWN), dump(thing(15, 1, CURRENT, {2: "09 01 00"})), ERROR, 2
    ),
    Planted(
        "OL-02",
        _list(_OWN),
        _list(_OWN.replace("11 01", "12 0001", 1)),
        WARNING,
        2,
        "[0].version",
    ),
    Planted("OL-03", dump(register()), dump(register(), register()), ERROR),
    Planted(
        "OL-03",
        dump(register()),
        dump(register(), thing(7, 1, "1.0.1.8.0.255")),
        WARNING,
    ),
    Planted("OL-04", _list(_OWN, _OTHER), _list(_OTHER), ERROR, 2),
    Planted("OL-05", _rights(_READ_ALL), _rights(_READ_ALL | {4: READ}), ERROR, 4),
    Planted("OL-05", _rights(_READ_ALL), _rights({1: READ, 2: READ}), ERROR),
    Planted(
        "OL-06",
        _rights(_READ_ALL),
        _rights(_READ_ALL, {1: 1, 2: 1}),
        ERROR,
        method=2,
    ),
    Planted(
        "OL-06",
        dump(thing(12, 3, CURRENT, rights=_OF_SN, methods={3: 1, 1: 0})),
        dump(thing(12, 3, CURRENT, rights=_OF_SN, methods={3: 1, 1: 1})),
        WARNING,
        method=1,
    ),
    Planted(
        "OL-07",
        dump(thing(7, 1, "1.0.99.1.0.255", selectors={2: (1, 2)})),
        dump(thing(7, 1, "1.0.99.1.0.255", selectors={2: (1, 3)})),
        ERROR,
        2,
    ),
    Planted("ID-01", dump(register()), dump(thing(2, 0, NAME)), ERROR),
    Planted("ID-02", dump(register()), dump(thing(3, 9, NAME)), ERROR),
    Planted(
        "ID-03",
        of_register({1: name("1.0.1.8.0.255")}),
        of_register({1: name("1.0.2.8.0.255")}),
        ERROR,
        1,
    ),
    Planted(
        "ID-04",
        dump(
            thing(
                40,
                0,
                "0.0.25.9.0.255",
                {2: f"01 01 02 04 12 0046 {name('0.0.96.3.10.255')} 0F 03 12 0000"},
            )
        ),
        dump(thing(40, 0, "0.0.25.9.0.255", {7: "02 03 12 0000 12 0000 12 0000"})),
        ERROR,
        7,
    ),
    Planted(
        "ID-05",
        _devices("0.0.41.0.0.255"),
        _devices("0.0.41.0.0.255", "0.1.41.0.0.255"),
        WARNING,
    ),
    Planted("ID-06", _associations(0), _associations(1), ERROR),
    Planted(
        "AT-01",
        _answer(READ, _DATA),
        _answer(READ, Value(2, result="object-undefined")),
        ERROR,
        2,
    ),
    Planted("AT-02", _answer(NONE, _REFUSED), _answer(NONE, _DATA), ERROR, 2),
    Planted(
        "AT-02",
        _answer(NONE, _REFUSED),
        _answer(NONE, Value(2, result="object-undefined")),
        WARNING,
        2,
    ),
    Planted(
        "AT-03",
        _answer(READ, _DATA),
        _answer(READ, Value(2, result="hardware-fault")),
        ERROR,
        2,
    ),
    Planted(
        "AT-03",
        _answer(READ, _DATA),
        _answer(READ, Value(2, failure="no reply")),
        ERROR,
        2,
    ),
    Planted("AT-01", _parts(_ROWS, _ROWS), _parts(_ROWS, _NONE_OF_IT), ERROR, 2),
    Planted("AT-02", _parts(_REFUSED, right=NONE), _parts(_ROWS, right=NONE), ERROR, 2),
    Planted("AT-03", _parts(_ROWS, _ROWS), _parts(_ROWS, _BROKEN), ERROR, 2),
    Planted(
        "TY-01",
        of_register({3: "02 02 0F 00 16 1E"}),
        of_register({3: "02 02 11 00 16 1E"}),
        WARNING,
        3,
        "scaler",
    ),
    Planted(
        "TY-01",
        of_register({3: "02 02 0F 00 16 1E"}),
        of_register({3: "09 01 00"}),
        ERROR,
        3,
    ),
    Planted(
        "TY-02",
        of_register({2: "06 00 01 E2 40"}),
        of_register({2: "06 00 01"}),
        ERROR,
        2,
    ),
    Planted(
        "TY-02",
        of_register({3: "02 02 0F 00 16 1E"}),
        of_register({3: "02 02 0F 00 16 1E 00"}),
        ERROR,
        3,
    ),
    Planted(
        "TY-03",
        of_register({2: "06 00 01 E2 40"}),
        of_register({2: "01 01 06 00 01 E2 40"}),
        WARNING,
        2,
    ),
    Planted(
        "TY-04",
        dump(thing(70, 0, "0.0.96.3.10.255", {4: "16 01"})),
        dump(thing(70, 0, "0.0.96.3.10.255", {4: "16 4D"})),
        ERROR,
        4,
    ),
    Planted(
        "TY-04",
        dump(thing(7, 1, "1.0.99.1.0.255", {5: "16 01"})),
        dump(thing(7, 1, "1.0.99.1.0.255", {5: "16 00"})),
        WARNING,
        5,
    ),
    Planted(
        "TY-05",
        dump(thing(8, 0, _CLOCK, {7: "0F 3C"})),
        dump(thing(8, 0, _CLOCK, {7: "0F 7F"})),
        WARNING,
        7,
    ),
    Planted(
        "TY-06",
        dump(thing(64, 1, "0.0.43.0.0.255", {5: "09 08 4143450000000000"})),
        dump(thing(64, 1, "0.0.43.0.0.255", {5: "09 07 41434500000000"})),
        WARNING,
        5,
    ),
    Planted(
        "TY-07",
        dump(thing(112, 0, "0.0.19.10.0.255", {7: "04 05 00"})),
        dump(thing(112, 0, "0.0.19.10.0.255", {7: "04 08 00"})),
        ERROR,
        7,
    ),
    Planted(
        "TY-08",
        _clock("07 E8 0B 0F 05 0E 2D 00 00 FF C4 00"),
        _clock("07 E8 0D 0F 05 0E 2D 00 00 FF C4 00"),
        ERROR,
        2,
    ),
    Planted(
        "TY-08",
        _clock("07 E8 0B 0F 05 0E 2D 00 00 FF C4 00"),
        _clock("07 E8 0B 0F 06 0E 2D 00 00 FF C4 00"),
        ERROR,
        2,
    ),
    Planted(
        "TY-09",
        of_register({3: "02 02 0F 00 16 1E"}),
        of_register({3: "02 81 02 0F 00 16 1E"}),
        NOTE,
        3,
    ),
    Planted(
        "TY-10",
        dump(thing(1, 0, NAME, {2: "09 05 41434D3031"})),
        dump(thing(1, 0, NAME, {2: "06 00000001"})),
        ERROR,
        2,
    ),
    Planted("AR-01", _rights(_READ_ALL), _rights(_READ_ALL | {3: 7}), ERROR, 3),
    Planted("AR-02", _rights(_READ_ALL), _rights(_READ_ALL | {1: RW}), ERROR, 1),
    Planted(
        "AR-03",
        _clock_rights(READ),
        _clock_rights(RW),
        WARNING,
        4,
    ),
    Planted("AR-04", _secret(WRITE), _secret(RW), ERROR, 7),
    Planted("CL-01", _profile(), _profile(a2=f"01 01 02 01 {_TIME}"), ERROR, 2, "[0]"),
    Planted(
        "CL-02",
        _profile(),
        _profile(a6=f"02 04 12 0003 {name('1.0.2.8.0.255')} 0F 02 12 0000"),
        ERROR,
        6,
    ),
    Planted("CL-03", _profile(), _profile(a7="06 00000065"), ERROR, 7),
    Planted(
        "CL-06",
        _two_rows("0E0000 00000001", "0F0000 00000002"),
        _two_rows("0F0000 00000001", "0A0000 00000002"),
        WARNING,  # the rule is not confirmed
        2,
        "[1]",
    ),
    Planted(
        "CL-06",
        _two_rows("0E0000 00000002", "0F0000 00000001", a5="16 03"),
        _two_rows("0E0000 00000001", "0F0000 00000002", a5="16 03"),
        WARNING,
        2,
        "[1]",
    ),
    Planted(
        "CL-06",
        _two_rows("0E0000 00000001", "0E0F00 00000002", a4="06 00000384"),
        _two_rows("0E0000 00000001", "0E0E00 00000002", a4="06 00000384"),
        WARNING,
        2,
        "[1]",
    ),
    Planted(
        "CL-06",
        _two_rows("0E0000 00000001", "0E0F00 00000002", a4="06 00000384"),
        _two_rows("0E0000 00000001", "0E1E00 00000002", a4="06 00000384"),
        NOTE,
        2,
        "[1]",
    ),
    Planted(
        "CL-07",
        of_register({3: "02 02 0F FD 16 1E"}),
        of_register({3: "02 02 0F E2 16 1E"}),
        WARNING,
        3,
        "scaler",
    ),
    Planted(
        "CL-07",
        _association(),
        _association(a5="02 06 04 18 00 00 18 12 0000 12 0400 11 06 0F 00 09 00"),
        WARNING,
        5,
        "max_receive_pdu_size",
    ),
    Planted("CL-08", _clock_of(), _clock_of(a3="10 FF88"), WARNING, 2),
    Planted("CL-08", _clock_of(), _clock_of(a3="10 003C"), WARNING, 2),
    Planted("CL-08", _clock_of(), _clock_of(a2=_SUMMER, a4="11 80"), ERROR, 2),
    Planted("CL-08", _clock_of(), _clock_of(a4="11 04"), WARNING, 4),
    Planted("CL-09", _masks("41"), _masks("42"), ERROR, 4),
    Planted("CL-09", _calendar(), _calendar(week="58"), ERROR, 3, "[0].week_name"),
    Planted("CL-09", _calendar(), _calendar(days="11 02"), ERROR, 4, "[0].sunday"),
    Planted(
        "CL-09", _calendar(), _calendar(schedule=_FALLING), ERROR, 5, "[0].day_schedule"
    ),
    Planted("CL-10", _monitor(), _monitor("01 01 12 0064"), ERROR, 2),
    Planted("CL-10", _monitor(), _monitor("01 02 12 0064 06 00000064"), ERROR, 2),
    Planted(
        "CL-10",
        _watched("01 01 06 00000064"),
        _watched("01 02 06 00000064 06 00000065"),
        ERROR,
        4,
    ),
    Planted("CL-11", _association(), _association(a4="09 07 60857405080301"), ERROR, 4),
    Planted("CL-11", _association(), _association(a6="09 07 60857405080200"), ERROR, 6),
    Planted("CL-11", _association(), _association(a8="16 01"), ERROR, 8),
    Planted("CL-11", _association(), _association(security="Encryption"), ERROR, 4),
    Planted(
        "CL-11",
        _association(security="authenticated and encrypted", a4=_CIPHERS),
        _association(security="none", a4=_CIPHERS),
        ERROR,
        4,
    ),
    Planted(
        "CL-11",
        _association(),
        _association(conformance=("get",)),
        WARNING,
        5,
        "conformance",
    ),
    Planted("CL-12", _image(2), _image(3), ERROR, 4),
    Planted("CL-12", _of_images("00000080"), _of_images("00000100"), ERROR, 3),
    Planted("CL-13", _security("04"), _security("05"), ERROR, 2),
    Planted("CL-13", _security("10", "01"), _security("10"), WARNING, 2),
    Planted("CL-14", _days(1, 2), _days(1, 1), ERROR, 2),
    Planted("CL-14", _of_devices("0002"), _of_devices("0001"), ERROR, 2),
    Planted(
        "CL-14", _window("01", "02"), _window("03", "02"), ERROR, 4, "[0].start_time"
    ),
    Planted("XR-01", _captured(), _captured(class_id=4), ERROR, 3, "[0]"),
    Planted("XR-01", _captured(), _captured(code="1.0.2.8.0.255"), WARNING, 3, "[0]"),
    Planted("XR-02", _captured(), _captured(attribute=9), ERROR, 3, "[0]"),
    Planted("XR-02", _action(), _action(number="0002"), ERROR, 2),
    Planted(
        "XR-02", _script("02", "06"), _script("02", "07"), ERROR, 2, "[0].actions[0]"
    ),
    Planted(
        "XR-02", _script("01", "09"), _script("01", "0A"), ERROR, 2, "[0].actions[0]"
    ),
    Planted("XR-03", _action(), _action(code=_CLOCK), ERROR, 2),
    Planted("XR-03", _association(), _association(a9=name(_CLOCK)), ERROR, 9),
    Planted("OB-01", dump(register()), dump(thing(20, 0, "1.0.1.8.0.255")), ERROR),
    Planted("OB-02", dump(register()), dump(thing(18, 0, "0.1.44.0.0.255")), WARNING),
    Planted(
        "OB-03",
        of_register({3: "02 02 0F FD 16 1E"}),
        of_register({3: "02 02 0F FD 16 1B"}),
        ERROR,
        3,
        "unit",
    ),
    Planted("OB-04", _port(1), _port(3), NOTE),
    Planted(
        "DV-01",
        dump(thing(15, 1, CURRENT, rights=_OF_ASSOCIATION), thing(1, 0, NAME)),
        dump(thing(15, 1, CURRENT, rights=_OF_ASSOCIATION)),
        WARNING,
    ),
    Planted(
        "DV-02",
        dump(thing(1, 0, NAME, {2: "09 05 41434D3031"})),
        dump(thing(1, 0, NAME, {2: "09 05 6163003031"})),
        ERROR,
        2,
    ),
    Planted(
        "DV-02",
        dump(thing(1, 0, NAME, {2: "09 05 41434D3031"})),
        dump(thing(1, 0, NAME, {2: "09 11" + "41" * 17})),
        ERROR,
        2,
    ),
    Planted(
        "PF-01",
        dump(register()),
        dump(thing(3, 0, "1.0.2.8.0.255")),
        ERROR,
        profile=_ENERGY,
    ),
    Planted(
        "PF-01", dump(register()), dump(thing(1, 0, ENERGY)), ERROR, profile=_ENERGY
    ),
    Planted(
        "PF-01", _voltages(32, 52, 72), _voltages(32, 52), ERROR, profile=_VOLTAGES
    ),
    Planted(
        "PF-02",
        dump(register()),
        dump(thing(4, 0, ENERGY)),
        ERROR,
        profile=profile(ProfileObject((ENERGY,), "Energy", ((3, 0), (4, 1)))),
    ),
    Planted(
        "PF-03",
        managed({1: READ, 2: READ, 3: READ}),
        dump(thing(3, 0, ENERGY, rights={1: READ, 2: READ}), client=1),
        ERROR,
        3,
        profile=_ENERGY,
    ),
    Planted(
        "PF-03",
        managed({1: READ, 2: READ, 3: READ}, methods={1: 1}),
        managed({1: READ, 2: READ, 3: READ}, methods={2: 1}),
        ERROR,
        method=1,
        profile=_ENERGY,
    ),
    Planted("PF-04", managed({2: READ}), managed({2: NONE}), ERROR, 2, profile=_ENERGY),
    Planted("PF-04", managed({2: READ}), managed({2: RW}), WARNING, 2, profile=_ENERGY),
    Planted(
        "PF-04",
        managed({2: NONE}, client=16, values={}),
        managed({2: READ}, client=16, values={}),
        WARNING,
        2,
        profile=_ENERGY,
    ),
    Planted(
        "PF-04",
        managed({}, methods={1: 1}),
        managed({}, methods={1: 0}),
        ERROR,
        method=1,
        profile=_ENERGY,
    ),
    Planted(
        "PF-04",
        managed({2: RW}, client=7),
        managed({2: READ}, client=7),
        ERROR,
        2,
        profile=wanted(ProfileMember(2, "value", rights=(("", "RW"),))),
    ),
    Planted(
        "PF-05",
        dump(register()),
        of_register({2: "12 0005"}),
        ERROR,
        2,
        profile=_ENERGY,
    ),
    Planted(
        "PF-05",
        dump(register()),
        of_register({2: "06 000F4240"}),
        ERROR,
        2,
        profile=_ENERGY,
    ),
    Planted(
        "PF-06",
        dump(register()),
        of_register({3: "02 02 0F 01 16 1E"}),
        ERROR,
        3,
        profile=_ENERGY,
    ),
    Planted(
        "PF-06",
        of_register({3: "02 02 0F 00 16 1E"}),
        of_register({3: "02 02 0F FD 16 1E"}),
        WARNING,
        3,
        profile=wanted(
            ProfileMember(3, "scaler_unit", values=((0, ProfileWord("watt_hour")),)),
            confidence="low",
        ),
    ),
    Planted(
        "PF-07",
        dump(register()),
        of_register({3: "02 02 0F FD 16 20"}),
        ERROR,
        3,
        "unit",
        profile=_ENERGY,
    ),
    # The number of the attribute is another one in this class.
    Planted(
        "PF-07",
        dump(thing(5, 0, DEMAND, {4: "02 02 0F FD 16 1B"})),
        dump(thing(5, 0, DEMAND, {4: "02 02 0F FD 16 1E"})),
        ERROR,
        4,
        "unit",
        profile=profile(ProfileObject((DEMAND,), "Demand", ((5, 0),), units=("watt",))),
    ),
    Planted(
        "PF-08",
        dump(register()),
        dump(register(), thing(8, 0, "0.0.1.0.0.255")),
        NOTE,
        profile=_ENERGY,
    ),
)
