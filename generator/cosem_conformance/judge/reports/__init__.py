"""Judgements as people and programs read them.

`as_text` and `as_json` are of one judgement; `as_html`, `as_junit` and `as_sarif` are of one or
several, in one file. All are made of the judgement alone, so the same one gives the same report.
"""

from __future__ import annotations

from .document import as_json
from .junit import as_junit
from .page import as_html
from .sarif import as_sarif
from .text import as_text

__all__ = ["as_html", "as_json", "as_junit", "as_sarif", "as_text"]
