"""`cosemgen dump --via`: a whole meter, the secrets that open it, and breaks."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest

from cosem_conformance.dumps import load
from cosem_conformance.live import Attribute, TransportError, registry
from cosemgen.cli import console
from tests.unit.live.meter import CLIENT, ENERGY, Meter

from .conftest import Run

PASSWORD = "s3cret-of-all"
LLS = ("--auth", "lls", "--client", "1")


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """A client called `fake` that leads to it."""
    point = EntryPoint("fake", "tests.unit.live.meter:CLIENT", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    found = Meter()
    monkeypatch.setattr(CLIENT, "meter", found, raising=False)
    monkeypatch.setattr(CLIENT, "reached", [], raising=False)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "meter.jsonl.gz"


def via(path: Path, *options: str | Path) -> tuple[str | Path, ...]:
    return "dump", "--via", "fake", "--host", "192.0.2.10", "-o", path, *options


def test_a_whole_meter(run: Run, meter: Meter, path: Path) -> None:
    result = run(*via(path, "--rows", "2", "--server", "17", "--pause", "0.001"))
    assert (result.code, result.out) == (0, "")
    assert result.err == f"{path}: 4 objects, 14 values\n"
    dump = load(path)
    assert dump.source.tool.endswith(" via fake")
    assert dump.created is not None
    assert dump.associations[0].server == 17
    assert run("judge", path).code in (0, 1)


@pytest.mark.parametrize("source", ["env:COSEM_TEST_PASSWORD", "file", "prompt", "hex"])
def test_secrets_come_from_elsewhere_and_are_not_shown(
    run: Run, meter: Meter, path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = path.with_name("password")
    file.write_text(PASSWORD + "\n")
    text = PASSWORD
    if source == "hex":
        text, source = f"0x{PASSWORD.encode().hex()}", "env:COSEM_TEST_PASSWORD"
    monkeypatch.setenv("COSEM_TEST_PASSWORD", text)
    monkeypatch.setattr(
        click, "prompt", lambda *_, **options: options["hide_input"] and PASSWORD
    )
    place = f"file:{file}" if source == "file" else source
    result = run(*via(path, *LLS, "--password", place))
    assert result.code == 0, result.err
    assert CLIENT.reached[0].password == PASSWORD.encode()
    assert PASSWORD not in result.out + result.err + repr(load(path))


def test_a_password_on_the_command_line_is_refused_and_not_repeated(
    run: Run, meter: Meter, path: Path
) -> None:
    result = run(*via(path, *LLS, "--password", PASSWORD))
    assert result.code == 2
    assert "expected env:NAME, file:PATH or prompt" in result.err
    assert PASSWORD not in result.err


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("env:COSEM_NO_SUCH", "no environment variable COSEM_NO_SUCH"),
        ("file:/no/such", "/no/such: No such file"),
        ("file:long", "longer than 4096 octets"),
        ("file:latin", "no UTF-8"),
        ("file:odd", "octets in hexadecimal"),
    ],
)
def test_secrets_that_are_not_there(
    run: Run,
    meter: Meter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("long").write_text("0" * 5000)
    Path("latin").write_bytes(b"\xe9")
    Path("odd").write_text("0x123")
    result = run(*via(Path("meter.jsonl"), *LLS, "--password", source))
    assert result.code == 2
    assert told in result.err


def test_keys(
    run: Run, meter: Meter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EK", "000102030405060708090A0B0C0D0E0F")
    monkeypatch.setenv("AK", "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
    keys = ("--key", "env:EK", "--authentication-key", "env:AK")
    options = (
        "--auth",
        "hls-gmac",
        "--invocation-counter",
        "7",
        "--system-title",
        "41434D0000000001",
    )
    assert run(*via(path, *keys, *options)).code == 0
    (reached,) = CLIENT.reached
    assert reached.key == bytes(range(16))
    assert reached.invocation_counter == 7
    assert reached.system_title == bytes.fromhex("41434D0000000001")
    assert reached.association().security == load(path).associations[0].security


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("dump",), "a command is missing, or --via"),
        (("dump", "--via", "fake"), "-o FILE is missing"),
        (("dump", "--via", "fake", "-o", "x"), "a host or a serial device"),
        (("dump", "--via", "fake", "forms"), "No such command"),
        (
            ("dump", "--via", "fake", "show", "x.gxc"),
            "--via reads a meter, which show does not",
        ),
        (via(Path("x"), "--since", "today"), "does not match"),
        (via(Path("x"), "--rows", "-1"), "not in the range"),
        (via(Path("x"), "--physical", "17"), "HDLC for a physical address"),
        (via(Path("x"), "--invocation-counter", "1.2"), "--invocation-counter"),
        (via(Path("x"), "--system-title", "zz"), "octets in hexadecimal"),
    ],
)
def test_wrong_use(
    run: Run,
    meter: Meter,
    options: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.gxc").touch()
    result = run(*options)
    assert result.code == 2
    assert told in result.err
    assert not meter.opened


def test_no_such_client(run: Run, meter: Meter, path: Path) -> None:
    result = run("dump", "--via", "fak", "--host", "a", "-o", path)
    assert result.code == 1
    assert result.err == "error: no client 'fak'; did you mean \"fake\"?\n"


def test_a_meter_that_is_not_there(run: Run, meter: Meter, path: Path) -> None:
    def gone() -> None:
        raise TransportError("nobody there")

    meter.open = gone  # type: ignore[method-assign]
    result = run(*via(path))
    assert (result.code, result.err) == (1, "error: 192.0.2.10:4059: nobody there\n")
    assert list(path.parent.iterdir()) == []


def test_ctrl_c_and_the_same_command_again(run: Run, meter: Meter, path: Path) -> None:
    def stop(attribute: Attribute) -> None:
        if attribute == Attribute(3, ENERGY, 2):
            raise KeyboardInterrupt

    meter.before = stop
    result = run(*via(path))
    assert result.code == 130
    draft = f"{path}.part"
    assert f"what was read is in {draft}; the same command goes on there" in result.err
    assert not load(draft, partial=True).complete
    meter.before = lambda attribute: None
    del meter.asked[Attribute(3, ENERGY, 2)]
    assert run(*via(path)).code == 0
    assert set(meter.asked.values()) == {1}


def test_a_bar_where_somebody_looks(
    run: Run, meter: Meter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda stream: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run(*via(path))
    assert (result.code, result.out) == (0, "")
    assert "12" in result.err and "connecting" in result.err
