"""Right octets to start from: wrong ones are made by changing these."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.bench import payloads
from tests.interop import samples

# Attributes whose types are of every kind: choices, optional members, bits, references.
# (class_id, version, attribute): one value, in hex.
ATTRIBUTES = {
    (1, 0, 2): "0204110112020306000000041605",
    (3, 0, 2): "060001e240",
    (3, 0, 3): "02020ffe161e",
    (4, 0, 5): "090c07ea011fff172d0000ffc400",
    (7, 1, 2): "13020212060c000100000001000200000002",
    (7, 1, 3): (
        "0102020412000809060000010000ff0f02120000"
        "020412000309060100010800ff0f02120000"
    ),
    (8, 0, 2): "090c07e8060f060d2d1e00ff8880",
    (9, 0, 2): ("0101020212000101010205160212004609060000" "60030aff0f010f00"),
    (10, 0, 2): (
        "0101020a1200010301090600000a006aff120001090406000000"
        "12000f0407880404a0090507ea0101ff090507ea0c1fff"
    ),
    (15, 0, 2): (
        "01010204120008110009060000010000ff02" "02010102030f01160100010102020f010300"
    ),
    (15, 1, 5): "02060418001a1d12ffff12ffff11060f000900",
    (15, 3, 2): (
        "01010204120007110109060100630100ff0202010"
        "102030f02160101020f010f02010102020f011601"
    ),
    (20, 0, 5): (
        "01010202110101020203090406000000090600000a0064ff120001"
        "0203090416000000090600000a0064ff120002"
    ),
    (22, 0, 4): "01010202090400000000090507ea0201ff",
    (40, 0, 2): "0101020412000109060000600100ff0f02120000",
    (40, 2, 2): "0101020612000109060000600100ff0f0212000002021600000100",
    (71, 0, 8): "0203120001090c07ea0101ff00000000ffc4000600001c20",
    (92, 3, 8): "010102061200011200021200031104110012003c",
    (113, 0, 5): (
        "020302020f030ffe020312000309060100010800ff0f02" "0101020209013110ffe2"
    ),
}


def seeds() -> list[bytes]:
    """Every seed once, shortest first."""
    texts = [*samples.VALUES.values(), *samples.CLOCKS.values(), *ATTRIBUTES.values()]
    found = {bytes.fromhex(text) for text in texts}
    found |= {payloads.profile(3), payloads.association(3), payloads.capture_objects()}
    found |= {COMPRESSED, NESTED_COMPACT}
    return sorted(found, key=lambda seed: (len(seed), seed))


_ROW = payloads.profile(1)[2:]
# A profile whose second row repeats everything: null-data in all six columns.
COMPRESSED = b"\x01\x02" + _ROW + b"\x02\x06" + bytes(6)
# A compact-array of structures that hold an array of three.
NESTED_COMPACT = bytes.fromhex("13 0202 12 010003 11 0a 0001 010203 0002 040506")

MOMENTS = {
    4: bytes.fromhex("0d2d1e00"),
    5: bytes.fromhex("07e8060f06"),
    6: bytes.fromhex("0100010800ff"),
    12: bytes.fromhex("07e8060f060d2d1e00ff8880"),
}
"""Time, date, logical name and date-time by their size."""

CAPTURE_OBJECTS = payloads.capture_objects()
BUFFERS = [payloads.profile(1), payloads.profile(6), COMPRESSED]


@cache
def specs() -> list[bytes]:
    """Short spec files, right and wrong ones."""
    tests = Path(__file__).parents[1]
    files = [
        *sorted((tests / "diagnostics/bad").glob("*.cosem")),
        *sorted((tests / "unit/syntax/bad").glob("*.cosem")),
        *sorted((tests / "vendor/acme").glob("*.cosem")),
        *sorted((tests.parent / "spec").rglob("*.cosem")),
    ]
    texts = [path.read_bytes() for path in files]
    return [text for text in texts if len(text) <= LONGEST_SPEC]


LONGEST_SPEC = 3000
