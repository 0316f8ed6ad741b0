"""Text to octets: hexadecimal, dumps, logs, arrays, escapes, base64.

`readings` gives everything that a text may be, the likeliest first. Which of them it is, is
seen when somebody tries what the octets mean: a log's time stamps are hexadecimal digits too.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

LIMIT: Final = 1 << 24
"""Letters or octets of one input."""


class Piece(NamedTuple):
    """Octets that belong together, and the line that they begin with; 0 where there is one."""

    octets: bytes
    line: int = 0


class Reading(NamedTuple):
    """One way to take an input: as these pieces, each a telegram or a value.

    `form` is what is said of it, nothing where it goes without saying; of a `stream` the
    pieces are read as one flow, in which telegrams begin anywhere.
    """

    form: str
    pieces: tuple[Piece, ...]
    stream: bool = False
    of_parts: bool = False
    """Whether more stands in the text than these octets, as in a log."""

    @property
    def octets(self) -> bytes:
        return b"".join(piece.octets for piece in self.pieces)


def readings(text: str) -> list[Reading]:
    """What a text may be; nothing where it holds no octets at all."""
    found: list[Reading] = []
    for form, pieces, is_log in _forms(text):
        found += _ways(form, pieces, is_log=is_log)
    return found


def of_octets(octets: bytes) -> list[Reading]:
    """What octets may be that are no text: one telegram or value, or several frames."""
    return _ways("", [Piece(octets)], is_log=False)


def as_text(octets: bytes) -> str | None:
    """The text that octets are, or None: UTF-8 or UTF-16, of characters that print."""
    is_wide = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = octets.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if re.sub(r"[\t\n\r\f\xa0]", "", text).isprintable() else None


def _forms(text: str) -> Iterator[tuple[str, list[Piece], bool]]:
    lines = list(enumerate(text.splitlines(), 1))
    if _is_hex(text):
        pieces = _hex_lines(lines, text)
        if pieces:
            yield "", pieces, False
        elif len(lines) < 2 and not _dump(lines):
            return  # a digit is missing or too much
    if pieces := _escapes(text):
        yield r"octets written as \x escapes", pieces, False
    for base, form in (
        (10, "the numbers of an array"),
        (16, "hexadecimal in brackets"),
    ):
        if pieces := _arrays(text, base):
            yield form, pieces, False
    if pieces := _dump(lines):
        yield DUMP, pieces, False
    if pieces := _base64(text):
        yield "base64", pieces, False
    if not re.fullmatch(_ONE_WORD, text.strip()) and (pieces := _log(lines)):
        yield "hexadecimal in lines with other text", pieces, True


def _ways(form: str, pieces: list[Piece], *, is_log: bool) -> list[Reading]:
    """All as one, or each line, or each block of lines on its own; or a flow of frames."""
    whole: tuple[Piece, ...] = (Piece(b"".join(p.octets for p in pieces)),)
    ways = [whole]
    if len(pieces) > 1:
        # A few octets among words are a count or a code rather than a telegram.
        long = [p for p in pieces if len(p.octets) >= _A_TELEGRAM] if is_log else []
        each = tuple(long or pieces)
        ways = [each, whole] if is_log else [whole, each]
        blocks = _blocks(pieces)
        if 1 < len(blocks) < len(pieces):
            ways.insert(1, blocks)
    taken = [Reading(form, way, of_parts=is_log) for way in ways]
    return [*taken, Reading(form, tuple(pieces), stream=True, of_parts=is_log)]


def _blocks(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What stands on lines that follow one another, put together."""
    groups = [[pieces[0]]]
    for before, piece in pairwise(pieces):
        if piece.line != before.line + 1:
            groups.append([])
        groups[-1].append(piece)
    return tuple(
        Piece(b"".join(p.octets for p in group), group[0].line) for group in groups
    )


# ---------------------------------------------------------------- hexadecimal

_ONE_WORD: Final = r"[0-9A-Za-z+/=]*"
_SEPARATORS: Final = re.compile(r"0[xX](?=[0-9A-Fa-f])|[\s:,;-]")


def _is_hex(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9A-Fa-f]+", hex_digits(text)))


def hex_digits(text: str) -> str:
    """The digits of hexadecimal as people paste it: with blanks, colons, commas and 0x."""
    return _SEPARATORS.sub("", text)


def _hex_lines(lines: Sequence[tuple[int, str]], text: str) -> list[Piece]:
    """The octets of each line; all as one where an octet goes over the end of a line."""
    digits = [(number, hex_digits(line)) for number, line in lines]
    if all(len(each) % 2 == 0 for _, each in digits):
        return [Piece(bytes.fromhex(each), number) for number, each in digits if each]
    whole = hex_digits(text)
    # What is left of an odd digit says that one is missing, whoever reads it.
    return [Piece(bytes.fromhex(whole))] if len(whole) % 2 == 0 else []


# ---------------------------------------------------------------- escapes and arrays

_ESCAPE: Final = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|[abfnrtv\\'\"])")
# An escaped quote outside of quotes opens none; else each would look for an end.
_QUOTED: Final = re.compile(r"""\\.|(["'])((?:\\.|(?!\1)[^\\])*)\1""", re.DOTALL)
_PLAIN_ESCAPES: Final = dict(zip("abfnrtv\\'\"", b"\a\b\f\n\r\t\v\\'\"", strict=True))


def _escapes(text: str) -> list[Piece]:
    r"""`\x7e\xa0`, as literals of Python and C have it, in quotes or without."""
    if r"\x" not in text:
        return []
    quoted = [each[2] for each in _QUOTED.finditer(text) if each[1]]
    source = "".join(quoted) if any(r"\x" in each for each in quoted) else text.strip()
    out = bytearray()
    at = 0
    while at < len(source):
        escape = _ESCAPE.match(source, at)
        if escape:
            out.append(_escaped(escape[1]) & 0xFF)
            at = escape.end()
        elif " " <= source[at] <= "~" and source[at] != "\\":
            if quoted or source[at] != " ":
                out.append(ord(source[at]))
            at += 1
        elif source[at].isspace():
            at += 1
        else:
            return []
    return [Piece(bytes(out))]


def _escaped(escape: str) -> int:
    if escape[0] == "x":
        return int(escape[1:], 16)
    return int(escape, 8) if escape[0].isdigit() else _PLAIN_ESCAPES[escape]


_ARRAY: Final = re.compile(r"[{\[(<]([^{}\[\]()<>]*)[}\])>]")
_NUMBER: Final = r"\s*(?:0[xX][0-9A-Fa-f]{1,2}|\d{1,3})[uU]?\s*"
_NUMBERS: Final = re.compile(rf"{_NUMBER}(?:,{_NUMBER})+,?\s*")
_REMARK: Final = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def _arrays(text: str, base: int) -> list[Piece]:
    """Lists of numbers in brackets, as C, JSON and JavaScript write them.

    What has no 0x before it is of this base; in hexadecimal, all of two digits.
    """
    source = _REMARK.sub(lambda remark: re.sub(r"[^\n]", " ", remark[0]), text)
    pieces = []
    line, counted = 1, 0
    for array in _ARRAY.finditer(source):
        if not _NUMBERS.fullmatch(array[1]):
            continue
        words = [word.strip().rstrip("uU") for word in array[1].split(",")]
        words = [word for word in words if word]
        are_marked = [word[1:2] in ("x", "X") for word in words]
        if base == 16 and (any(are_marked) or any(len(word) != 2 for word in words)):
            continue
        numbers = [
            int(word, 16 if is_marked else base)
            for word, is_marked in zip(words, are_marked, strict=True)
        ]
        if max(numbers) > 0xFF:
            continue
        line += source.count("\n", counted, array.start())
        counted = array.start()
        pieces.append(Piece(bytes(numbers), line))
    return pieces


# ---------------------------------------------------------------- dumps

DUMP: Final = "a dump with offsets"
_DUMPED: Final = re.compile(
    r"\s*(?:0[xX])?([0-9A-Fa-f]{3,8})[:h]?\s+([0-9A-Fa-f]{2}.*)"
)
_GROUP: Final = re.compile(r"\s*((?:[0-9A-Fa-f]{2})+)(?![0-9A-Za-z])")
_MOST_OF_A_LINE: Final = 64


def _dump(lines: Sequence[tuple[int, str]]) -> list[Piece]:
    """Lines of an offset, octets, and perhaps these as text: hexdump, xxd, Wireshark."""
    rows: list[tuple[int, str, str]] = []
    for number, line in lines:
        if not line.strip():
            continue
        row = _DUMPED.fullmatch(line.rstrip())
        if row is None:
            # The end of a dump, which hexdump and od print alone.
            if rows and re.fullmatch(r"\s*[0-9A-Fa-f]{3,8}\s*", line):
                continue
            return []
        rows.append((number, row[1], row[2]))
    for base in (16, 10, 8):
        if pieces := _dumped(rows, base):
            return pieces
    return []


def _dumped(rows: Sequence[tuple[int, str, str]], base: int) -> list[Piece]:
    try:
        offsets = [int(offset, base) for _, offset, _ in rows]
    except ValueError:
        return []
    dumps: list[tuple[int, bytearray]] = []
    due = -1
    for at, (number, _, rest) in enumerate(rows):
        if offsets[at] != due:
            if offsets[at]:  # a dump, and the next one of a file, begins with 0
                return []
            dumps.append((number, bytearray()))
        following = offsets[at + 1] if at + 1 < len(rows) else 0
        octets = _row(rest, following - offsets[at] if following else None)
        if octets is None:
            return []
        dumps[-1][1].extend(octets)
        due = offsets[at] + len(octets)
    return [Piece(bytes(octets), number) for number, octets in dumps]


def _row(rest: str, size: int | None) -> bytes | None:
    """The octets of a line, as many as are due where that is known.

    What follows them has to say the same in letters, which may be hexadecimal digits too.
    """
    fitting = None
    at = 0
    octets = b""
    while (group := _GROUP.match(rest, at)) and len(octets) < _MOST_OF_A_LINE:
        octets += bytes.fromhex(group[1])
        at = group.end()
        if size in (None, len(octets)) and _says(rest[at:], octets):
            fitting = octets
            if rest.startswith("  ", at):
                break
    return fitting


def _says(letters: str, octets: bytes) -> bool:
    """Bars and blanks at the ends may be letters, or what is around them."""
    shown = "".join(chr(each) if 0x20 <= each < 0x7F else "." for each in octets)
    return letters.strip().strip("| ") in ("", shown.strip("| "))


# ---------------------------------------------------------------- base64


def _base64(text: str) -> list[Piece]:
    digits = "".join(text.split("\n")).strip().replace("\r", "")
    if len(digits) < 8 or not re.fullmatch(r"[A-Za-z0-9+/_-]+={0,2}", digits):
        return []
    digits = digits.translate({ord("-"): "+", ord("_"): "/"})
    try:
        return [Piece(base64.b64decode(digits, validate=True))]
    except binascii.Error:
        return []


# ---------------------------------------------------------------- logs

_STAMP: Final = re.compile(
    r"""(?<![0-9A-Za-z])(?:
        \d{4}[-./]\d{2}[-./]\d{2}
        | \d{2}[-./]\d{2}[-./]\d{4}
        | T?\d{1,2}:\d{2}:\d{2}[.,]\d+(?:Z|\s?[+-]\d{2}:?\d{2})?(?![0-9A-Fa-f])
        | T?\d{1,2}:\d{2}:\d{2}(?:Z|\s?[+-]\d{2}:?\d{2})?(?!:?[0-9A-Fa-f])
        | \d{10}(?:\d{3})?(?=[\s:,;\]|])
        | \d+\.\d+
    )""",
    re.VERBOSE,
)
_OCTET: Final = r"(?:0[xX])?[0-9A-Fa-f]{2}"
_RUN: Final = re.compile(
    rf"""(?<![0-9A-Za-z])(?:
        {_OCTET}(?:(?P<gap>,\ |[ ,:;-]){_OCTET}(?![0-9A-Za-z]))(?:(?P=gap){_OCTET}(?![0-9A-Za-z]))*
        | (?:[0-9A-Fa-f]{{4}}\ )+(?:[0-9A-Fa-f]{{2}}){{1,2}}
        | (?:0[xX])?(?:[0-9A-Fa-f]{{2}})+
    )(?![0-9A-Za-z])""",
    re.VERBOSE,
)
_TYPO: Final = re.compile(
    r"""(?<![0-9A-Za-z])[0-9A-Fa-f]{2}\ (?=[G-Zg-z]?[0-9A-Fa-f][G-Zg-z]?(?![0-9A-Za-z]))
        [0-9A-Za-z]{2}\ [0-9A-Fa-f]{2}(?![0-9A-Za-z])""",
    re.VERBOSE,
)
"""`02 0G 00`: most likely an octet that somebody mistyped."""
_FEWEST: Final = 2
_A_TELEGRAM: Final = 4
_A_WORD: Final = 8
"""Octets below which letters alone are a word, as `face`."""


def _log(lines: Sequence[tuple[int, str]]) -> list[Piece]:
    """The longest hexadecimal of each line that has any, behind time stamps and words."""
    pieces = []
    for number, line in lines:
        bare = _STAMP.sub(lambda stamp: "|" * len(stamp[0]), line)
        if _TYPO.search(bare):
            continue
        best = b""
        for run in _RUN.finditer(bare):
            digits = hex_digits(run[0])
            is_word = digits.isalpha() and len(digits) < 2 * _A_WORD
            if not is_word and len(digits) >= 2 * max(_FEWEST, len(best)):
                best = bytes.fromhex(digits)
        if best:
            pieces.append(Piece(best, number))
    return pieces
