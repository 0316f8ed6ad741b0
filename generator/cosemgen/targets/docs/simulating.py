"""The page about simulated meters, with the tables of what is simulated and of faults."""

from __future__ import annotations

from typing import Final

from cosem_conformance.simulator import KINDS
from cosem_conformance.simulator.behaviour import (
    METHODS,
    MOST_CAPTURED,
    MOST_COLUMNS,
    MOST_ROWS,
)
from cosem_conformance.simulator.proofs import PROOFS, Proof
from cosem_conformance.simulator.server import IDLE, MOST_CONNECTIONS, MOST_HELD
from cosem_conformance.simulator.session import MOST_LISTED, MOST_OCTETS

from .markup import Row, blocks, bullets, code, fenced, prose, table
from .views import GroupView, SectionsPage, sections_page

_LEAD: Final = (
    "A meter that is not there, for trying clients, dumps and checks: `cosemgen simulate` "
    "serves what a [dump](dumps.md) has of one, what a [companion profile](#judge-profiles) asks for, "
    "or an object of each class of a generated package, over TCP. It answers as the octets say, its clocks run, its profiles capture; and "
    "it has the faults that are planted in it, so that each check of a "
    "[judgement](judge.md) can be seen to fail."
)
_COMMAND: Final = """\
$ cosemgen simulate cosem
$ cosemgen simulate meter.jsonl.gz
$ cosemgen simulate profile.cosem --variant polyphase
$ cosemgen simulate cosem --fault wrong-type:3.3 --fault hidden:8"""
_OF_DUMP: Final = (
    "A file is a dump, in any form that is known. What was read is answered as it was, results "
    "and refusals too. What was not, and is published as readable, has the simplest value of its "
    "type, and null-data where nobody knows the type. Where documents leave out rights, attributes "
    "can be read unless they are secret. An association that is said to be authenticated asks "
    "for the password by low-level security, whatever its mechanism was; what was read by short names "
    "is served by logical names. The object list is made of what is served, with the codes of rights "
    "that the dump has; context, mechanism and services of an association are those that were agreed on, "
    "not those of the dump. Associations of one logical device share the values, not the rights."
)
_OF_PACKAGE: Final = (
    "Another name is that of a generated package, as `cosem` or a vendor's. Each class has an "
    "object, in its newest version, under a code that the tables have for it; Association LN "
    "is version 1, which clients know best. Attributes have their default or the simplest value; a "
    "Profile generic has the clock and a register as columns, and some rows. Client 16 is "
    "without authentication, client 1 asks for the password, `12345678` unless told otherwise."
)
_OF_PROFILE: Final = (
    "A specification (`FILE`, or `FILE:NAME` where it has several profiles), or the name of a profile of a "
    "registered package, is a companion profile: its objects, optional ones too, with the values that it fixes "
    "or presets, and else the simplest ones of its data types. Each client has an association with "
    "its rights; what the profile does not speak of can be read and not written. `--variant` adds what is asked "
    "of meters of that variant. The logical device name and the association itself are there in any case."
)
_PYTHON: Final = """\
import cosem
from cosem_conformance.live.transport import Attribute
from cosem_conformance.simulator import Simulator, of_package, plant

meter = of_package(cosem.CATALOGUE, "cosem")
plant(meter, "wrong-type:3.3")

# What a client sees is a transport, without a wire.
answer = meter.view(16).get(Attribute(3, cosem.Obis("1.0.1.8.0.255"), 3))
assert answer.octets == bytes.fromhex("0A 01 3F")

with Simulator(meter) as simulator:  # in a thread; `async with` in a loop
    print(simulator.host, simulator.port)"""
