"""What `show` says of codes in use."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run

SPEC = """\
package acme "ACME" {
}
object 0.0.96.1.e.255 "Device ID {E+1}" where e in 0..9
in-use {
  0.0.96.1.e.255 "Serial number {E+0}" where e in 1..2 dumps 3
  0.0.96.1.0.255 "Operating time" reads total shown "h"
}
"""


def test_a_code_has_its_label(run: Run) -> None:
    out = run("show", "1.0.1.8.2.255").out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "label Energy import, rate 2" in lines
    assert "reads total, in kWh" in lines
    assert "label" not in run("show", "0.0.41.0.1.255").out


def test_a_file_shows_codes_without_placeholders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "acme.cosem").write_text(SPEC, encoding="utf-8")
    out = run("show", str(tmp_path)).out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "0.0.96.1.e.255 Device ID e+1" in lines
    assert "0.0.96.1.e.255 Serial number e 3" in lines
    assert "0.0.96.1.0.255 Operating time total, in h" in lines
    assert "{" not in out
