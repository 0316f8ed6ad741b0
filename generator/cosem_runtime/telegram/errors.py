"""What is raised of telegrams."""

from __future__ import annotations

from ..errors import DecodeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .layers import Layer

__all__ = ["CipherError", "TelegramError"]


class TelegramError(DecodeError):
    """The octets are no telegram, or not a whole one.

    `offset` counts octets as they came, also for what stood in several frames or was
    ciphered; for a stream, from its first octet. `layers` is what had been opened by
    then, the outermost first.
    """

    layers: tuple[Layer, ...] = ()


class CipherError(TelegramError):
    """The telegram is ciphered and cannot be read as things are.

    `problem` says why:

    - `no key`: it is ciphered and no key was given;
    - `no system title`: it does not say whose it is, and nobody else did;
    - `key size`: its security suite takes keys of another size;
    - `no library`: the package `cryptography` is not installed;
    - `wrong key`: what the key gives is no APDU. A wrong system title or counter looks
      the same; where the frame has a checksum, they came as they were sent;
    - `no authentication key`: the key fits as far as can be seen, but the tag cannot be
      checked;
    - `wrong authentication key`: the key fits and the data is whole, but the tag is not
      of this authentication key, unless the tag itself is damaged;
    - `damaged`: the key fits, but neither the data nor the tag is right;
    - `wrong tag`: the telegram is authenticated only, so that a wrong key, a wrong
      authentication key and damage look the same.

    Nothing in it shows a key. `system_title` is of who ciphered it, where it is known,
    `invocation_counter` the number of the ciphering.
    """

    problem: str = ""
    system_title: bytes = b""
    invocation_counter: int = 0
