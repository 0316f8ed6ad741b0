"""The module of quirks: data that the runtime takes as it is."""

from __future__ import annotations

from cosem_runtime.quirks import Quirk, QuirkEffect
from cosemgen.targets.python.quirks import quirks
from cosemgen.targets.python.target import render
from tests.compiled import model_of

from .models import STANDARD

SPEC = """\
package example "Example" {
  source list "A list"
}

/// As a clock is set,
/// "everywhere".
quirk sign "Sign" {
  applies maker "ACM" model "1" firmware "2.*"
  applies country "Nowhere"
  source list "page 3"
  confidence medium "one reader"
  decision "as most"
  open "since when"
  date-times deviation reversed
  date-times deviation -1 unspecified note "FFFF" unconfirmed "by whom"
  profiles of 1.b.99.1.0.255 where b in 0..1, 7 newest-first
}
quirk plain "By its name" {
  source list
  scalers reversed
}
"""


def made(text: str) -> dict[str, object]:
    module: dict[str, object] = {}
    exec(render(quirks(model_of(text))), module)
    return module


def test_the_runtime_has_what_the_spec_says() -> None:
    module = made(SPEC)
    assert module["__all__"] == ["QUIRKS"]
    assert module["QUIRKS"] == (
        Quirk(
            "sign",
            "Sign",
            (
                QuirkEffect("deviation", "reversed"),
                QuirkEffect(
                    "deviation",
                    "unspecified",
                    deviation=-1,
                    note="FFFF; unconfirmed: by whom",
                ),
                QuirkEffect("order", "newest-first", objects="1.0-1,7.99.1.0.255"),
            ),
            applies=(
                (("maker", "ACM"), ("model", "1"), ("firmware", "2.*")),
                (("country", "Nowhere"),),
            ),
            sources=("list: page 3",),
            confidence="medium: one reader",
            remarks=("decision: as most", "open: since when"),
            description='As a clock is set, "everywhere".',
            package="example",
        ),
        Quirk(
            "plain",
            "By its name",
            (QuirkEffect("scaler", "reversed"),),
            sources=("list",),
            package="example",
        ),
    )


def test_a_package_without_quirks_imports_nothing() -> None:
    text = render(quirks(STANDARD))
    module: dict[str, object] = {}
    exec(text, module)
    assert module["QUIRKS"] == ()
    assert "Quirk" not in module
