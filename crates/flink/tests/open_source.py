"""Checks jobs that AWS's detector stands in: python3 open_source.py RILLCUT FOLDER…

Its random numbers are not the lab's, so scores agree with those of the lab's open-source mode only as two seeds of that mode do with each other: by the
root mean square of their differences. All else must be what the lab gave. Where the lab's own rule scores over 2, the library has to find the same bursts.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

SCORE, WHY = "ANOMALY_SCORE", "WHY"
# The forests of the programs: the columns that are scored, trees, records a tree holds, decay.
FORESTS = {"scores": (["CTRPERCENT"], 100, 12, 100000), "forest": (["ID", "X"], 20, 64, 1000)}


def rows(folder, kind, stream):
    files = [folder / kind / f"{stream}.ndjson"] if kind == "expected" else (folder / kind / stream).rglob("part-*")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def rest(row):
    """A row but for what the detector says, in one form for both sides."""
    return tuple(
        f"{value:.9g}" if isinstance(value, float) else str(value).replace("T", " ").removesuffix(".0")
        for name, value in row.items()
        if name not in (SCORE, WHY)
    )


def distance(a, b):
    return math.sqrt(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) / len(a))


def ours(rillcut, columns, forest, seed, scored):
    """What the lab's open-source mode gives for the same values."""
    trees, sample, decay = (str(number) for number in forest)
    with tempfile.TemporaryDirectory() as folder:
        values = pathlib.Path(folder, "values.csv")
        lines = [",".join(columns)] + [",".join(str(row[name]) for name in columns) for row in scored]
        values.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [rillcut, "score", values, "--mode", "open-source", "--trees", trees, "--sample", sample]
        command += ["--decay", decay, "--seed", str(seed)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line)["score"] for line in out.splitlines()]


def bursts(scores):
    """Runs of scores over 2, as sets of places."""
    found, last = [], None
    for place, score in enumerate(scores):
        if score > 2:
            if last != place - 1:
                found.append(set())
            found[-1].add(place)
            last = place
    return found


def detected(rillcut, folder, stream, columns, *forest):
    """Compares one job's scores; gives what is wrong."""
    wanted = [row for row in rows(folder, "expected", stream) if row[SCORE] is not None]
    given = {rest(row): row[SCORE] for row in rows(folder, "out", stream)}
    scores = [given[rest(row)] for row in wanted]
    one, two = (ours(rillcut, columns, forest, seed, wanted) for seed in (1, 2))
    seeds, apart = distance(one, two), distance(scores, one)
    service = distance(scores, [row[SCORE] for row in wanted])
    print(f"{folder.name}: {len(scores)} scores; from the open-source mode {apart:.4f}, its seeds {seeds:.4f}, from the service's rule {service:.4f}")
    wrong = []
    if apart > 2 * seeds:
        wrong.append("the scores are not those of the open-source mode")
    if service < 2 * seeds:
        wrong.append("the scores are those of the service's rule")
    if folder.name == "scores":
        planted = bursts([row[SCORE] for row in wanted])
        over = {place for place, score in enumerate(scores) if score > 2}
        print(f"{folder.name}: {sum(bool(burst & over) for burst in planted)} bursts of {len(planted)}, {len(over)} scores over 2")
        if len(planted) < 2 or not all(burst & over for burst in planted) or over - set().union(*planted):
            wrong.append("the anomalies are others")
    return wrong


def explained(folder, found):
    """Whether the columns' parts add up to the score, each to four places."""
    wrong, some = [], 0
    for row in found:
        parts = json.loads(row[WHY])
        total = sum(float(part["ATTRIBUTION_SCORE"]) for part in parts.values())
        some += row[SCORE] > 0
        if abs(total - row[SCORE]) > 0.0001 * len(parts):
            wrong.append(f"a score of {row[SCORE]} is explained by {parts}")
    print(f"{folder.name}: {some} scores explained, {len(wrong)} of them wrongly")
    if some < len(found) / 2:
        wrong.append("most rows have no score")
    return wrong


def main():
    rillcut, folders = sys.argv[1], [pathlib.Path(argument) for argument in sys.argv[2:]]
    good = 0
    for folder in folders:
        wrong = []
        for stream in sorted(file.stem for file in (folder / "expected").glob("*.ndjson")):
            if stream == "error_stream":
                continue
            wanted, given = ([rest(row) for row in rows(folder, kind, stream)] for kind in ("expected", "out"))
            if not wanted or sorted(wanted) != sorted(given):
                wrong.append(f"{stream}: {len(wanted)} rows in the lab, {len(given)} in Flink, not the same")
            elif folder.name in FORESTS and SCORE in rows(folder, "expected", stream)[0]:
                wrong += detected(rillcut, folder, stream, *FORESTS[folder.name])
            elif WHY in rows(folder, "expected", stream)[0]:
                wrong += explained(folder, rows(folder, "out", stream))
        for sentence in wrong:
            print(f"{folder}: {sentence}")
        good += not wrong
    print(f"as the open-source library has it {good}/{len(folders)}")
    sys.exit(0 if good == len(folders) else 1)


main()
