"""What the generated conformance tests stand on (`pip install "cosem[conformance]"`).

`facts` says in its own terms what a class version is and how its values look on the wire; `checks` compares the
installed `cosem` package with that. Nothing here uses the codec under test: the octets are written by `wire`.
"""
