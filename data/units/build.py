"""Write ``polres.toml``: every Polres and its Polsek, from the gazetteer and ``exceptions.toml``.

``python data/units/build.py`` reads ``regions/wilayah.csv.gz`` of the data room (facts only: names
and Kemendagri codes) and prints the counts to hold against public totals.
"""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import tomli_w

from models import dataroom

HERE = Path(__file__).parent
_KIND = re.compile(r"^(Kabupaten|Kota)(?: Administrasi)? ")


def gazetteer() -> dict[str, str]:
    """Kemendagri code → name, down to the kecamatan."""
    with gzip.open(
        dataroom.folder() / "regions" / "wilayah.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows = {row["code"]: row["name"].strip() for row in csv.DictReader(file)}
    return {code: name for code, name in rows.items() if code.count(".") <= 2}


def main() -> None:
    places = gazetteer()
    known = tomllib.loads((HERE / "exceptions.toml").read_text(encoding="utf-8"))
    polda = {
        unit["code"]: unit["name"]
        for unit in tomllib.loads((HERE / "polda.toml").read_text(encoding="utf-8"))["polda"]
        if "code" in unit
    }
    districts: dict[str, list[str]] = defaultdict(list)
    for code, name in places.items():
        if code.count(".") == 2:
            districts[known["moved"].get(code, code.rsplit(".", 1)[0])].append(name)
    regions = {code: name for code, name in places.items() if code.count(".") == 1}
    units = [_unit(code, name, regions, districts, known, polda) for code, name in regions.items()]
    units += [{"polsek": [], **unit} for unit in known["more"]]
    with (HERE / "polres.toml").open("wb") as file:
        file.write(b"# Written by build.py; edit exceptions.toml instead.\n\n")
        tomli_w.dump({"polres": units}, file)
    print(f"{len(polda)} Polda, {len(units)} Polres, {sum(len(u['polsek']) for u in units)} Polsek")


def _unit(
    code: str,
    name: str,
    regions: dict[str, str],
    districts: dict[str, list[str]],
    known: dict[str, Any],
    polda: dict[str, str],
) -> dict[str, Any]:
    place = _KIND.sub("", name)
    province = code.split(".")[0]
    twin = name.startswith("Kota") and f"Kabupaten {place}" in regions.values()
    full = known["names"].get(code, f"Polres {place} Kota" if twin else f"Polres {place}")
    unit = {
        "name": full,
        "polda": known["polda"].get(code) or known["polda"].get(province) or polda[province],
        "region": name,
        "code": code,
        "aliases": known["aliases"].get(code, []),
        "polsek": list(dict.fromkeys(districts[code] + known["polsek"].get(code, []))),
    }
    return unit | ({"seat": known["seats"][code]} if code in known["seats"] else {})


if __name__ == "__main__":
    main()
