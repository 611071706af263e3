"""The sample newsroom as a server, and homes of Sorot after its first and second night.

A home takes half a minute to make, so each is made once in a test run, whatever the number of
workers, and copied by the tests that change it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.newsroom.server import Newsroom
from tests.nights import FIRST_NIGHT, SECOND_NIGHT, run, settings_of

MakeSettings = Callable[..., Settings]


@pytest.fixture(scope="session")
def open_newsroom() -> Iterator[Newsroom]:
    with Newsroom(FIRST_NIGHT) as running:
        yield running


@pytest.fixture
def newsroom(open_newsroom: Newsroom) -> Newsroom:
    """The sample newsroom on its first night, with nothing asked yet."""
    open_newsroom.set_now(FIRST_NIGHT)
    open_newsroom.forget_requests()
    return open_newsroom


@pytest.fixture(scope="session")
def first_night(open_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after the first night; not to be changed."""

    def make(home: Path) -> None:
        open_newsroom.set_now(FIRST_NIGHT)
        run(settings_of(home, open_newsroom.url, FIRST_NIGHT))

    return made_once(tmp_path_factory, "first-night", make)


@pytest.fixture(scope="session")
def second_night(
    first_night: Path, open_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The home after the second night; not to be changed."""

    def make(home: Path) -> None:
        shutil.copytree(first_night, home, symlinks=True)
        open_newsroom.set_now(SECOND_NIGHT)
        open_newsroom.forget_requests()
        run(settings_of(home, open_newsroom.url, SECOND_NIGHT))
        asked = sorted(
            f"http://{host}{path}"
            for host, paths in open_newsroom.requests().paths.items()
            for path in paths
        )
        (home / "asked.txt").write_text("\n".join(asked), encoding="utf-8")

    return made_once(tmp_path_factory, "second-night", make)


@pytest.fixture
def home(first_night: Path, tmp_path: Path) -> Path:
    """A copy of the home after the first night, for a test to change."""
    return shutil.copytree(first_night, tmp_path / "home", symlinks=True)


@pytest.fixture
def settings(newsroom: Newsroom) -> MakeSettings:
    """Makes the settings of a home: ``settings(home, now=…, workers=…)``."""

    def make(home: Path, now: datetime = FIRST_NIGHT, **more: object) -> Settings:
        newsroom.set_now(now)
        return settings_of(home, newsroom.url, now, **more)

    return make


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name`` that all workers share; the first to ask makes it, the others wait."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = shared / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder
