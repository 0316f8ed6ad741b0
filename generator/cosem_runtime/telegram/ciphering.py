"""Ciphered APDUs: what they say openly, and what is in them."""

from __future__ import annotations

from ..errors import EncodeError, counted, quote
from . import apdus
from .errors import CipherError, TelegramError
from .layers import Ciphering, Telegram, title_text
from .pieces import Cursor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from .pieces import Piece

__all__ = ["SERVICES", "Keys", "decipher"]

_GENERAL: Final = {0xDB: "general-glo-ciphering", 0xDC: "general-ded-ciphering"}
_OF_SERVICE: Final = {
    0xCA: ("glo-event-notification-request", 0xC2),
    0xCC: ("glo-get-response", 0xC4),
    0xCD: ("glo-set-response", 0xC5),
    0xCF: ("glo-action-response", 0xC7),
    0xD2: ("ded-event-notification-request", 0xC2),
    0xD4: ("ded-get-response", 0xC4),
    0xD5: ("ded-set-response", 0xC5),
    0xD7: ("ded-action-response", 0xC7),
}
"""Name, and the tag of what is in it."""
SERVICES: Final = {**_GENERAL, **{tag: name for tag, (name, _) in _OF_SERVICE.items()}}
"""Names of ciphered APDUs by their tags."""
_TITLE: Final = 8
_TAG: Final = 12
_KEY_SIZES: Final = {0: 16, 1: 16, 2: 32}


class Keys:
    """What deciphering needs. Nothing shows it."""

    __slots__ = ("_authentication", "_encryption", "system_title", "unchecked")

    def __init__(
        self,
        key: bytes | None,
        authentication_key: bytes | None,
        system_title: bytes | None,
        unchecked: bool,
    ) -> None:
        for name, given, sizes in (
            ("key", key, (16, 32)),
            ("authentication_key", authentication_key, (16, 32)),
            ("system_title", system_title, (_TITLE,)),
        ):
            if given is None:
                continue
            wanted = f"{' or '.join(map(str, sizes))} octets"
            if not isinstance(given, (bytes, bytearray, memoryview)):
                raise EncodeError(
                    name, wanted, f"a value of type {type(given).__name__}"
                )
            if len(bytes(given)) not in sizes:
                raise EncodeError(name, wanted, counted(len(bytes(given)), "octet"))
        if type(unchecked) is not bool:
            raise EncodeError("unchecked", "True or False", quote(unchecked))
        self._encryption = None if key is None else bytes(key)
        self._authentication = (
            None if authentication_key is None else bytes(authentication_key)
        )
        self.system_title: bytes = b"" if system_title is None else bytes(system_title)
        self.unchecked: bool = unchecked


def decipher(cursor: Cursor, keys: Keys) -> tuple[Ciphering, Piece, int | None]:
    """The ciphered APDU at the cursor, which then stands behind it.

    Gives what it says, what was in it, and the tag that this has to begin with, if only one
    can be. Raises CipherError.
    """
    start = cursor.at
    tag = cursor.number(1, "an APDU")
    title = keys.system_title
    inner = None
    if tag in _GENERAL:
        service = _GENERAL[tag]
        title_at = cursor.at
        own = cursor.octet_string("system title").octets
        if len(own) not in (0, _TITLE):
            raise cursor.error(
                "a system title of 8 octets", counted(len(own), "octet"), title_at
            )
        title = own or title
    else:
        service, inner = _OF_SERVICE[tag]
    size_at = cursor.at
    content = Cursor(cursor.octet_string(f"the content of {service}"))
    control = content.number(1, "security control")
    counter = content.number(4, "invocation counter")
    layer = Ciphering(service, title, control, counter)
    try:
        if control & 0x80:
            raise content.error("content that is not compressed", f"{control:02X}", 0)
        if layer.suite not in _KEY_SIZES:
            raise content.error("security suite 0, 1 or 2", str(layer.suite), 0)
        if not control & 0x30:
            return layer, content.cut(content.left(), "content"), inner
        tag_size = _TAG if layer.authenticated else 0
        if content.left() <= tag_size:
            raise cursor.error(
                f"content and a tag of {tag_size} octets" if tag_size else "content",
                counted(content.left(), "octet"),
                size_at,
            )
        text = content.cut(content.left() - tag_size, "content")
        plain, checked = _opened(
            layer, text, content.take(tag_size, "tag"), keys, inner
        )
    except TelegramError as error:
        error.layers = (layer,)
        if isinstance(error, CipherError):
            error.offset = cursor.piece.place(start)
            error.args = (error.reason, error.offset, error.expected, error.found)
            error.system_title, error.invocation_counter = title, counter
        raise
    layer.checked = checked
    return layer, text.replaced(plain), inner


