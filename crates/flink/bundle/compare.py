"""Compares what Flink wrote with what the lab gave: python3 compare.py FOLDER…

Whole numbers, texts and times must be the same, doubles within 1e-12 of each other, scores to the last bit. Rows of one ROWTIME
may come in any order. Of error_stream the time, the name, the pump and the row's time are compared: messages have words of their own.
"""

import json
import math
import pathlib
import re
import sys

TIME = re.compile(r"^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$")
OF_ERRORS = {"ROWTIME", "ERROR_NAME", "DATA_ROWTIME", "PUMP_NAME"}


def plain(value):
    """A time in one form, a number as itself."""
    if isinstance(value, str):
        time = TIME.match(value)
        if time:
            fraction = (time[3] or "").rstrip("0")
            return f"{time[1]} {time[2]}" + (f".{fraction}" if fraction else "")
    return value


def rough(value):
    """A form for sorting, in which doubles that are nearly the same are the same."""
    if isinstance(value, float):
        return f"{value:.9g}"
    return json.dumps(value, ensure_ascii=False)


def same(name, a, b):
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
    if not numbers or isinstance(a, bool) or isinstance(b, bool):
        return a == b and type(a) is type(b)
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if name == "ANOMALY_SCORE":
        return float(a) == float(b)
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=0.0) or a == b


def rows(files, errors):
    found = []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                row = {name: plain(value) for name, value in json.loads(line).items()}
                if errors:
                    row = {name: row.get(name) for name in sorted(OF_ERRORS)}
                found.append(row)
    time = "ROWTIME$" if found and "ROWTIME$" in found[0] else "ROWTIME"
    found.sort(key=lambda row: (row.get(time) or "", [rough(value) for value in row.values()]))
    return found


def compare(folder, told):
    """Streams, rows, equal rows, exactly equal rows, and the first difference; says the streams when it is told to."""
    streams, total, equal, exact, first = 0, 0, 0, 0, None
    for expected in sorted((folder / "expected").glob("*.ndjson")):
        streams += 1
        errors = expected.stem == "error_stream"
        wanted = rows([expected], errors)
        out = folder / "out" / expected.stem
        written = [file for file in out.rglob("part-*") if not file.name.endswith(".crc")] if out.is_dir() else []
        given = rows(written, errors)
        total += max(len(wanted), len(given))
        if told:
            print(f"{expected.stem}: {len(wanted)} rows in the lab, {len(given)} in Flink")
        for number, (a, b) in enumerate(zip(wanted, given)):
            if list(a) == list(b) and all(same(name, a[name], b[name]) for name in a):
                equal += 1
                exact += a == b
            elif first is None:
                first = f"{folder}: {expected.stem}, row {number + 1}\n  lab:   {json.dumps(a)}\n  flink: {json.dumps(b)}"
        if len(wanted) != len(given) and first is None:
            first = f"{folder}: {expected.stem} has {len(wanted)} rows in the lab and {len(given)} in Flink"
    return streams, total, equal, exact, first


def main():
    folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
    good, rows_equal, rows_total, rows_exact, differences = 0, 0, 0, 0, []
    for folder in folders:
        streams, total, equal, exact, first = compare(folder, len(folders) == 1)
        rows_total, rows_equal, rows_exact = rows_total + total, rows_equal + equal, rows_exact + exact
        if first is None and streams > 0:
            good += 1
        else:
            differences.append(first or f"{folder}: nothing to compare")
    for difference in differences:
        print(difference)
    print(f"rows {rows_equal}/{rows_total}, {rows_exact} of them to the last bit")
    print(f"equal {good}/{len(folders)}")
    sys.exit(1 if differences else 0)


main()
