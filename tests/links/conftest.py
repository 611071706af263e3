"""An office that was crawled on the first night, without Lintas Warta in its registry, and in which
the chat of its press group is imported on the second, before the nightly run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import DATA, ROOT
from tests.conftest import made_once
from tests.links.chats import CHAT, SECRETS
from tests.newsroom.server import Newsroom
from tests.nights import SECOND_NIGHT


@dataclass(frozen=True)
class Office:
    """A home and its settings in the environment, for commands as a user gives them."""

    home: Path
    newsroom: Newsroom
    asked: list[str] = field(default_factory=list)  # by the command before

    @property
    def chat(self) -> Path:
        return self.home / f"{SECRETS[-1]}.txt"

    @property
    def environment(self) -> dict[str, str]:
        sample = DATA / "sample"
        return os.environ | {
            "SOROT_HOME": str(self.home),
            "SOROT_OUTLETS": str(self.home / "outlets"),
            "SOROT_UNITS": json.dumps([str(DATA / "units"), str(sample / "units.toml")]),
            "SOROT_REGIONS": json.dumps([str(DATA / "regions"), str(sample / "regions.csv")]),
            "SOROT_NOW": SECOND_NIGHT.isoformat(),
            "SOROT_PROXY": self.newsroom.url,
            "SOROT_ALLOW_PRIVATE_HOSTS": "true",
            "SOROT_DELAY": "0",
            "SOROT_WORKERS": "1",
            "COLUMNS": "80",
        }

    def sorot(self, *arguments: object, codes: tuple[int, ...] = (0,)) -> str:
        """What the command prints; it ends with one of ``codes``."""
        self.newsroom.set_now(SECOND_NIGHT)
        self.newsroom.forget_requests()
        command = [sys.executable, "-m", "pipeline.cli.app", *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=ROOT, env=self.environment
        )
        assert done.returncode in codes, done.stderr
        self.asked[:] = [
            f"{host}{path}"
            for host, paths in self.newsroom.requests().paths.items()
            for path in paths
            if path != "/robots.txt"
        ]
        return done.stdout

    def json(self, *arguments: object, codes: tuple[int, ...] = (0,)) -> Any:
        return json.loads(self.sorot(*arguments, "--json", codes=codes))


@dataclass(frozen=True)
class Imported:
    """An office after the import, what that told and whom it asked; not to be changed."""

    office: Office
    told: dict[str, Any]
    asked: list[str]
    table: Path


@pytest.fixture(scope="session")
def imported(
    first_night: Path, open_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Imported:
    def make(home: Path) -> None:
        shutil.copytree(first_night, home, symlinks=True)
        shutil.copytree(DATA / "sample" / "outlets", home / "outlets")
        (home / "outlets" / "lintaswarta.toml").unlink()
        office = Office(home, open_newsroom)
        office.chat.write_text(CHAT, encoding="utf-8")
        office.sorot("watch", "add", "Polres Seruni Utara")
        table = home / "tautan.csv"
        told = office.sorot("links", "import", office.chat, "--json", "--out", table, codes=(3,))
        (home / "told.json").write_text(told, encoding="utf-8")
        (home / "asked.json").write_text(json.dumps(office.asked), encoding="utf-8")

    home = made_once(tmp_path_factory, "import", make)
    told, asked = (json.loads((home / f"{name}.json").read_bytes()) for name in ("told", "asked"))
    return Imported(Office(home, open_newsroom), told, asked, home / "tautan.csv")


@pytest.fixture
def office(imported: Imported, tmp_path: Path) -> Office:
    """A copy of the office after the import, for a test to change."""
    home = shutil.copytree(imported.office.home, tmp_path / "home", symlinks=True)
    return Office(home, imported.office.newsroom)