def _opened(
    layer: Ciphering, text: Piece, tag: bytes, keys: Keys, inner: int | None
) -> tuple[bytes, bool]:
    """The plain text, and whether its tag was checked."""
    if not layer.encrypted and keys.unchecked:
        return text.octets, False
    if keys._encryption is None:
        raise _problem(layer, "no key", "give the key, as key=bytes.fromhex(...)")
    if not layer.system_title:
        raise _problem(
            layer, "no system title", "give that of its sender, as system_title="
        )
    wanted = _KEY_SIZES[layer.suite]
    for name, key in (
        ("key", keys._encryption),
        ("authentication_key", keys._authentication),
    ):
        if key is not None and len(key) != wanted:
            raise _problem(
                layer,
                "key size",
                f"{name} has {counted(len(key), 'octet')}, suite {layer.suite} takes {wanted}",
            )
    key = keys._encryption
    verified = layer.authenticated and keys._authentication is not None
    if verified and _tag_is_right(layer, keys, text.octets, tag):
        return _plain(layer, key, text.octets), True
    plain = _plain(layer, key, text.octets)
    read = _is_read(text.replaced(plain), inner) if layer.encrypted else "begun"
    if not read:
        raise _problem(
            layer,
            "wrong key",
            "the key gives no APDU that brings values: it is another's, or not of this"
            " system title",
        )
    if not layer.authenticated or keys.unchecked:
        return plain, False
    fits = "the key fits, but " if layer.encrypted else ""
    if not verified:
        raise _problem(
            layer,
            "no authentication key",
            f"{fits}the tag can be checked with authentication_key= alone;"
            " unchecked=True reads without",
        )
    if not layer.encrypted:
        raise _problem(
            layer, "wrong tag", "a key is wrong, or octets are not as they were sent"
        )
    if read == "whole":
        raise _problem(
            layer,
            "wrong authentication key",
            f"{fits}the tag is not of this authentication key; the data is whole",
        )
    raise _problem(layer, "damaged", f"{fits}octets are not as they were sent")


def _problem(layer: Ciphering, problem: str, words: str) -> CipherError:
    error = CipherError(
        f"{layer.service} by {title_text(layer.system_title)}, invocation counter"
        f" {layer.invocation_counter}: {words}"
    )
    error.problem = problem
    return error


def _is_read(plain: Piece, inner: int | None) -> str:
    """`whole` for an APDU whose values can be read, `begun` for the start of one."""
    first = plain.octets[:1]
    tags = {*apdus.OPENED, *SERVICES, 0xE0} if inner is None else {inner}
    if not first or first[0] not in tags:
        return ""
    cursor = Cursor(plain)
    try:
        if first[0] not in apdus.OPENED:
            return "whole" if _is_carrier(cursor) else ""
        found = apdus.read(cursor)
        cursor.end()
        if isinstance(found, Telegram) and found.results:
            # The last value may be all that was left, whatever it is.
            body = found.results[-1].body or b""
            if body and plain.octets.endswith(body):
                value = Cursor(plain, len(plain.octets) - len(body))
                apdus.read_value(value)
                value.end()
    except TelegramError:
        # The parts of a notification before its data are few: they alone tell a key.
        return "begun" if _begins(plain) else ""
    return "whole"


def _is_carrier(cursor: Cursor) -> bool:
    """Whether an APDU that carries another is as long as it says."""
    tag = cursor.number(1, "an APDU")
    if tag == 0xE0:
        cursor.take(5, "a block")
    elif tag in _GENERAL:
        cursor.octet_string("system title")
    cursor.octet_string("the content")
    return not cursor.left() or cursor.octets[cursor.at] == tag


def _begins(plain: Piece) -> bool:
    """Whether what stands before the values is that of an APDU."""
    octets = plain.octets
    match octets[0]:
        case 0x0F:
            return octets[5:6] in (b"\x00", b"\x0c") or octets[5:7] in (
                b"\x09\x0c",
                b"\x09\x00",
            )
        case 0xC4 | 0xC5 | 0xC7:
            return 1 <= int.from_bytes(octets[1:2], "big") <= 5
        case _:
            return False


def _nonce(layer: Ciphering) -> bytes:
    return layer.system_title + layer.invocation_counter.to_bytes(4, "big")


def _plain(layer: Ciphering, key: bytes, text: bytes) -> bytes:
    """GCM without its tag is counter mode, from 2 on."""
    if not layer.encrypted:
        return text
    algorithms, modes, cipher = _library(layer)
    start = _nonce(layer) + (2).to_bytes(4, "big")
    decryptor = cipher(algorithms.AES(key), modes.CTR(start)).decryptor()
    return bytes(decryptor.update(text) + decryptor.finalize())


def _tag_is_right(layer: Ciphering, keys: Keys, text: bytes, tag: bytes) -> bool:
    from cryptography.exceptions import InvalidTag

    algorithms, modes, cipher = _library(layer)
    assert keys._encryption is not None and keys._authentication is not None
    control = (
        layer.suite
        | 0x10
        | (0x20 if layer.encrypted else 0)
        | (0x40 if layer.broadcast else 0)
    )
    decryptor = cipher(
        algorithms.AES(keys._encryption),
        modes.GCM(_nonce(layer), tag, min_tag_length=_TAG),
    ).decryptor()
    decryptor.authenticate_additional_data(bytes([control]) + keys._authentication)
    try:
        if layer.encrypted:
            decryptor.update(text)
        else:
            decryptor.authenticate_additional_data(text)
        decryptor.finalize()
    except InvalidTag:
        return False
    return True


def _library(layer: Ciphering) -> tuple[Any, Any, Any]:
    """The algorithms, modes and ciphers of the extra that not everybody has."""
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    except ImportError:
        raise _problem(
            layer, "no library", 'deciphering needs it: pip install "cosem[crypto]"'
        ) from None
    return algorithms, modes, Cipher
