# ruff: noqa: F403
"""Type descriptors: what an attribute, member or parameter is, and its codec.

A generated module names them as `t.LONG_UNSIGNED`, `t.ArrayType(...)`, and so on: what each module here
lists as its own.

A module outside of this package imports it before any module in it. Two threads, one of
which starts with the package and the other with a module, wait for each other.
"""

from __future__ import annotations

from .base import *
from .choices import *
from .coded import *
from .meanings import *
from .primitives import *
from .strings import *
from .structures import *
