"""Any A-XDR Data to Python values and back, without knowing a class.

`decode` keeps the tag of every value: numbers and texts come as the classes of
`cosem_runtime.values`, arrays as lists, structures as tuples. `encode(decode(data))`
gives the same octets, except that a length written longer than needed is shortened.
"""

from __future__ import annotations

from .codec.reading import decode_at
from .codec.writing import encode_into
from .errors import DecodeError, EncodeError, stack_used_up
from .limits import DEPTH_LIMIT, as_octets
from .values import (
    DONT_CARE,
    Bcd,
    Boolean,
    DeltaDoubleLong,
    DeltaDoubleLongUnsigned,
    DeltaInteger,
    DeltaLong,
    DeltaLongUnsigned,
    DeltaUnsigned,
    DontCare,
    DoubleLong,
    DoubleLongUnsigned,
    Enum,
    Float32,
    Float64,
    Integer,
    Long,
    Long64,
    Long64Unsigned,
    LongUnsigned,
    Unsigned,
    Utf8String,
    VisibleString,
)
from .wire import left_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tolerant import Reading
    from .values import AnyData

__all__ = [
    "DEPTH_LIMIT",
    "DONT_CARE",
    "Bcd",
    "Boolean",
    "DeltaDoubleLong",
    "DeltaDoubleLongUnsigned",
    "DeltaInteger",
    "DeltaLong",
    "DeltaLongUnsigned",
    "DeltaUnsigned",
    "DontCare",
    "DoubleLong",
    "DoubleLongUnsigned",
    "Enum",
    "Float32",
    "Float64",
    "Integer",
    "Long",
    "Long64",
    "Long64Unsigned",
    "LongUnsigned",
    "Unsigned",
    "Utf8String",
    "VisibleString",
    "decode",
    "encode",
    "read",
]


def decode(data: bytes | bytearray | memoryview) -> AnyData:
    """The one value that `data` holds; DecodeError when it is not exactly one."""
    if type(data) is not bytes:
        data = as_octets(data)
    value: AnyData
    try:
        value, end = decode_at(data, 0)
    except RecursionError:
        raise stack_used_up(DecodeError) from None
    if end != len(data):
        raise left_over(data, end)
    return value


def encode(value: object) -> bytes:
    """The octets of a value. A plain int, float or str has no tag: EncodeError."""
    out = bytearray()
    try:
        encode_into(value, out)
    except RecursionError:
        raise stack_used_up(EncodeError) from None
    return bytes(out)


def read(data: bytes | bytearray | memoryview) -> Reading[AnyData]:
    """The value that `data` begins with, and what deviates from one value of all of it.

    DecodeError when not even the beginning is one.
    """
    from .tolerant import walk
    from .types import ANY

    return walk.read(ANY, data, "")
