"""A meter in this process, behind the six functions of a client, with faults that are planted by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import cosem
from cosem_conformance.dumps import (
    CONFORMANCE,
    Access,
    Association,
    Dump,
    DumpedObject,
    Value,
)
from cosem_conformance.judge import Connect, Wire
from cosem_conformance.live import Connection
from cosem_conformance.live.transport import (
    Answer,
    Attribute,
    NotSupportedError,
    Selection,
    Transport,
    TransportError,
)
from cosem_runtime import CosemError, DecodeError, Obis, OpenIntEnum
from cosem_runtime.values import Integer

RW: Final = 3
READ: Final = 1
NONE: Final = 0

CURRENT: Final = Obis("0.0.40.0.0.255")
NAME: Final = Obis("0.0.42.0.0.255")
DEVICES: Final = Obis("0.0.41.0.0.255")
CLOCK: Final = Obis("0.0.1.0.0.255")
ENERGY: Final = Obis("1.0.1.8.0.255")
LONG: Final = Obis("0.0.96.1.0.255")
PROFILE: Final = Obis("1.0.99.1.0.255")
IP: Final = Obis("0.0.25.1.0.255")
LIST: Final = Obis("0.0.11.0.0.255")

SERVICES: Final = (
    *("get", "set", "action", "selective_access", "multiple_references"),
    *("block_transfer_with_get_or_read", "attribute0_supported_with_get"),
)


def octets(text: str) -> bytes:
    """Octets from hexadecimal."""
    return bytes.fromhex(text)


def _column(class_id: int, code: Obis) -> str:
    return f"0204 12{class_id:04x} 0906{bytes(code).hex()} 0f02 120000"


def _time(hour: int) -> str:
    return f"090c 07e80b0f05{hour:02x}000000ffc400"


COLUMNS: Final = f"0102 {_column(8, CLOCK)} {_column(3, ENERGY)}"
ROWS: Final = [f"0202 {_time(hour)} 06{hour:08x}" for hour in range(6)]


class _Object:
    """An object: its values by attribute, and rights as in version 1 of Association LN."""

    def __init__(
        self,
        class_id: int,
        version: int,
        code: Obis,
        values: dict[int, str],
        rights: dict[int, int] | None = None,
        methods: dict[int, int] | None = None,
        selectors: dict[int, tuple[int, ...]] | None = None,
    ) -> None:
        self.class_id = class_id
        self.version = version
        self.code = code
        name = {1: f"0906{bytes(code).hex()}"}
        self.values = {n: octets(text) for n, text in (name | values).items()}
        self.rights = dict.fromkeys(self.values, READ) | (rights or {})
        self.methods = methods or {}
        self.selectors = selectors or {}
        self.kind = cosem.interface_class(class_id, version)


def _objects() -> list[_Object]:
    return [
        _Object(1, 0, NAME, {2: "0905 41434d3031"}),
        _Object(1, 0, LONG, {2: "0981c8" + "5a" * 200}),
        _Object(3, 0, ENERGY, {2: "060001e240", 3: "0202 0ffd 161e"}, methods={1: 0}),
        _Object(
            7,
            1,
            PROFILE,
            {
                2: "0106" + "".join(ROWS),
                3: COLUMNS,
                4: "0600000e10",
                5: "1601",
                6: _column(8, CLOCK),
                7: "0600000006",
                8: "0600000064",
            },
            selectors={2: (1, 2)},
        ),
        _Object(
            8,
            0,
            CLOCK,
            {
                2: _time(6),
                3: "10003c",
                4: "1100",
                5: "090c ffff03fe0702000000 8000ff",
                6: "090c ffff0afe0703000000 8000ff",
                7: "0f3c",
                8: "0301",
                9: "1601",
            },
            rights=dict.fromkeys((3, 7, 8, 9), RW),
            methods={1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 1},
        ),
        _Object(
            11,
            0,
            LIST,
            {2: "0101 0203 120001 0905ffff0101ff 1101"},
            rights={2: RW},
            methods={1: 1, 2: 1},
        ),
        _Object(17, 0, DEVICES, {2: "0101 0202 120001 0905 41434d3031"}),
        _Object(
            42,
            0,
            IP,
            {
                2: "0906" + bytes(CURRENT).hex(),
                3: "06c0000201",
                4: "0100",
                5: "0100",
                6: "06ffffff00",
                7: "06c00002fe",
                8: "0301",
                9: "0600000000",
                10: "0600000000",
            },
            methods={3: 1},
        ),
    ]


def _entry(each: _Object) -> str:
    rights = "".join(
        f"0203 0f{n:02x} 16{right:02x} "
        + (
            f"01{len(each.selectors[n]):02x}"
            + "".join(f"0f{s:02x}" for s in each.selectors[n])
            if n in each.selectors
            else "00"
        )
        for n, right in each.rights.items()
    )
    methods = "".join(
        f"0202 0f{n:02x} 16{right:02x}" for n, right in each.methods.items()
    )
    return (
        f"0204 12{each.class_id:04x} 11{each.version:02x} 0906{bytes(each.code).hex()} "
        f"0202 01{len(each.rights):02x}{rights} 01{len(each.methods):02x}{methods}"
    )


@dataclass
class FakeMeter:
    """The six functions, over objects in memory; `faults` are words that its functions look for.

    `log` has what was asked for, as `get 8 0-0:1.0.0*255 2`.
    """

    faults: frozenset[str] = frozenset()
    server: int | None = None
    max_pdu: int | None = None
    services: tuple[str, ...] = SERVICES
    log: list[str] = field(default_factory=list)
    is_open: bool = False
    written: bool = False

    def __post_init__(self) -> None:
        self.objects = {each.code: each for each in _objects()}
        own = _Object(
            15,
            1,
            CURRENT,
            {
                2: "0100",
                3: "0202 0f10 120001",
                4: "0907 60857405080101",
                5: self._context(),
                6: "0907 60857405080200",
                8: "1602",
                9: "0906000000000000",
            },
            rights={7: NONE},
            selectors={2: (1, 2, 3, 4)},
        )
        self.objects[CURRENT] = own
        self.entries = [_entry(each) for each in self.objects.values()]
        own.values[2] = self._list(self.entries)

    def _context(self) -> str:
        bits = "".join(str(int(name in self.services)) for name in CONFORMANCE)
        return f"0206 0418{int(bits, 2):06x} 1204b0 1204b0 1106 0f00 0900"

    @staticmethod
    def _list(entries: Sequence[str]) -> bytes:
        return octets(f"01{len(entries):02x}" + "".join(entries))

    def dump(self) -> Dump:
        """What a walk reads of it when it has no faults."""
        found = []
        for each in self.objects.values():
            dumped = DumpedObject(each.class_id, each.version, each.code)
            for number, right in each.rights.items():
                dumped.attribute_access[number] = Access.of_attribute(right, 1)
            for number, right in each.methods.items():
                dumped.method_access[number] = Access.of_method(right, 1)
            dumped.selectors.update(each.selectors)
            dumped.values += [Value(n, data) for n, data in each.values.items()]
            found.append(dumped)
        return Dump(associations=[Association(objects=found)])

    def wire(self, **allowed: Any) -> Wire:
        """A live association with it."""
        allowed.setdefault("connect", self.connect)
        return Wire(self, wait=0, **allowed)

    def connect(
        self, *, server: int | None = None, max_pdu: int | None = None
    ) -> Transport:
        """The same meter again, by another address or with small APDUs."""
        if "client cannot connect otherwise" in self.faults:
            raise NotSupportedError("only as it is")
        found = FakeMeter(self.faults, server, max_pdu, self.services, self.log)
        found.objects = self.objects
        return found

    # ------------------------------------------------------------ the six functions

    def open(self) -> None:
        self.log.append("open")
        if "no device" in self.faults and self.server is not None:
            raise TransportError("no answer")
        if "gone" in self.faults:
            raise TransportError("no answer")
        if "no small APDUs" in self.faults and self.max_pdu is not None:
            raise TransportError("refused")
        self.is_open = True

    def close(self) -> None:
        self.log.append("close")
        self.is_open = False

    def get(self, attribute: Attribute) -> Answer:
        self._asked("get", attribute)
        each = self._find(attribute.class_id, attribute.logical_name)
        if isinstance(each, int):
            return Answer(each)
        number = attribute.number
        if number == 0:
            return self._all(each)
        self._run(each, number)
        data = self._value(each, number)
        if data is None:
            if "serves any attribute" in self.faults:
                return Answer(0, b"\x00")
            return Answer(1 if "breaks beyond" in self.faults else 4)
        if each.rights.get(number) == NONE:
            return Answer(3)
        if attribute.selection is not None:
            return self._selected(each, number, attribute.selection, data)
        return Answer(0, data)

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        if "client cannot ask for lists" in self.faults:
            raise NotSupportedError("one at a time")
        if "no lists" in self.faults:
            raise TransportError("service not supported", broken=False)
        found = [self.get(each) for each in attributes]
        if "lists turned round" in self.faults:
            return found[::-1]
        return found[:-1] if "lists cut short" in self.faults else found

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        self._asked("set", attribute)
        each = self._find(attribute.class_id, attribute.logical_name)
        assert isinstance(each, _Object)
        number = attribute.number
        if each.rights.get(number) != RW and "writes anything" not in self.faults:
            return Answer(3)
        if "refuses writes" in self.faults:
            return Answer(11)
        fits = self._fits(each, number, octets)
        if not fits and "takes any value" not in self.faults:
            if "drops what is wrong" in self.faults:
                return Answer(0)
            return Answer(250 if "wrong values break" in self.faults else 12)
        if "writes something else" in self.faults:
            octets = octets[:-1] + bytes((octets[-1] ^ 1,))
        if "is written once alone" in self.faults:
            if self.written:
                return Answer(2)
            self.written = True
        each.values[number] = octets
        if "breaks when written" in self.faults:
            self.is_open = False
            raise TransportError("no answer")
        return Answer(0)

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        self._asked("action", Attribute(class_id, logical_name, method))
        each = self._find(class_id, logical_name)
        assert isinstance(each, _Object)
        if not each.methods.get(method) and "does anything" not in self.faults:
            return Answer(3)
        spec = each.kind.method(method)
        try:
            spec.decode_parameter(octets or b"\x00")
        except DecodeError:
            if "takes any parameter" not in self.faults:
                return Answer(12)
        if spec.returns is None or "returns nothing" in self.faults:
            return Answer(0)
        return Answer(
            0,
            (
                b"\x02\x01\x00"
                if "returns another type" in self.faults
                else b"\x12\x00\x02"
            ),
        )

    # ------------------------------------------------------------ what it is made of

    def _asked(self, word: str, attribute: Attribute) -> None:
        assert self.is_open, "asked without an association"
        self.log.append(
            f"{word} {attribute.class_id} {attribute.logical_name} {attribute.number}"
        )

    def _find(self, class_id: int, code: Obis) -> _Object | int:
        each = self.objects.get(code)
        if each is None:
            if "serves any object" in self.faults:
                return self.objects[NAME]
            return 1 if "breaks where nothing is" in self.faults else 4
        if each.class_id != class_id and "serves any class" not in self.faults:
            return 9
        return each

    def _run(self, each: _Object, number: int) -> None:
        """What is dynamic may be another value each time."""
        if "counts" in self.faults and (each.code, number) == (ENERGY, 2):
            counted = int.from_bytes(each.values[2][1:]) + 1
            each.values[2] = b"\x06" + counted.to_bytes(4)

    def _value(self, each: _Object, number: int) -> bytes | None:
        data = each.values.get(number)
        if each.code == NAME and number == 2 and "another name" in self.faults:
            return octets("0905 41434d3032")
        if self.max_pdu is not None and "blocks lose octets" in self.faults:
            return data if data is None or len(data) < 128 else data[:-1]
        return data

    def _all(self, each: _Object) -> Answer:
        has_it = "attribute0_supported_with_get" in self.services
        if not has_it and "attribute 0 anyway" not in self.faults:
            return Answer(4)
        if "no attribute 0" in self.faults:
            return Answer(4)
        members = [
            each.values[n] if right else b"\x00"
            for n, right in sorted(each.rights.items())
        ]
        if "attribute 0 is no structure" in self.faults:
            return Answer(0, b"\x01" + bytes((len(members),)) + b"".join(members))
        if "attribute 0 is short" in self.faults:
            members = members[:-1]
        if "attribute 0 is turned round" in self.faults:
            members = members[::-1]
        return Answer(0, b"\x02" + bytes((len(members),)) + b"".join(members))

    def _selected(
        self, each: _Object, number: int, selection: Selection, data: bytes
    ) -> Answer:
        if "ignores selectors" in self.faults:
            return Answer(0, data)
        if selection.selector not in each.selectors.get(number, ()):
            return Answer(13)
        if "knows no selectors" in self.faults:
            return Answer(13)
        spec: Any = each.kind.attribute(number)
        asked: Any = spec.selector(selection.selector).type.decode(
            selection.parameter, 0
        )[0]
        if each.class_id == 15:
            return Answer(0, self._some_entries(selection.selector, asked))
        return Answer(0, self._some_rows(selection.selector, asked))

    def _some_entries(self, selector: int, asked: Any) -> bytes:
        objects = list(self.objects.values())
        if selector == 1:
            wanted = objects
        elif selector == 2:
            wanted = [each for each in objects if each.class_id in asked]
        else:
            ids = asked if selector == 3 else [asked]
            names = [(each.class_id, each.logical_name) for each in ids]
            wanted = [each for each in objects if (each.class_id, each.code) in names]
        entries = [_entry(each) for each in wanted]
        if selector == 4 and "one entry alone" in self.faults:
            return octets(entries[0])
        return self._list(entries)

    def _some_rows(self, selector: int, asked: Any) -> bytes:
        hours = list(range(6))
        chosen = [0, 1]
        if selector == 1:
            begin, end = (bytes(each) for each in (asked.from_value, asked.to_value))
            hours = [
                hour
                for hour in hours
                if begin[:8] <= octets(_time(hour))[2:10] <= end[:8]
            ]
            if "range without its end" in self.faults:
                hours = hours[:-1]
            codes = [CLOCK, ENERGY]
            chosen = [codes.index(each.logical_name) for each in asked.selected_values]
            chosen = chosen or [0, 1]
        else:
            hours = [*range(asked.from_entry - 1, asked.to_entry or 6)]
            if "entries counted from 0" in self.faults:
                hours = hours[1:]
            chosen = [
                *range(asked.from_selected_value - 1, asked.to_selected_value or 2)
            ]
        cells = [(_time(hour), f"06{hour:08x}") for hour in hours]
        rows = [
            f"02{len(chosen):02x}" + "".join(row[at] for at in chosen) for row in cells
        ]
        return octets(f"01{len(rows):02x}" + "".join(rows))

    def _fits(self, each: _Object, number: int, data: bytes) -> bool:
        spec = each.kind.attribute(number)
        try:
            value = spec.decode(data)
        except CosemError:
            return False
        if isinstance(value, OpenIntEnum):
            return value.name in type(value).__members__
        return not spec.type.problems(int(value) if type(value) is Integer else value)


class FakeClient:
    """A client by the name of `fake` that leads to one of these."""

    name = "fake"
    title = "a meter in this process"

    def __init__(self) -> None:
        self.meter = FakeMeter()
        self.reached: list[Connection] = []

    def connect(self, connection: Connection) -> Transport:
        self.reached.append(connection)
        if connection.server == 1 and connection.max_pdu is None:
            return self.meter
        return self.meter.connect(server=connection.server, max_pdu=connection.max_pdu)


CLIENT: Final = FakeClient()
"""The entry point is this one; tests give it their meter."""

_: tuple[Transport, Connect] = CLIENT.meter, CLIENT.meter.connect
