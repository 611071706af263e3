"""Recommendations: rules that find figures, worded by ``data/report/recommendations.toml``.

A rule returns the values its wording may use, once per recommendation, or nothing. No rule asserts
more than its figures; each recommendation prints the figure on which it rests.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.report import facts, rankings, reading, watch, wording
from pipeline.report.content import Recommendation, Sentence, Span
from pipeline.report.facts import Weeks
from pipeline.settings import DATA

FILE = DATA / "report" / "recommendations.toml"

Values = dict[str, Span | Sentence]


@dataclass(frozen=True, slots=True)
class Advice:
    """An entry of the data file; ``limits`` are its thresholds."""

    rule: str
    text: str
    basis: str
    limits: Mapping[str, float] = field(default_factory=dict)


def recommend(weeks: Weeks, path: Path = FILE) -> tuple[Recommendation, ...]:
    """What the figures of the week call for, in the order of the data file."""
    found = []
    for advice in load(path):
        for values in RULES[advice.rule](weeks, advice.limits):
            try:
                text = wording.sentence(advice.text, **values)
                basis = wording.sentence(advice.basis, **values)
            except KeyError as error:
                raise ConfigError(
                    f"{path}: rule {advice.rule} gives no {error}.",
                    hint=f"It gives {', '.join(sorted(values))}.",
                    path=path,
                ) from error
            found.append(Recommendation(text=text, basis=basis))
    return tuple(found)


@cache
def load(path: Path = FILE) -> tuple[Advice, ...]:
    """The entries of the data file; raises ConfigError naming the file and the entry."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))["recommendation"]
        return tuple(_advice(dict(entry), path) for entry in raw)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path}: {error}.",
            hint="Every [[recommendation]] needs rule, text and basis.",
            path=path,
        ) from error


def _advice(entry: dict[str, str | float], path: Path) -> Advice:
    rule, text, basis = (str(entry.pop(name)) for name in ("rule", "text", "basis"))
    if rule not in RULES:
        raise ConfigError(
            f"{path}: no rule {rule!r}.", hint=f"The rules are {', '.join(RULES)}.", path=path
        )
    return Advice(rule, text, basis, {name: float(value) for name, value in entry.items()})


def _negative_issues(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    for rows in watch.negative_events(weeks.now)[: int(limits.get("most", 3))]:
        about = watch.name_of(rows)
        yield {
            "title": facts.pointer(rows[0], about),
            "function": reading.function_for(weeks.now.unit, rows[0].topic),
            "negative": facts.links(facts.labelled(rows, "negatif"), f"“{about}”, negatif"),
            "outlets": facts.outlets(rows, f"“{about}”"),
        }


def _without_police_voice(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    silent = [
        rows
        for rows in watch.negative_events(weeks.now)
        if watch.without_police_voice(rows, weeks.now.quotes)
    ]
    negative = [row for rows in silent for row in facts.labelled(rows, "negatif")]
    if silent:
        about = "Negatif tanpa kutipan kepolisian"
        yield {
            "links": facts.links(negative, about),
            "events": facts.figure(len(silent), negative, f"{about}, peristiwa"),
        }


def _more_negative(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    counted = [week.news.sentiment(by=None, **week.choice) for week in (weeks.now, weeks.before)]
    if any(answer.empty for answer in counted):
        return
    now, before = (answer.iloc[0] for answer in counted)
    if now["negatif_low"] > before["negatif_high"]:
        yield {
            "now": facts.links(facts.labelled(weeks.now.rows, "negatif"), "Negatif sepekan"),
            "before": facts.links(
                facts.labelled(weeks.before.rows, "negatif"), "Negatif, pekan lalu"
            ),
        }


def _to_read(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    for event in watch.to_read(weeks.now)[: int(limits.get("most", 3))]:
        about = watch.name_of(event.rows)
        yield {
            "title": facts.pointer(event.rows[0], about),
            "function": reading.function_for(weeks.now.unit, event.rows[0].topic),
            "reason": wording.opened(event.reason),
            "links": facts.links(event.rows, f"“{about}”, link"),
            "outlets": facts.outlets(event.rows, f"“{about}”"),
        }


def _release_bound(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    rows = weeks.now.rows
    released = facts.of_origin(rows, "rilis")
    enough = len(rows) >= limits.get("least", 10)
    if enough and len(released) >= limits.get("share", 0.7) * len(rows):
        yield {
            "released": facts.links(released, "Rilis"),
            "links": facts.links(rows, "Link sepekan"),
            "part": facts.share(released, rows, "Rilis, porsi"),
            "own": facts.links(facts.of_origin(rows, "sendiri"), "Liputan sendiri"),
        }


def _one_voice(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    police = [quote for quote in weeks.now.quotes if quote.police]
    if not police or len(police) < limits.get("least", 6):
        return
    said = max(rankings.by_speaker(police), key=len)
    if len(said) >= limits.get("share", 0.5) * len(police):
        name = said[0].speaker
        yield {
            "name": name,
            "quotes": facts.figure(len(said), rankings.rows_of(said), f"{name}, kutipan"),
            "all": facts.figure(len(police), rankings.rows_of(police), "Kutipan kepolisian"),
        }


def _fewer(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    now, before = weeks.now.rows, weeks.before.rows
    enough = now and len(before) >= wording.SMALL_BASE
    if enough and len(now) <= (1 - limits.get("share", 0.3)) * len(before):
        yield {
            "now": facts.links(now, "Link sepekan"),
            "before": facts.links(before, "Link, pekan lalu"),
        }


def _none(weeks: Weeks, limits: Mapping[str, float]) -> Iterator[Values]:
    if not weeks.now.rows and weeks.before.rows:
        yield {"before": facts.links(weeks.before.rows, "Link, pekan lalu")}


RULES: dict[str, Callable[[Weeks, Mapping[str, float]], Iterator[Values]]] = {
    "isu_negatif": _negative_issues,
    "perlu_dibaca": _to_read,
    "tanpa_suara_polisi": _without_police_voice,
    "negatif_bertambah": _more_negative,
    "bergantung_rilis": _release_bound,
    "narasumber_terpusat": _one_voice,
    "volume_turun": _fewer,
    "tanpa_berita": _none,
}
