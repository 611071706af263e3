"""The comparison with other extractors counts what it says it counts."""

from __future__ import annotations

import pytest

from bench.peers.found import Found
from bench.peers.score import Truth, score

BODY = "Kapolres menutup acara di lapangan itu pada Senin siang."
TRUTH = Truth(BODY, "Acara Ditutup", "2025-10-16", "Roby P.", "Asia/Jayapura", ("Baca juga: Lain",))
RIGHT = Found(BODY, "Acara  Ditutup", "2025-10-15T22:30:00+00:00", ("roby p.", "Editor"))


def test_a_right_find_scores_one_on_every_field() -> None:
    found = score([RIGHT], [TRUTH])
    assert [found.body, found.title, found.day, found.author, found.clean] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        (Found(f"{BODY} Baca juga: Lain", "Acara Ditutup", "2025-10-16", ("Roby P.",)), "clean"),
        (Found(BODY, "Acara Ditutup - Kabar", "2025-10-16", ("Roby P.",)), "title"),
        (Found(BODY, "Acara Ditutup", "2025-10-15", ("Roby P.",)), "day"),
        (Found(BODY, "Acara Ditutup", "", ("Roby P.",)), "day"),
        (Found(BODY, "Acara Ditutup", "2025-10-16", ("Admin",)), "author"),
        (Found(BODY, "Acara Ditutup", "2025-10-16"), "author"),
    ],
)
def test_a_wrong_field_scores_nothing(spoiled: Found, field: str) -> None:
    assert getattr(score([spoiled], [TRUTH]), field) == 0


def test_a_field_without_truth_is_not_scored() -> None:
    found = score([RIGHT], [Truth(BODY)])
    assert (found.title, found.day, found.author, found.clean) == (None, None, None, None)
