"""What a text, or several, are known by."""

from __future__ import annotations

from hashlib import sha256


def digest(*parts: str) -> str:
    """SHA-256 of texts in order, each delimited by its length."""
    sha = sha256()
    for part in parts:
        octets = part.encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(octets))
        sha.update(octets)
    return sha.hexdigest()
