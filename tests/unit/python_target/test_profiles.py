"""The module of companion profiles: data that the runtime takes as it is."""

from __future__ import annotations

from cosem_runtime.companion import (
    CompanionProfile,
    ProfileClient,
    ProfileMember,
    ProfileObject,
    ProfileType,
    ProfileVariant,
)
from cosemgen.targets.python.profiles import companions, profiles
from cosemgen.targets.python.target import render
from tests.compiled import model_of

from .models import STANDARD

SPEC = """\
package example "Example" {
  source list "A list"
}

/// Asked
/// for.
profile one "One" confidence high source list {
  client head 1 "Head end"
  variant gas "Gas meters" by 0.1.24.1.0.255
  decision "as the table"
  open "since when"

  object 0.b.96.1.0.255 "Box" where b in 1..2 when gas clause "5" unconfirmed "why" {
    attribute 2 value: octet-string[1..6] | unsigned (1..9) | array[2] of long | structure = h"FF" or 9 or {-1, TRUE}
        default 1 access head R
    method 1 reset optional
  }
}
"""

ONE = CompanionProfile(
    "one",
    "One",
    (
        ProfileObject(
            ("0.1.96.1.0.255", "0.2.96.1.0.255"),
            "Box",
            attributes=(
                ProfileMember(
                    2,
                    "value",
                    types=(
                        ProfileType("octet-string", 9, 1, 6),
                        ProfileType("unsigned", 17, 1, 9),
                        ProfileType("array", 1, 2, 2),
                        ProfileType("structure", 2),
                    ),
                    values=(b"\xff", 9, (-1, True)),
                    default=1,
                    rights=(("head", "R"),),
                ),
            ),
            methods=(ProfileMember(1, "reset", optional=True),),
            when=("gas",),
            clause="5",
            unconfirmed="why",
        ),
    ),
    clients=(ProfileClient("head", 1, "Head end"),),
    variants=(ProfileVariant("gas", "Gas meters", ("0.1.24.1.0.255",)),),
    confidence="high",
    sources=("A list",),
    remarks=("decision: as the table", "open: since when"),
    description="Asked for.",
    package="example",
)


def test_the_runtime_has_what_the_spec_says() -> None:
    model = model_of(SPEC)
    assert companions(model) == (ONE,)
    module: dict[str, object] = {}
    exec(render(profiles(model)), module)
    assert module["PROFILES"] == (ONE,)


def test_a_package_without_profiles_imports_nothing_of_them() -> None:
    text = render(profiles(STANDARD))
    assert "PROFILES: Final[tuple[CompanionProfile, ...]] = ()" in text
    assert "\nfrom cosem_runtime" not in text
