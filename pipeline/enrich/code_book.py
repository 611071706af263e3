"""The code book of topics: labels and keywords by two-level code, from ``data/topics.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern

from pipeline.settings import DATA

FILE = DATA / "topics.toml"


@dataclass(frozen=True, slots=True)
class CodeBook:
    """``labels`` by code (``kriminal.narkoba``), ``keywords`` compiled by code."""

    labels: Mapping[str, str]
    keywords: Mapping[str, Pattern[str]]

    def hits(self, text: str) -> list[str]:
        """The code of every keyword in a text, as often as it stands there."""
        return [code for code, pattern in self.keywords.items() for _ in pattern.findall(text)]


@cache
def load(path: Path = FILE) -> CodeBook:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["topic"]
    labels: dict[str, str] = {}
    keywords: dict[str, Pattern[str]] = {}
    for topic in raw:
        labels[topic["code"]] = topic["label"]
        for sub, label in topic["sub"].items():
            labels[f"{topic['code']}.{sub}"] = label
        for sub, words in topic.get("keywords", {}).items():
            keywords[f"{topic['code']}.{sub}"] = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return CodeBook(labels, keywords)
