"""What the live target gets wrong, attribute by attribute, against the class facts.

The list is strict: the test compares it with everything found, so a row that has become
right must leave it, and a new wrong one must be looked into. The verdicts are those of
``verdicts.judge``.
"""

from __future__ import annotations

from tests.interop.verdicts import Verdict

# (class_id, version, logical name, attribute)
Row = tuple[int, int, str, int]

KNOWN: dict[Row, Verdict] = {}


def _know(
    verdict: Verdict, class_id: int, version: int, name: str, *numbers: int
) -> None:
    for number in numbers:
        KNOWN[class_id, version, name, number] = verdict


# Secrets of the associations, published as not readable and rightly refused.
_know(Verdict.REFUSED, 15, 2, "0.0.40.0.0.255", 7)
_know(Verdict.REFUSED, 15, 2, "0.0.40.0.1.255", 7)
_know(Verdict.REFUSED, 15, 2, "0.0.40.0.2.255", 7)
_know(Verdict.REFUSED, 15, 1, "0.0.40.0.3.255", 7)
_know(Verdict.REFUSED, 15, 0, "0.0.40.0.4.255", 7)

# Published as readable, but the target fails while it encodes them.
# The twisted pair setup (class 24) is listed as class 23.
_know(Verdict.UNREADABLE, 23, 0, "0.0.23.0.0.255", 2, 3, 4, 5)
_know(Verdict.UNREADABLE, 28, 2, "0.1.2.2.0.255", 7)
_know(Verdict.UNREADABLE, 47, 0, "0.1.25.6.0.255", 2)
_know(Verdict.UNREADABLE, 47, 1, "0.0.25.6.0.255", 2)
_know(Verdict.UNREADABLE, 74, 0, "0.0.24.6.0.255", 1)
_know(Verdict.UNREADABLE, 92, 0, "0.3.29.2.0.255", 9)
_know(Verdict.UNREADABLE, 92, 1, "0.2.29.2.0.255", 9)
_know(Verdict.UNREADABLE, 92, 2, "0.1.29.2.0.255", 9)
_know(Verdict.UNREADABLE, 92, 3, "0.0.29.2.0.255", 9)
_know(Verdict.UNREADABLE, 100, 0, "0.1.25.10.0.255", 6)
_know(Verdict.UNREADABLE, 123, 0, "0.1.18.0.0.255", 2)

# Other types than the class has.
_know(Verdict.NOT_DECODED, 21, 0, "0.0.16.0.0.255", 4)  # a structure of action sets
_know(Verdict.NOT_DECODED, 27, 0, "0.0.2.0.0.255", 3)  # elements of version 1
_know(Verdict.NOT_DECODED, 40, 1, "0.2.25.9.0.255", 2)  # restriction in 16 bits
_know(Verdict.NOT_DECODED, 40, 2, "0.0.25.9.0.255", 2)
_know(Verdict.NOT_DECODED, 42, 0, "0.0.25.1.0.255", 4)  # addresses cut to 16 bits
_know(Verdict.NOT_DECODED, 72, 0, "0.2.24.1.0.255", 3)  # DIB as a number
_know(Verdict.NOT_DECODED, 72, 1, "0.1.24.1.0.255", 3)
# LTE monitoring is listed with version 0 and answers like version 1.
_know(Verdict.NOT_DECODED, 151, 0, "0.0.25.11.0.255", 2)
_know(Verdict.UNKNOWN_ATTRIBUTE, 151, 0, "0.0.25.11.0.255", 3)

# Bit-strings padded to whole octets: the value survives, its length is wrong.
_know(Verdict.BIT_STRING_LENGTH, 10, 0, "0.0.12.0.0.255", 2)
_know(Verdict.BIT_STRING_LENGTH, 111, 0, "0.0.19.0.0.255", 11)
_know(Verdict.BIT_STRING_LENGTH, 112, 0, "0.0.19.10.0.255", 7)
_know(Verdict.BIT_STRING_LENGTH, 113, 0, "0.0.19.20.0.255", 9)

# Scalers of 1000 and 1000000 come as 10^2 and 10^5: legal values, wrong by ten.
_know(Verdict.OTHER_VALUE, 3, 0, "1.0.3.8.0.255", 3)
_know(Verdict.OTHER_VALUE, 3, 0, "1.0.4.8.0.255", 3)

# What the target was told to hold, where only the value can show the mistake.
MEANT: dict[Row, int] = {
    (3, 0, "1.0.1.8.0.255", 3): 0,
    (3, 0, "1.0.2.8.0.255", 3): -1,
    (3, 0, "1.0.1.7.0.255", 3): -3,
    (3, 0, "1.0.32.7.0.255", 3): -1,
    (3, 0, "1.0.31.7.0.255", 3): -2,
    (3, 0, "1.0.13.7.0.255", 3): 0,
    (3, 0, "1.0.3.8.0.255", 3): 3,
    (3, 0, "1.0.4.8.0.255", 3): 6,
    (4, 0, "1.0.1.6.0.255", 3): 0,
    (5, 0, "1.0.1.4.0.255", 4): 0,
}
