"""Write ``regions.csv``: provinces, kabupaten/kota and kecamatan with their Kemendagri codes, and
the centres that are known.

``python data/regions/build.py`` reads ``regions/`` of the data room (facts only: names, codes,
centres) and prints the counts to hold against the public totals.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

from models import dataroom

FILE = Path(__file__).parent / "regions.csv"
OUTLINES = ("kabupaten.geojson.gz", "kecamatan_malut.geojson.gz")
LEVELS = ("provinsi", "kabupaten/kota", "kecamatan")


def centres() -> dict[str, tuple[float, float]]:
    """Code → latitude and longitude in degrees."""
    found = {}
    for name in OUTLINES:
        with gzip.open(dataroom.folder() / "regions" / name, "rt", encoding="utf-8") as file:
            for feature in json.load(file)["features"]:
                facts = feature["properties"]
                found[facts["code"]] = (facts["lat"], facts["lng"])
    return found


def main() -> None:
    known = centres()
    source = dataroom.folder() / "regions" / "wilayah.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"].count(".") < len(LEVELS)]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "latitude", "longitude"))
        for row in rows:
            writer.writerow((row["code"], row["name"].strip(), *known.get(row["code"], ("", ""))))
    counts = Counter(row["code"].count(".") for row in rows)
    told = ", ".join(f"{counts[level]} {name}" for level, name in enumerate(LEVELS))
    print(f"{told}; {len(known)} with a centre")


if __name__ == "__main__":
    main()
