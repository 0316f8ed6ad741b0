"""Right octets of any type, made from its descriptor, for fuzzing to start from."""

from __future__ import annotations

from random import Random
from typing import Any

from cosem_conformance.wire import length
from cosem_runtime import types as t
from cosem_runtime.wire import FIXED_SIZES, TAG_NAMES
from tests.fuzz.seeds import MOMENTS, NESTED_COMPACT

DEEPEST = 4
"""Levels below which values of any type are no longer compound."""


def example(kind: t.DataType, random: Random, depth: int = 0) -> bytes:
    """Octets that `kind` decodes; other ones for another state of `random`."""
    if isinstance(kind, t.StructureType):
        members = [example(member, random, depth + 1) for _, member in kind.fields]
        return b"\x02" + length(len(members)) + b"".join(members)
    if isinstance(kind, t.ArrayType):
        return _array(kind, random, depth)
    if isinstance(kind, t.ChoiceType):
        return example(random.choice(kind.alternatives), random, depth)
    if isinstance(kind, t.EnumType):
        return bytes((kind.base.tag,)) + _enumerator(kind, random)
    if kind is t.ANY or kind is t.SIMPLE:
        return anything(random, depth if kind is t.ANY else DEEPEST)
    if kind is t.ANY_STRUCTURE:
        count = random.randrange(4)
        return bytes((2, count)) + b"".join(anything(random, 3) for _ in range(count))
    tag = kind.tags[0]
    if isinstance(kind, t.CompactArrayType):
        return _compact(kind, random)
    if tag == 0x04:
        return _bits(kind, random)
    if tag in (0x09, 0x0A, 0x0C):
        return _octets(kind, random)
    return bytes((tag,)) + _number(kind, tag, random)


def anything(random: Random, depth: int = 0) -> bytes:
    """Octets of a value of any type."""
    tag = random.choice(_TAGS)
    if tag in (0x01, 0x02):
        if depth >= DEEPEST:
            return b"\x00"
        count = random.choice((0, 1, 2, 3, 17) if depth < 2 else (0, 1, 2))
        members = [anything(random, depth + 1) for _ in range(count)]
        if tag == 0x01 and members:  # the elements of an array are alike, as a rule
            members = members[:1] * count
        return bytes((tag, count)) + b"".join(members)
    if tag == 0x13:
        return b"\x11\x05" if depth >= DEEPEST else NESTED_COMPACT
    if tag == 0x04:
        return _bits(t.BIT_STRING, random)
    if tag in (0x09, 0x0A, 0x0C):
        return bytes((tag,)) + _counted(random.randbytes(random.choice(_SIZES)))
    return bytes((tag,)) + random.randbytes(FIXED_SIZES[tag])


def description(octets: bytes, at: int = 0) -> tuple[bytes, bytes, int]:
    """A value as the type description, the contents and the end of a compact-array."""
    tag = octets[at]
    if tag == 0x02:
        described, contents, at = b"\x02" + octets[at + 1 : at + 2], b"", at + 2
        for _ in range(described[1]):
            inner, bare, at = description(octets, at)
            described += inner
            contents += bare
        return described, contents, at
    if tag == 0x01:
        count, at = octets[at + 1], at + 2
        described, contents = b"\x00", b""
        for _ in range(count):
            described, bare, at = description(octets, at)
            contents += bare
        return b"\x01" + count.to_bytes(2, "big") + described, contents, at
    size = FIXED_SIZES.get(tag)
    if size is None:
        count = octets[at + 1]
        size = 1 + ((count + 7) // 8 if tag == 0x04 else count)
    end = at + 1 + size
    return octets[at : at + 1], octets[at + 1 : end], end


_TAGS = [tag for tag in TAG_NAMES if tag != 0xFF]
_SIZES = (0, 1, 2, 4, 5, 6, 12, 17, 127, 128)


def _array(kind: t.ArrayType, random: Random, depth: int) -> bytes:
    most = kind.minimum + (2 if depth else 20)
    if kind.maximum is not None:
        most = min(most, kind.maximum)
    count = random.randint(kind.minimum, most)
    if count == kind.minimum and most > count:
        count += 1
    one = example(kind.element, random, depth + 1)
    if random.random() < 0.5:  # rows of one shape take a way of their own
        return b"\x01" + length(count) + one * count
    others = [example(kind.element, random, depth + 1) for _ in range(count)]
    return b"\x01" + length(count) + b"".join(others)


def _compact(kind: t.CompactArrayType, random: Random) -> bytes:
    if kind.element is None:
        return NESTED_COMPACT
    for _ in range(8):  # not every value has a description: empty or uneven arrays
        one = example(kind.element, random, 1)
        try:
            described, contents, end = description(one)
        except IndexError:
            continue
        if end == len(one) and len(contents) < 40:
            contents *= random.randint(1, 3)
            return b"\x13" + described + length(len(contents)) + contents
    return NESTED_COMPACT


def _enumerator(kind: t.EnumType, random: Random) -> bytes:
    size = FIXED_SIZES[kind.base.tag]
    return int(random.choice(list(kind.kind))).to_bytes(size, "big", signed=False)


def _bits(kind: Any, random: Random) -> bytes:
    named = getattr(kind, "kind", None)
    count = getattr(named, "WIDTH", None) or kind.minimum
    count = count or random.choice((0, 1, 7, 8, 9, 24))
    padding = -count % 8
    value = random.getrandbits(count) << padding if count else 0
    return b"\x04" + length(count) + value.to_bytes((count + padding) // 8, "big")


def _octets(kind: Any, random: Random) -> bytes:
    tag = bytes((kind.tags[0],))
    size = getattr(kind, "size", None)  # an octet-string with a meaning
    if size is not None:
        whole: bytes = MOMENTS.get(size, b"")
        if not whole or random.random() < 0.3:
            whole = random.randbytes(size)
        return tag + _counted(whole)
    least, most = kind.minimum, kind.maximum
    if most is None:
        most = least + random.choice(_SIZES)
    octets = random.randbytes(random.randint(least, most))
    return tag + _counted(octets if tag == b"\x09" else bytes(o & 0x7F for o in octets))


def _number(kind: Any, tag: int, random: Random) -> bytes:
    size = FIXED_SIZES[tag]
    least = getattr(kind, "minimum", None)
    most = getattr(kind, "maximum", None)
    if not size or least is None or most is None:
        return random.randbytes(size)
    value = random.choice((least, most, random.randint(least, most)))
    return value.to_bytes(size, "big", signed=value < 0)


def _counted(octets: bytes) -> bytes:
    return length(len(octets)) + octets
