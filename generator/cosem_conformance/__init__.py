"""What generated conformance tests stand on (`pip install "cosem[conformance]"`).

`facts` says in its own terms what a type is, `version` what a class version is made of; `checks` and `catalogue` compare
the package under test with that. No package is known here: the tests hand theirs in. Nothing uses the codec under test:
the octets are written by `wire`.
"""

from importlib.util import find_spec

for _library in ("hypothesis", "pytest"):
    if find_spec(_library) is None:
        raise ModuleNotFoundError(
            f"cosem_conformance needs the library {_library}, which is not installed; "
            'this installs all that it needs: python -m pip install "cosem[conformance]"',
            name=_library,
        )