_IN_PYTHON: Final = (
    "`of_dump`, `of_profile` and `of_package` make a meter, `plant` its faults. A `View` is what a client sees, "
    "and has the functions of a transport; a `Simulator` serves all of them. The time outside is the "
    "meter's `now`: give a function, and call `tick` when it has moved."
)
_SERVED: Final = (
    "the TCP wrapper; logical names; no authentication or low-level security; no ciphering and no HDLC",
    "GET of one attribute and of a list, in blocks where the client takes no more; attribute 0",
    "selective access: rows of a Profile generic by range and by entry, parts of an object list",
    "SET of one attribute and of a list, in blocks; a value that is not of the type, out of its "
    "range, or not listed by an enumeration, is refused by type-unmatched",
    "ACTION, in blocks; a method that is not in the table below answers other-reason",
    "of all these what client and meter agreed on when they associated",
    "DataNotification by the push method of Push setup, to the address of `--push-to`",
)
_LIMITS: Final = (
    "It listens on 127.0.0.1 unless told otherwise, and is made for trials: whoever reaches it may write. "
    f"There are at most {MOST_CONNECTIONS} clients; one that says nothing for {IDLE:.0f} seconds is hung up "
    f"on, and so is one that sends no frames. A request names at most {MOST_LISTED} attributes; the "
    f"blocks of a request, and the answers to a list, have {MOST_OCTETS} octets together, and what all clients "
    f"have under way in blocks {MOST_HELD}; a profile keeps {MOST_ROWS} rows of {MOST_COLUMNS} columns, and "
    f"{MOST_CAPTURED} octets of them. What is no request is answered by an exception-response."
)
_MOVES: Final = (
    "Clocks run from the time that they show. A profile captures when its period is over, counted from "
    "midnight, and when it is told to; the oldest row leaves where it is full. Rows are kept as they come, the "
    "last one first for lifo: no other order is kept. Other columns empty it."
)
_WRITTEN: Final = (
    "A fault is written `KIND:CLASS[.NUMBER][@LOGICAL_NAME][#CLIENT][=VALUE]`: the class, the number "
    "of an attribute or method, which object where the first one is not meant, which client where not "
    "all see it, and what the kind needs. `cosemgen simulate --list-faults` tells the table, too."
)
_PROVEN: Final = (
    "For each check there is a fault that it finds in a meter of `cosem`, or for those of profiles in one "
    "of a small profile; without the fault the same meter passes. What is planted besides "
    "is there before, too, where the meter has nothing for the check."
)
_FAULT: Final = """\
wrong-type:3.3
access:8.2@0.0.1.0.0.255=3
wrong-version:64#1=0
value:3.3=02020F00161B"""


def simulating_page() -> SectionsPage:
    """How to simulate, what moves, and every fault that can be planted."""
    methods = [
        {"Method": code(f"{class_id}.{number}"), "What it does": prose(method.does)}
        for (class_id, number), method in METHODS.items()
    ]
    faults = [
        {
            "Kind": code(name),
            "What it does": prose(kind.does),
            "Needs": prose(kind.value),
        }
        for name, kind in KINDS.items()
    ]
    groups = (
        GroupView(
            "simulate-use",
            "Use",
            blocks(
                fenced(_COMMAND, "console"),
                prose(_OF_DUMP),
                _OF_PROFILE,
                prose(_OF_PACKAGE),
            ),
        ),
        GroupView(
            "simulate-python",
            "From Python",
            blocks(prose(_IN_PYTHON), fenced(_PYTHON, "python")),
        ),
        GroupView(
            "simulate-served",
            "What is served",
            blocks(bullets(map(prose, _SERVED)), prose(_LIMITS)),
        ),
        GroupView(
            "simulate-moves",
            "What moves",
            blocks(prose(_MOVES), table(methods)),
        ),
        GroupView(
            "simulate-faults",
            "Faults",
            blocks(
                prose(_WRITTEN),
                fenced(_FAULT, "text"),
                table(faults),
            ),
        ),
        GroupView(
            "simulate-proofs",
            "What finds them",
            blocks(prose(_PROVEN), table(map(_proof, PROOFS))),
        ),
    )
    return sections_page(
        source="the tables of cosem_conformance.simulator",
        label="simulate",
        title="Simulating a meter",
        lead=_LEAD,
        groups=groups,
    )


def _proof(proof: Proof) -> Row:
    """A fault, and what is found of it."""
    return {
        "Check": code(proof.check),
        "Fault": code(proof.fault),
        "Caught": proof.severity,
        "At": code(proof.where) if proof.where else "",
        "Besides": ", ".join(map(code, proof.beside)),
    }
