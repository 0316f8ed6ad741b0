"""`ProfileColumns.nested` as a function in DuckDB and in Polars: the rows of each as JSON.

Run by the Python of the engines' environment, with our packages on its path.
"""

import json

import duckdb
import polars
import pyarrow as pa

from cosem.arrow import ProfileColumns

CAPTURED = [
    *((8, "0-0:1.0.0", 2, 0), (70, "0-0:96.3.10", 3, 0)),
    *((1, "0-0:96.1.0", 2, 0), (3, "1-0:1.8.0", 2, 0)),
]
BUFFER = bytes.fromhex(
    "0102 0204 090C07E8060F060C000000FF8880 1601 0902AB00 06000004D2"
    "0204 00 00 00 06000004D9"
)


def main() -> None:
    columns = ProfileColumns(CAPTURED, capture_period=900, sort_method="fifo")
    buffers = pa.array([BUFFER, None, BUFFER])
    meters = pa.table({"meter": ["a", "b", "c"], "buffer": buffers})
    print(json.dumps(in_duckdb(columns, meters)))
    print(json.dumps(in_polars(columns, meters)))


def in_duckdb(columns: ProfileColumns, meters: pa.Table) -> object:
    status = {"number": "BIGINT", "real": "DOUBLE", "text": "VARCHAR"}
    status |= {"octets": "BLOB", "json": "VARCHAR"}
    row = duckdb.struct_type(
        {
            "clock.time": duckdb.sqltype("TIMESTAMP WITH TIME ZONE"),
            "disconnect_control.control_state": duckdb.sqltype("VARCHAR"),
            "data.value": duckdb.struct_type(
                {name: duckdb.sqltype(kind) for name, kind in status.items()}
            ),
            "register.value": duckdb.sqltype("BIGINT"),
        }
    )
    connection = duckdb.connect()
    connection.register("meters", meters)
    connection.create_function(
        "rows_of",
        columns.nested,
        [duckdb.sqltype("BLOB")],
        duckdb.list_type(row),
        type="arrow",
        null_handling="special",
    )
    found = connection.sql("""
        SELECT meter, epoch_ms("clock.time"), "disconnect_control.control_state",
               hex("data.value".octets), "register.value"
        FROM (SELECT meter, unnest(row) FROM
              (SELECT meter, unnest(rows_of(buffer)) AS row FROM meters))
        """)
    return found.fetchall()


def in_polars(columns: ProfileColumns, meters: pa.Table) -> object:
    kind = polars.from_arrow(columns.nested([])).dtype
    rows = polars.col("buffer").map_batches(
        lambda buffers: polars.from_arrow(columns.nested(buffers.to_arrow())),
        return_dtype=kind,
    )
    table = polars.from_arrow(meters).select("meter", row=rows)
    table = table.filter(polars.col("row").is_not_null()).explode("row").unnest("row")
    return [
        (meter, round(time.timestamp() * 1000), state, status["octets"].hex(), number)
        for meter, time, state, status, number in table.rows()
    ]


if __name__ == "__main__":
    main()
