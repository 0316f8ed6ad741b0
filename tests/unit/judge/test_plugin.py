"""Meters as tests: what pytest makes of a dump, in runs of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cosem_conformance.dumps import Association, Dump, save

from .planted import NAME, dump, register, thing

FAULTY = register(values={3: "09 01 00"})


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.jsonl.gz"
    save(dump(register(), thing(1, 0, NAME, {2: "09 05 41434D3031"})), path)
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.jsonl"
    save(dump(FAULTY), path)
    return path


class Ended:
    """What a run of pytest came to."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        run = subprocess.run(
            [
                *(sys.executable, "-W", "error", "-m", "pytest", "-vra"),
                # The last two come with what tests the language server.
                *("-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:pytest-lsp"),
                *map(str, arguments),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            env={"PATH": "", "COLUMNS": "300"},
        )
        self.code = run.returncode
        self.text = run.stdout + run.stderr

    def of(self, name: str) -> str:
        """What became of a test."""
        found = re.search(rf"::{re.escape(name)} ([A-Z]+)", self.text)
        assert found, self.text
        return found[1]


def test_a_clean_dump_passes(tmp_path: Path, clean: Path) -> None:
    (tmp_path / "test_other.py").write_text("def test_other(): assert False\n")
    run = Ended(tmp_path, "--cosem-dump", "clean.jsonl.gz", "--cosem-only", "TY")
    assert run.code == 0, run.text
    assert run.of("TY-01[3 Register]") == run.of("TY-01[1 Data]") == "PASSED"
    assert run.of("TY-08") == "SKIPPED"
    assert "N/A: the dump does not have it" in run.text
    assert "OL-03" not in run.text and "test_other" not in run.text


def test_a_fault_fails_with_its_place_and_octets(tmp_path: Path, faulty: Path) -> None:
    run = Ended(tmp_path, "--cosem-dump", faulty)
    assert run.code == 1
    assert run.of("TY-01[3 Register]") == "FAILED"
    assert run.of("ID-01[3 Register]") == "PASSED"
    assert "TY-01 error: association 1, 1-0:1.8.0*255 of class 3/0" in run.text
    assert "    09 01 00\n    ^\n" in run.text
    assert "Traceback" not in run.text and "raise " not in run.text


def test_known_failures_have_to_come(tmp_path: Path, clean: Path, faulty: Path) -> None:
    (tmp_path / "known.txt").write_text("# as in 2.1\nTY-01 3 * 3 -- a long\n")
    options = ("--cosem-known", "known.txt", "--cosem-only", "TY-01")
    run = Ended(tmp_path, "--cosem-dump", faulty, *options)
    assert (run.code, run.of("TY-01[known.txt:2]")) == (0, "XFAIL")
    assert "a long" in run.text
    run = Ended(tmp_path, "--cosem-dump", clean, *options)
    assert (run.code, run.of("TY-01[known.txt:2]")) == (1, "FAILED")
    assert "[XPASS(strict)] a long" in run.text


def test_what_nobody_can_tell(tmp_path: Path) -> None:
    share = tmp_path / "share.jsonl"
    save(dump(register(values={3: "02 02 0F 00 16 38"})), share)
    run = Ended(tmp_path, "--cosem-dump", share, "--cosem-only", "OB-03")
    assert (run.code, run.of("OB-03[3 Register]")) == (0, "SKIPPED")
    assert "INCONCLUSIVE: " in run.text
    options = ("--cosem-only", "OB-03", "--cosem-strict")
    run = Ended(tmp_path, "--cosem-dump", share, *options)
    assert (run.code, run.of("OB-03[3 Register]")) == (1, "FAILED")


@pytest.mark.slow
def test_tests_that_are_named_run_too_and_by_several_processes(
    tmp_path: Path, clean: Path, faulty: Path
) -> None:
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n")
    dumps = ("--cosem-dump", clean, "--cosem-dump", faulty)
    run = Ended(tmp_path, "-n", "2", "test_other.py", *dumps, "--cosem-only", "TY-01")
    assert run.code == 1, run.text
    assert "1 failed, 3 passed" in run.text


PROFILE = """\
package asked "What is asked for" {
  needs cosem
  source contract "The contract"
}

profile acme "ACME" source contract {
  client reader 1

  variant small "Small"

  object 1.0.1.8.0.255 "Energy" as 3 version 0 {
    attribute 3 scaler_unit
  }

  object 1.0.2.8.0.255 "Export" as 3 version 0 when small {
    attribute 3 scaler_unit
  }
}
"""


