"""`cosemgen lsp`, before an editor says anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import Run


def test_a_missing_library_names_the_extra(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("cosemgen.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    result = run("lsp")
    assert result.code == 2
    assert 'pip install "cosem[lsp]"' in result.err


@pytest.mark.parametrize(
    "sent", [b"", b"Content-Length: 3\r\n\r\n{{{", b"nonsense\r\n\r\n"]
)
def test_an_editor_that_goes_away_ends_it(sent: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cosemgen", "lsp"],
        input=sent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)
