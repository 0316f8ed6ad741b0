"""What generated conformance tests stand on (`pip install "cosem[conformance]"`), and whole meters.

`facts` says in its own terms what a type is, `version` what a class version is made of; `checks` and `catalogue` compare
the package under test with that. No package is known here: the tests hand theirs in. Nothing uses the codec under test:
the octets are written by `wire`.

Whole meters are `dumps`, `judge` and `simulator`, which need no library, `live`, which needs a client, and `archive`, which
needs `pip install "cosem[arrow]"`.
"""
