"""What buckets write, read by pyarrow and DuckDB: `cargo xtask objects`.

A lab sends records of every type, with NULLs among them; its buckets keep the rows of one stream as NDJSON, CSV and Parquet, compressed and not.
The rows that the libraries read must be the rows of the NDJSON, and gzip must open.
"""

import csv
import datetime
import decimal
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile

import duckdb
import pyarrow.parquet as parquet

COMMAND = os.path.abspath(sys.argv[1])
STREAM = "TYPED"
SQL = f"""
CREATE OR REPLACE STREAM "{STREAM}" ("n" INTEGER, "big" BIGINT, "price" DECIMAL(10,2), "ratio" DOUBLE, "half" REAL, "ok" BOOLEAN, "word" VARCHAR(40),
    "at" TIMESTAMP, "day" DATE, "small" SMALLINT);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "{STREAM}"
SELECT STREAM CASE WHEN "n" > 5 THEN "n" END, CAST("n" AS BIGINT) * 1000000000000, CAST("n" AS DECIMAL(10,2)) / 4, "n" / 3.0, CAST("n" AS REAL), "n" > 4,
    "word", "SOURCE_SQL_STREAM_001".ROWTIME, CAST("SOURCE_SQL_STREAM_001".ROWTIME AS DATE), CAST("n" AS SMALLINT)
FROM "SOURCE_SQL_STREAM_001";
"""


def bucket(name, stream, form, compressed):
    return {
        "name": name, "stream": stream, "prefix": "data/", "format": form, "gzip": compressed,
        "bufferBytes": 1 << 20, "bufferSeconds": 60,
    }


def lab():
    template = '{"n": {{random.number({"min":0,"max":9})}}, "word": "{{random.arrayElement(["a","b,c","größe",""])}}"}'
    column = lambda name, kind: {"Name": name, "Mapping": f"$.{name}", "SqlType": kind}
    return {
        "rillcut": 2, "name": "Objects", "seed": 7, "start": "2026-01-01 00:00:00",
        "templates": [{"name": "t", "text": template}],
        "senders": [{"name": "s", "template": "t", "rate": 20, "active": [{"from": 0, "until": None}]}],
        "schema": {
            "RecordFormat": {"RecordFormatType": "JSON", "MappingParameters": {"JSONMappingParameters": {"RecordRowPath": "$"}}},
            "RecordEncoding": "UTF-8", "RecordColumns": [column("n", "INTEGER"), column("word", "VARCHAR(40)")],
        },
        "sql": SQL,
        "destinations": [{"stream": STREAM}],
        "buckets": [
            bucket("raw", None, "ndjson", True), bucket("ndjson", STREAM, "ndjson", False), bucket("csv", STREAM, "csv", True),
            bucket("parquet", STREAM, "parquet", False), bucket("pressed", STREAM, "parquet", True),
        ],
    }


def objects(folder, name):
    return sorted(glob.glob(f"{folder}/{name}/**/*", recursive=True), key=os.path.basename)


def files(folder, name):
    return [path for path in objects(folder, name) if os.path.isfile(path)]


def text(path):
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.endswith(".gz") else open(path, encoding="utf-8", newline="")
    with opened as file:
        return file.read()


def as_json(value):
    """A value of a library as the stream's JSON has it."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        value = value.replace(tzinfo=None)
        return value.strftime("%Y-%m-%d %H:%M:%S.") + (f"{value.microsecond // 1000:03d}".rstrip("0") or "0")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "objects.lab.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(lab(), file)
        out = os.path.join(folder, "out")
        subprocess.run([COMMAND, "lab", path, "--for", "5m", "--out", out], check=True, stdout=subprocess.DEVNULL)
        rows = [json.loads(line) for name in files(out, "ndjson") for line in text(name).splitlines()]
        assert len(rows) == 6000 and any(row["n"] is None for row in rows), len(rows)
        sent = [line for name in files(out, "raw") for line in text(name).splitlines()]
        assert len(sent) == len(rows) and [json.loads(line)["word"] for line in sent] == [row["word"] for row in rows]
        cells = [line for name in files(out, "csv") for line in csv.reader(text(name).splitlines())]
        assert [line[6] for line in cells] == [row["word"] for row in rows]
        for name in ["parquet", "pressed"]:
            paths = files(out, name)
            assert len(paths) == 5, paths
            read = [row for one in paths for row in parquet.read_table(one).to_pylist()]
            for ours, theirs in zip(rows, read, strict=True):
                assert ours == {key: as_json(value) for key, value in theirs.items()}, (ours, theirs)
            names = [column[0] for column in duckdb.sql(f"SELECT * FROM read_parquet({paths!r})").description]
            found = duckdb.sql(f"SELECT * FROM read_parquet({paths!r}, file_row_number = false)").fetchall()
            assert sorted(json.dumps([as_json(value) for value in row]) for row in found) == sorted(
                json.dumps([row[key] for key in names]) for row in rows
            )
            print(f"{name}: {len(read)} rows in {len(paths)} files, {sum(map(os.path.getsize, paths))} bytes: "
                  f"the same in pyarrow, DuckDB and NDJSON; columns {parquet.read_schema(paths[0]).types}")
        print(f"gzip: {len(sent)} records in {len(files(out, 'raw'))} files")


main()
