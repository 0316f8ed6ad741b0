"""cosemgen: from specifications of COSEM interface classes to code, docs and tests."""

from __future__ import annotations

__version__ = "0.1.0"
