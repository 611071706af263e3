"""What the demo and the run on real text share: a home of their own, real commands."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import tomli_w

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Stage:
    """A fresh SOROT_HOME with its ``sorot.toml``; commands run there and are timed."""

    home: Path
    seconds: dict[str, float] = field(default_factory=dict)

    def clear(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Write ``sorot.toml``, so that later commands need SOROT_HOME alone."""
        text = tomli_w.dumps(dict(settings))
        (self.home / "sorot.toml").write_text(text, encoding="utf-8")

    def sorot(self, name: str, *arguments: str) -> None:
        """Show and run a command; leaves with its exit code when it fails."""
        print(f"\n$ sorot {shlex.join(arguments)}", flush=True)
        began = perf_counter()
        done = subprocess.run(
            [Path(sys.executable).with_name("sorot"), *arguments],
            cwd=ROOT,
            env={**os.environ, "SOROT_HOME": str(self.home)},
            check=False,
        )
        self.seconds[name] = perf_counter() - began
        if done.returncode:
            sys.exit(done.returncode)

    def print_seconds(self) -> None:
        print("\nSeconds by step")
        for name, seconds in self.seconds.items():
            print(f"  {name:<16}{seconds:7.1f}")
        print(f"  {'all':<16}{sum(self.seconds.values()):7.1f}")