@pytest.mark.slow
def test_a_companion_profile_is_claimed(tmp_path: Path, clean: Path) -> None:
    (tmp_path / "asked.cosem").write_text(PROFILE)
    options = ("--cosem-dump", clean, "--cosem-only", "PF-01")
    claimed = (*options, "--cosem-profile", "asked.cosem")
    run = Ended(tmp_path, *claimed)
    assert (run.code, run.of("PF-01[3 Register]")) == (0, "PASSED")
    run = Ended(tmp_path, *claimed, "--cosem-variant", "small")
    assert (run.code, run.of("PF-01[3 Register]")) == (1, "FAILED")
    assert "1-0:2.8.0*255" in run.text
    run = Ended(tmp_path, *claimed, "--cosem-variant", "large")
    assert run.code == 2 and "profile acme has no variant 'large'" in run.text
    run = Ended(tmp_path, *options)
    assert (run.code, run.of("PF-01")) == (0, "SKIPPED")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("acme_of_none", "no companion profile 'acme_of_none'"),
        ("none.cosem", "there is no file or folder 'none.cosem'"),
        ("asked.cosem:other", "asked.cosem has no companion profile 'other'"),
        ("wrong.cosem", "wrong.cosem: the specification has mistakes, which `cosemgen"),
    ],
)
def test_a_companion_profile_that_is_none(
    tmp_path: Path, clean: Path, profile: str, told: str
) -> None:
    (tmp_path / "asked.cosem").write_text(PROFILE)
    (tmp_path / "wrong.cosem").write_text("profile {")
    run = Ended(tmp_path, "--cosem-dump", clean, "--cosem-profile", profile)
    assert run.code == 2
    assert told in run.text
    assert "Traceback" not in run.text and "INTERNALERROR" not in run.text


@pytest.mark.slow
def test_a_specification_needs_the_compiler(tmp_path: Path, clean: Path) -> None:
    (tmp_path / "asked.cosem").write_text(PROFILE)
    (tmp_path / "click.py").write_text("raise ImportError('it is not installed')\n")
    run = Ended(tmp_path, "--cosem-dump", clean, "--cosem-profile", "asked.cosem")
    assert run.code == 2
    assert 'python -m pip install "cosem[generator]"' in run.text


@pytest.mark.slow
def test_one_test_is_named_as_it_is_told(tmp_path: Path, clean: Path) -> None:
    name = "clean.jsonl.gz::TY-01[3 Register]"
    run = Ended(tmp_path, name, "--cosem-dump", "clean.jsonl.gz")
    assert (run.code, run.of("TY-01[3 Register]")) == (0, "PASSED")
    assert "1 passed" in run.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--cosem-dump", "none.jsonl"), "none.jsonl: No such file"),
        (("--cosem-dump", "."), "Is a directory"),
        (("--cosem-dump", "clean.jsonl.gz", "--cosem-only", "TX"), "no check 'TX'"),
        (("--cosem-dump", "clean.jsonl.gz", "--cosem-known", "bad"), "bad:1: no UTF-8"),
        (("--cosem-dump", "bad"), "bad: "),
        (
            ("--cosem-dump", "clean.jsonl.gz", "--cosem-variant", "small"),
            "--cosem-variant is of a --cosem-profile",
        ),
        (
            ("--cosem-dump", "clean.jsonl.gz", "--cosem-package", "acme_of_none"),
            "acme_of_none",
        ),
        (
            ("--cosem-dump", "clean.jsonl.gz", "--cosem-package", ""),
            "no package can have the name ''",
        ),
        (
            ("--cosem-dump", "clean.jsonl.gz", "--cosem-package", "../x"),
            "no package can have the name '../x'",
        ),
    ],
)
def test_what_cannot_be_judged_is_a_message(
    tmp_path: Path, clean: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "bad").write_bytes(b"\xff\xfe\x00")
    run = Ended(tmp_path, *arguments)
    assert run.code in (2, 4)
    assert told in run.text
    assert "Traceback" not in run.text and "INTERNALERROR" not in run.text


@pytest.mark.slow
def test_texts_of_a_dump_do_not_act(tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    acting = "\x1b[2J\u202e\n::error::x"
    save(Dump(associations=[Association(acting, objects=[FAULTY])]), path)
    known = tmp_path / "known.txt"
    known.write_text("TY-01 3 -- \x1b[2J\u202e\n", encoding="utf-8")
    for arguments, code in (((), 1), (("--cosem-known", known), 0)):
        run = Ended(tmp_path, "--cosem-dump", path, "--cosem-only", "TY-01", *arguments)
        assert run.code == code
        assert "\x1b[2J" not in run.text and "\u202e" not in run.text
        assert "\n::error" not in run.text


def test_without_the_option_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text(
        "import sys\n"
        "def test_other():\n"
        "    assert 'cosem_conformance.pytest_plugin' in sys.modules\n"
        "    heavy = ('cosem', 'cosem_runtime', 'cosemgen', 'cosem_conformance.judge')\n"
        "    assert not {*heavy} & {*sys.modules}\n"
    )
    run = Ended(tmp_path)
    assert (run.code, run.of("test_other")) == (0, "PASSED"), run.text
