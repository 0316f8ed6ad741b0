"""What generated conformance tests stand on (`pip install "cosem[conformance]"`), and whole meters: `dumps`.

`facts` says in its own terms what a type is, `version` what a class version is made of; `checks` and `catalogue` compare
the package under test with that. No package is known here: the tests hand theirs in. Nothing uses the codec under test:
the octets are written by `wire`. `dumps` needs no library.
"""
