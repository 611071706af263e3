"""Ids are digests: the same for the same parts, told apart by where parts end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.records import Page, Selection, digest


@given(st.lists(st.text() | st.binary()))
def test_a_digest_is_24_hexadecimal_digits_and_always_the_same(parts: list[str | bytes]) -> None:
    found = digest(*parts)
    assert len(found) == 24
    assert set(found) <= set("0123456789abcdef")
    assert found == digest(*parts)


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1), st.integers(0))
def test_parts_are_not_run_together(text: str, place: int) -> None:
    cut = place % (len(text) + 1)
    assert digest(text[:cut], text[cut:]) != digest(text)


@given(st.text())
def test_text_and_its_bytes_have_one_digest(text: str) -> None:
    assert digest(text) == digest(text.encode())


def test_records_are_frozen_and_know_no_other_fields() -> None:
    record = Selection(article_id="a", relevant=True, p=0.5)
    with pytest.raises(ValidationError, match="frozen"):
        record.p = 0.7
    with pytest.raises(ValidationError, match="Extra inputs"):
        Selection.model_validate({**record.model_dump(), "reason": "x"})


def test_naive_times_are_refused() -> None:
    page = {
        "fetched_at": datetime(2025, 10, 18, tzinfo=UTC).replace(tzinfo=None),
        "status": 200,
        "content_type": None,
    }
    names = ("page_id", "outlet", "url", "final_url", "channel", "body_digest")
    with pytest.raises(ValidationError, match="timezone"):
        Page.model_validate({**page, **dict.fromkeys(names, "x")})
    aware = page | {"fetched_at": datetime(2025, 10, 18, tzinfo=UTC)}
    assert Page.model_validate({**aware, **dict.fromkeys(names, "x")}).body == b""
