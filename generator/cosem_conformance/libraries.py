"""What generated tests need beside this package: imported first, since it says what to install."""

from __future__ import annotations

from importlib.util import find_spec

for _library in ("hypothesis", "pytest"):
    if find_spec(_library) is None:
        raise ModuleNotFoundError(
            f"cosem_conformance needs the library {_library}, which is not installed; "
            'this installs all that it needs: python -m pip install "cosem[conformance]"',
            name=_library,
        )
