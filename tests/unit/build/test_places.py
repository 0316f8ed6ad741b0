"""Where a file may be: what is seen at a glance is what a closer look says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from cosemgen.build import places

ODD = (
    "",
    ".",
    "..",
    "con",
    "AUX.py",
    "a.",
    "a..",
    " a",
    "a ",
    "c:",
    "\\a",
    "a\\..",
    "~",
)
ODD += (".cosemgen-stage", ".COSEMGEN-x", "é" * 128, "a" * 99, "a" * 255, "a" * 256)
ODD += ("a\n", "a\0", "\u0661", "\uff41", "\u017f", "-a", ".a")
names = st.sampled_from(ODD) | st.from_regex(r"\w[\w.-]{0,3}") | st.text(max_size=3)
paths = st.lists(names, max_size=12).map("/".join)


def _found(path: str) -> PurePosixPath | str:
    try:
        return places.inside(path)
    except ValueError as error:
        return str(error)


@given(paths)
def test_a_glance_says_what_a_closer_look_does(path: str) -> None:
    glance = _found(path)
    with mock.patch.object(places, "_PLAIN", re.compile("(?!)")):
        assert _found(path) == glance
