"""Addresses: the short way for plain links says what the long way would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import urls

NEVER = re.compile("(?!)")


@given(st.from_regex(urls.PLAIN, fullmatch=True))
def test_plain_link_is_what_the_long_way_makes_of_it(link: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "PLAIN", NEVER)
        long_way = (urls.absolute("https://kabar.id/", link), urls.key(link))
    assert (urls.absolute("https://kabar.id/", link), urls.key(link)) == long_way


@pytest.mark.parametrize("link", ["http://x.id:80/a", "http://x.id/a/../b", "http://x.id/a?b#c"])
def test_link_that_may_be_written_otherwise_goes_the_long_way(link: str) -> None:
    assert not urls.PLAIN.fullmatch(link)
