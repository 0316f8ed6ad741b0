"""Input that is nearly right: right input with a few changes."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

TAGS = [bytes((tag,)) for tag in (*range(34), 255)]
LENGTHS = [
    bytes.fromhex(text)
    for text in ("80", "817f", "81ff", "82ffff", "84ffffffff", "7f", "8102", "00")
]
LENGTHS += [b"\xff" + b"\xff" * 127, b"\x88" + b"\xff" * 8]
SPITEFUL = TAGS + LENGTHS + [b"\x01\x01" * 70, b"\x02\x01" * 70, bytes(40)]
"""Tags, and lengths in every honest and dishonest form."""

LONGEST = 4096
"""Input does not grow beyond this."""


def octets(random: Random, data: bytes) -> bytes:
    """Octets set, put in, taken out, doubled, moved or cut off, in one to five places."""
    rolled = random.random
    changed = bytearray(data)
    for _ in range(1 + int(rolled() * rolled() * 5)):
        at = int(rolled() * (len(changed) + 1))
        kind = int(rolled() * 8)
        if kind == 0 and at < len(changed):
            changed[at] = int(rolled() * 256)
        elif kind == 1 and at < len(changed):
            changed[at] ^= 1 << int(rolled() * 8)
        elif kind == 2:
            other = SPITEFUL[int(rolled() * len(SPITEFUL))]
            changed[at : at + len(other)] = other
        elif kind == 3:
            changed[at:at] = SPITEFUL[int(rolled() * len(SPITEFUL))]
        elif kind == 4:
            del changed[at : at + 1 + int(rolled() * 4)]
        elif kind == 5:
            changed[at:at] = changed[at : at + 1 + int(rolled() * 20)]
        elif kind == 6:
            other_at = int(rolled() * (len(changed) + 1))
            changed[at:at] = changed[other_at : other_at + 1 + int(rolled() * 20)]
        elif kind == 7 and rolled() < 0.3:
            del changed[at:]
    return bytes(changed[:LONGEST])


def json_text(random: Random, data: bytes) -> bytes:
    """JSON with a node or two that are something else, gone, or elsewhere."""
    if random.random() < 0.1:
        return octets(random, data)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return octets(random, data)
    for _ in range(random.randrange(1, 4)):
        document = _changed(random, document)
    return json.dumps(document).encode()[:LONGEST]


ODD = [
    *(None, True, False, 0, -1, 255, 256, 65536, 2**31, 2**64, -(2**63) - 1, 0.5, -0.0),
    *(
        1e400,
        10**30,
        "",
        "x",
        "0",
        "-1",
        "255",
        "1_0",
        "\u0663",
        " 7",
        "0x1F",
        "A" * 300,
    ),
    *("\ud800", "\x00", "\n", "nan", "1.0.1.8.0.255", "2024-02-30", "0011", "FF", "|"),
    *([], {}, [[]], [None], {"": None}, {"long": 1}, {"array": [{"long": 1}]}),
    *({"hex": "7f800001"}, {"structure": []}, {"float32": "nan"}, {"enum": 5}),
    {"compact-array": {"type": {"structure": ["long"]}, "values": [[1]]}},
    [[[[[[[[[[[]]]]]]]]]]],
]


def _changed(random: Random, node: Any) -> Any:
    """The same but for one node, which is somewhere below."""
    if random.random() < 0.25 or not isinstance(node, (dict, list)) or not node:
        return _other(random, node)
    if isinstance(node, list):
        at = random.randrange(len(node))
        kind = random.randrange(6)
        if kind == 0:
            return node[:at] + node[at + 1 :]
        if kind == 1:
            return node[:at] + node[at : at + 1] * 2 + node[at + 1 :]
        return [*node[:at], _changed(random, node[at]), *node[at + 1 :]]
    name = random.choice([*node])
    kind = random.randrange(7)
    if kind == 0:
        return {n: each for n, each in node.items() if n != name}
    if kind == 1:
        new = random.choice([*node, "x", "", name.upper(), f"{name}s", "3", "99999"])
        return {(new if n == name else n): each for n, each in node.items()}
    return {**node, name: _changed(random, node[name])}


def _other(random: Random, node: Any) -> Any:
    if isinstance(node, int) and random.random() < 0.4:
        return node + random.choice((-1, 1, 256, -(2**16), 2**32))
    if isinstance(node, str) and node and random.random() < 0.5:
        at = random.randrange(len(node))
        put = random.choice(("", " ", "0", "-", "\u0663", node[at] * 2, "\u202e", "|"))
        return node[:at] + put + node[at + 1 :]
    return random.choice(ODD)


_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_WORDS = (
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "..",
        "=",
        "@",
        "|",
        '"',
        "///",
        "//",
        "\\",
    ),
    *("class", "version", "attribute", "method", "type", "structure", "array", "of"),
    *("CHOICE", "enumeration", "bits", "from", "add", "change", "remove", "use", "as"),
    *("0", "1", "255", "65536", "-1", "0x", "99999999999999999999", "static", "unit"),
    *(
        "\u202e",
        "\x00",
        "\x0b",
        "\ufeff",
        "\u2013",
        "\n",
        "\r",
        "\t",
        "package",
        "when",
    ),
)


def spec_text(random: Random, data: bytes) -> bytes:
    """Words of a spec file taken out, doubled, exchanged, or others put in."""
    tokens = _TOKEN.findall(data.decode("utf-8", "replace"))
    for _ in range(random.randrange(1, 5)):
        at = random.randrange(len(tokens) + 1)
        kind = random.randrange(6)
        if kind == 0:
            del tokens[at : at + random.randrange(1, 4)]
        elif kind == 1:
            tokens[at:at] = tokens[at : at + random.randrange(1, 12)]
        elif kind == 2 and tokens:
            tokens[at:at] = [random.choice(tokens)]
        elif kind == 3:
            tokens[at : at + 1] = [random.choice(_WORDS)]
        elif kind == 4:
            tokens[at:at] = [random.choice(_WORDS), " "]
        elif kind == 5 and at < len(tokens):
            tokens[at] = tokens[at][: len(tokens[at]) // 2]
    return "".join(tokens).encode("utf-8", "replace")[:LONGEST]
