"""Runs examples as readers do, and tells which of them do not do what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

from .collect import Example

RUNNER = """\
import doctest, json, os, sys, traceback
import cosem

def passes(place, text, is_session):
    if not is_session:
        exec(compile(text, place, "exec"), {"__name__": "example"})
        return True
    test = doctest.DocTestParser().get_doctest(text, {}, place, place, 0)
    return not doctest.DocTestRunner().run(test).failed

failed = False
for place, text, is_session in json.load(sys.stdin):
    sys.stdout.flush()
    # What one registers, another must not see.
    child = os.fork()
    if not child:
        try:
            right = passes(place, text, is_session)
        except BaseException:
            print(place)
            traceback.print_exc(file=sys.stdout)
            right = False
        sys.stdout.flush()
        os._exit(not right)
    failed |= os.waitpid(child, 0)[1] != 0
sys.exit(failed)
"""


def failures(examples: Iterable[Example], **variables: str) -> str:
    """What went wrong, in Python with these variables of the environment; empty if nothing.

    Programs end without an error, and sessions answer as they are written.
    """
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        env={**os.environ, **variables},
        input=json.dumps([(*each, each.is_session) for each in examples]),
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr or "it failed") if done.returncode else ""
