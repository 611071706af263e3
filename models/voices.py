"""Pairs of news beginnings that differ in who did it: ``models/gold/voices.toml`` made into items.

In "warga memukul anggota Polres X" and "anggota Polres X dipukul warga" the police are the victims,
in the pairs turned round they are to blame; words alone do not tell, so the voice must be learned.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from itertools import product
from typing import Any

from models.gold import HERE, GoldArticle

FILE = HERE / "voices.toml"
SEED = 7
SIDES = ("police", "others")
VOICES = ("active", "passive")


def items() -> Iterator[GoldArticle]:
    """Of every verb both voices with the police on either side, in each frame; the rest is drawn by
    chance.

    >>> first = next(items())
    >>> first.tone, first.sentiment
    ('negatif', 'negatif')
    """
    parts = tomllib.loads(FILE.read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    for number, (verb, doer, voice) in enumerate(product(parts["verb"], SIDES, VOICES)):
        for frame in parts["frame"]:
            yield _item(f"voice-{number:03}", verb, doer, frame[voice], parts["words"], chance)


def _item(
    id_: str, verb: dict[str, str], doer: str, told: list[str], words: dict[str, list[str]],
    chance: random.Random,
) -> GoldArticle:  # fmt: skip
    unit = chance.choice(words["units"])
    sides = {side: chance.choice(words[side]).format(unit=unit) for side in SIDES}
    done = next(side for side in SIDES if side != doer)
    facts = {
        "doer": sides[doer], "done": sides[done], "a": verb["active"], "p": verb["passive"],
        "place": chance.choice(words["places"]), "day": chance.choice(words["days"]),
    }  # fmt: skip
    title, text = (_capital(line.format(**facts)) for line in told)
    sentiment = "negatif" if doer == "police" else "netral"
    labels: dict[str, Any] = {"tone": "negatif", "sentiment": sentiment}
    return GoldArticle(
        id=id_, split="train", title=title, text=text, relevant=True, target=unit,
        headline=sentiment if unit in title else None, others={}, topic=None, **labels,
    )  # fmt: skip


def _capital(line: str) -> str:
    return line[0].upper() + line[1:]
