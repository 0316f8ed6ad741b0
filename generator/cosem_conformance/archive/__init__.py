"""Archives: the buffers of many meters as a folder of Parquet files, made by all cores and as often as need be.

    from cosem.arrow import convert
    done = convert("buffers/", "archive/", capture_period=900)
    print(done)         # 35,000,000 rows of 1,000 buffers ...

`target` gets `rows/layout=.../*.parquet`, the rows; `errors/*.parquet`, what could not be read; and
`_manifest.jsonl`, what is finished. A run that ends early is taken up by the same call: no row is lost
and none comes twice.
"""

from __future__ import annotations

from ..processes import MOST_JOBS
from .converting import FRAGMENT, Archived, Progress, convert, knowing
from .fragments import PARTITIONS

__all__ = [
    "FRAGMENT",
    "MOST_JOBS",
    "PARTITIONS",
    "Archived",
    "Progress",
    "convert",
    "knowing",
]
