"""The examples in the docstrings."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from crawlers import continuation, copies, guard, middlewares, urls
from crawlers.discovery import blogger, listing


@pytest.mark.parametrize(
    "module", [blogger, continuation, copies, guard, listing, middlewares, urls]
)
def test_docstring_examples_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried and not failed
