"""`python -m tests.fuzz`: see `long_run`, which processes that are started import too."""

from __future__ import annotations

import sys

from tests.fuzz.long_run import main

if __name__ == "__main__":
    sys.exit(main())
