"""``open_news()``: the newest published snapshot, read-only, and the questions asked of it.

Every answer is a DataFrame with named columns; ``links`` counts published pages,
``unique_articles`` syndicated copies once, ``stories`` events. Labels are the corrected ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, Unpack

import pandas as pd

from pipeline.analysis.intervals import with_shares
from pipeline.analysis.slices import NATIONAL_ZONE, Slice, midnight
from pipeline.errors import ConfigError
from pipeline.settings import load
from pipeline.warehouse import current, search_index
from pipeline.warehouse.publish import open_snapshot

Period = Literal["day", "week", "month"]
By = Literal["day", "week", "month", "outlet", "topic"]
Field = Literal["article", "headline", "body"]
LABELS = ("positif", "netral", "negatif")
FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
GROUPS = {
    **{period: f"strftime(day, '{form}')" for period, form in FORMATS.items()},
    "outlet": "outlet_name",
    "topic": "topic_label",
}
SNIPPET = 160
YEAR = timedelta(weeks=52)


def open_news(home: str | Path | None = None) -> News:
    """The newest snapshot of ``home`` (default: SOROT_HOME); raises WarehouseError if none.

    It never locks the nightly run, and keeps showing the same snapshot while it is open.
    """
    settings = load() if home is None else load(home=Path(home))
    return News(current(settings.published))


class Choice(TypedDict, total=False):
    """Which articles a question is about: the same keywords in every method of :class:`News`."""

    unit: str | None  # canonical name or alias, with everything under it
    since: date | str | None  # first day, in the unit's zone
    until: date | str | None  # last day, included
    outlet: str | None  # id or name
    outlet_kind: str | None  # pers | rilis | agregator
    topic: str | None  # code of either level of the code book
    story: str | None  # id
    release: bool | None  # True: only releases, False: all others


class News:
    """Questions to one snapshot; every method takes the keywords of :class:`Choice`."""

    def __init__(self, snapshot: Path) -> None:
        self.snapshot = snapshot
        self.connection = open_snapshot(snapshot)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def __repr__(self) -> str:
        count = self.connection.execute("select count(*) from articles").fetchone()
        return f"<News {self.snapshot.name}: {count[0] if count else 0} articles>"

    def sql(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Any query on the snapshot; ``sorot schema`` says what there is."""
        return self.connection.execute(query, parameters or None).df()

    def rows(
        self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
    ) -> list[dict[str, Any]]:
        """As :meth:`sql`, as plain Python rows with None for what is unknown."""
        rows: list[dict[str, Any]] = (
            self.connection.execute(query, parameters or None).to_arrow_table().to_pylist()
        )
        return rows

    def articles(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """The chosen articles, newest first, with tone and units."""
        query = "select * from selected order by dated_at desc, article_id"
        return self._ask(query, choice)

    def coverage(self, by: By = "week", **choice: Unpack[Choice]) -> pd.DataFrame:
        """Links, unique articles and stories by period, outlet or topic; periods without any are
        zero."""
        query = _sql("coverage").format(by=_group(by))
        found = self._ask(query, choice).set_index("period")
        return _every_period(found, by, self._slice(**choice)).rename_axis(by)

    def sentiment(
        self, by: By | None = "week", field: Field = "article", **choice: Unpack[Choice]
    ) -> pd.DataFrame:
        """Links by sentiment toward the unit, with shares and their 95% intervals.

        Without ``unit`` each article counts toward the unit it names most; ``by=None`` gives one
        row. ``field`` reads the headline or the body alone.
        """
        return self._labels("toward", by, field, choice)

    def tone(
        self, by: By | None = "week", field: Field = "article", **choice: Unpack[Choice]
    ) -> pd.DataFrame:
        """Links by tone of the news, with shares and their 95% intervals."""
        return self._labels("tone", by, field, choice)

    def share_of_voice(
        self, units: Sequence[str], by: Period = "week", **choice: Unpack[Choice]
    ) -> pd.DataFrame:
        """Links of each of ``units`` (with everything under it) by period, and the share of them in
        the links of all ``units`` in that period; a row a period and unit::

            news.share_of_voice(["Polres Ternate", "Polres Halmahera Utara"], since="2025-01-01")

        An article that names two of them counts for both.
        """
        names = list(dict.fromkeys(map(self.unit, units)))
        asked = [{"unit": name, "member": each} for name in names for each in self._below(name)]
        if not asked:
            raise ConfigError("no units to compare.", hint="Give the names of two or more.")
        query = _sql("share_of_voice").format(by=_group(by))
        found = self._ask(query, choice, asked=asked)
        found["share"] = found["links"] / found.groupby("period")["links"].transform("sum")
        return found.rename(columns={"period": by})

    def compare(
        self, against: Literal["before", "year"] = "before", **choice: Unpack[Choice]
    ) -> pd.DataFrame:
        """A period beside an earlier one of as many days: the days right before it, or the same
        weekdays a year (52 weeks) earlier. ``since`` and ``until`` are needed::

            news.compare(unit="Polres Ternate", since="2025-10-13", until="2025-10-19")

        A row a measure (links, unique articles, stories, outlets, labels of sentiment) with
        ``then``, ``now``, ``change`` and ``percent`` (None from nothing).
        """
        since, until = _day(choice.get("since")), _day(choice.get("until"))
        if since is None or until is None:
            raise ConfigError("a period has two ends.", hint="Give since and until.")
        back = YEAR if against == "year" else until - since + timedelta(days=1)
        earlier = Choice(**{**choice, "since": since - back, "until": until - back})
        found = pd.DataFrame({"then": self._measures(earlier), "now": self._measures(choice)})
        found["change"] = found["now"] - found["then"]
        found["percent"] = [
            100 * change / then if then else None
            for change, then in zip(found["change"], found["then"], strict=True)
        ]
        return found.rename_axis("measure")

    def co_mentions(self, limit: int = 20, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Units, officers and other persons named in the chosen articles, by links; not ``unit``
        itself and what is under it, and no suspects, victims and children."""
        return self._ask(
            _sql("co_mentions"), choice, limit=limit, wanted=self._target(choice)["wanted"]
        )

    def verdicts(self, field: Field = "article", **choice: Unpack[Choice]) -> pd.DataFrame:
        """One row per article with its sentiment toward the unit and the three probabilities."""
        query = _sql("toward") + (
            "select article_id, title, url, outlet_name, dated_at, day, target, label, positive,"
            " neutral, negative, corrected, story_id, cluster_id, topic_label"
            " from toward order by dated_at, article_id"
        )
        return self._ask(query, choice, field=field, **self._target(choice))

    def stories(self, limit: int = 20, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Events by number of links, with first publisher and sentiment."""
        query = _sql("toward") + _verdicts("story_id") + _sql("stories")
        return self._ask(query, choice, limit=limit, field="article", **self._target(choice))

    def topics(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Main topics by number of links."""
        return self._ask(_sql("topics"), choice)

    def units(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Units named in the chosen articles, with sentiment toward each."""
        return self._ask(_sql("units"), choice)

    def outlets(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Outlets by number of links: first to publish, release-based, sentiment."""
        query = _sql("toward") + _verdicts("outlet") + _sql("outlets")
        return self._ask(query, choice, field="article", **self._target(choice))

    def speakers(self, limit: int = 20, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Who is quoted, by unique articles."""
        return self._ask(_sql("speakers"), choice, limit=limit)

    def keywords(self, limit: int = 20, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Words that set the chosen articles apart from all others."""
        chosen = self._ask("select count(distinct cluster_id) as n from selected", choice)
        everything = self.sql("select count(*) as n from article_rows where relevant")
        ratio = everything["n"].iloc[0] / max(1, chosen["n"].iloc[0])
        return self._ask(_sql("keywords"), choice, limit=limit, ratio=float(ratio))

    def details(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Text and all topics of each chosen article; ``release_based``: its syndication cluster
        holds a release."""
        return self._ask(_sql("details"), choice)

    def quotes(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Every quote in the chosen articles with its speaker, in order of publication."""
        return self._ask(_sql("quotes"), choice)

    def persons(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Every person named in the chosen articles, in order of publication."""
        return self._ask(_sql("persons"), choice)

    def officers(
        self,
        name: str | None = None,
        *,
        position: str | None = None,
        unit: str | None = None,
        on: date | str | None = None,
    ) -> pd.DataFrame:
        """Officers with the ranks and posts that articles give them, from the first article that
        does to the last: a row each.

        ``name`` is part of any form of the name, ``position`` how the post begins ("Kapolres" finds
        a Kapolresta, too), ``unit`` the unit itself without those under it. ``on`` asks who held
        each post that day, as far as had been told by then::

            news.officers(position="Kapolres", unit="Polres Halmahera Utara", on="2022-11-16")
        """
        canonical = self.unit(unit) if unit else None
        zone = self.zone(canonical) if canonical else NATIONAL_ZONE
        values = {
            "name": name,
            "position": position,
            "unit": canonical,
            "on": midnight(_day(on), zone, days=1),
        }
        return self.connection.execute(_sql("officers"), values).df()

    def unit_verdicts(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """One row per chosen article and unit it names, with the sentiment toward that unit."""
        return self._ask(_sql("unit_verdicts"), choice)

    def models(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Which model gave tone and sentiment in the chosen articles."""
        query = """
            select x.target is null as tone, x.model, count(distinct x.article_id) as links
            from selected s join sentiment x on x.article_id = s.article_id
            group by all order by tone desc, links desc, x.model
        """
        return self._ask(query, choice)

    def outlet_runs(self, **choice: Unpack[Choice]) -> pd.DataFrame:
        """What each outlet gave in the runs begun between ``since`` and ``until``, in the zone of
        ``unit``."""
        _, values = self._slice(**choice).sql()
        period = {name: values[name] for name in ("since", "until")}
        return self.connection.execute(_sql("outlet_runs"), period).df()

    def failures(self) -> pd.DataFrame:
        """Rows that stages could not do, by stage."""
        return self.sql(
            "select stage, count(*) as failures from failures group by all order by stage"
        )

    def under(self, unit: str) -> list[str]:
        """A unit and everything under it in the register."""
        return self._below(self.unit(unit))

    def search(self, words: str, limit: int = 20, **choice: Unpack[Choice]) -> pd.DataFrame:
        """Full-text search by stems (BM25), best first, with a snippet around the first hit."""
        if not words.strip():
            raise ConfigError("nothing to search for.", hint="Give one word or more.")
        search_index.load(self.connection)
        found = self._ask(_sql("search"), choice, words=words, limit=limit)
        found["snippet"] = [_snippet(text, words) for text in found.pop("text")]
        return found

    def unit(self, name: str) -> str:
        """Canonical name of a unit or alias; raises ConfigError with near names."""
        query = """
            select unit from units
            where lower(unit) = lower($name)
                or list_contains(list_transform(aliases, lambda a: lower(a)), lower($name))
            order by lower(unit) = lower($name) desc, unit
        """
        found = self.sql(query, {"name": name})
        if found.empty:
            near = self.sql(
                "select unit from units"
                " order by jaro_winkler_similarity(lower(unit), lower(?)) desc limit 3",
                [name],
            )
            raise ConfigError(
                f"no unit {name!r} in this snapshot.",
                hint=f"Did you mean {', '.join(near['unit'])}?" if len(near) else "",
            )
        return str(found["unit"].iloc[0])

    def zone(self, unit: str) -> str:
        """Time zone of a unit."""
        found = self.sql("select zone from units where unit = ?", [self.unit(unit)])
        return str(found["zone"].iloc[0])

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        rows = self.sql(
            "select parent, list(unit order by unit) as units from units group by parent"
        )
        return dict(zip(rows["parent"], map(list, rows["units"]), strict=True))

    def _below(self, unit: str) -> list[str]:
        found = [unit]
        for name in found:
            found += self._children.get(name, [])
        return found

    def _slice(self, **choice: Unpack[Choice]) -> Slice:
        unit, outlet = choice.get("unit"), choice.get("outlet")
        canonical = self.unit(unit) if unit else None
        since, until = _day(choice.get("since")), _day(choice.get("until"))
        if since and until and since > until:
            raise ConfigError(
                f"the period ends ({until}) before it begins ({since}).",
                hint="Swap since and until.",
            )
        return Slice(
            units=tuple(self._below(canonical)) if canonical else (),
            since=since,
            until=until,
            zone=self.zone(canonical) if canonical else NATIONAL_ZONE,
            outlet=self._outlet(outlet) if outlet else None,
            outlet_kind=choice.get("outlet_kind"),
            topic=choice.get("topic"),
            story=choice.get("story"),
            release=choice.get("release"),
        )

    def _outlet(self, name: str) -> str:
        """Id of an outlet by id or name."""
        known = self.rows("select outlet, name from outlets order by outlet")
        for row in known:
            if name.casefold() in (row["outlet"], row["name"].casefold()):
                return str(row["outlet"])
        names = ", ".join(row["outlet"] for row in known[:20])
        raise ConfigError(f"no outlet {name!r} in this snapshot.", hint=f"There are {names}.")

    def _target(self, choice: Choice) -> dict[str, Any]:
        unit = choice.get("unit")
        main = self.unit(unit) if unit else ""
        return {"main": main, "wanted": self._below(main) if main else []}

    def _ask(self, query: str, choice: Choice, **parameters: Any) -> pd.DataFrame:
        cte, values = self._slice(**choice).sql()
        return self.connection.execute(f"with {cte}\n{query}", {**values, **parameters}).df()

    def _measures(self, choice: Choice) -> dict[str, int]:
        counts = self._ask(
            "select count(*) as links, count(distinct cluster_id) as unique_articles,"
            " count(distinct story_id) as stories, count(distinct outlet) as outlets from selected",
            choice,
        ).iloc[0]
        labels = self.sentiment(by=None, **choice)
        told = {name: int(labels[name].sum()) for name in LABELS}
        return {**{str(name): int(count) for name, count in counts.items()}, **told}

    def _labels(self, source: str, by: By | None, field: Field, choice: Choice) -> pd.DataFrame:
        group = _group(by) if by else "'semua'"
        query = _sql(source) + _sql("labels").format(by=group, name="period")
        target = self._target(choice) if source == "toward" else {}
        found = self._ask(query, choice, field=field, **target).set_index("period")
        if by:
            found = _every_period(found, by, self._slice(**choice))
        return with_shares(found, LABELS).rename_axis(by or "period")


def _group(by: str) -> str:
    if by not in GROUPS:
        raise ConfigError(f"by={by!r} is unknown.", hint=f"Use one of {', '.join(GROUPS)}.")
    return GROUPS[by]


def _sql(name: str) -> str:
    return (files("pipeline.analysis") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _verdicts(column: str) -> str:
    """The CTE ``verdicts``: labels of ``toward`` counted by a column."""
    counts = _sql("labels").format(by=column, name=column)
    return f", verdicts as (\n{counts})\n"


def _day(value: date | str | None) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ConfigError(f"{value!r} is no day.", hint="Write it as 2025-10-13.") from error


def _every_period(found: pd.DataFrame, by: By, chosen: Slice) -> pd.DataFrame:
    """Rows for every period from the first to the last asked for or found."""
    if by not in FORMATS or (found.empty and not (chosen.since and chosen.until)):
        return found
    first = chosen.since or _start(found.index[0], by)
    last = chosen.until or _start(found.index[-1], by)
    days = pd.date_range(first, last, freq="D")
    labels = list(dict.fromkeys(days.strftime(FORMATS[by])))
    return found.reindex(labels, fill_value=0)


def _start(label: str, by: By) -> date:
    form = {"day": "%Y-%m-%d", "week": "%G-W%V-%u", "month": "%Y-%m-%d"}[by]
    text = {"day": label, "week": f"{label}-1", "month": f"{label}-01"}[by]
    return pd.to_datetime(text, format=form).date()


def _snippet(text: str, words: str) -> str:
    places = [text.lower().find(word.lower()) for word in words.split()]
    at = min((place for place in places if place >= 0), default=0)
    start = max(0, at - SNIPPET // 3)
    piece = text[start : start + SNIPPET].replace("\n", " ")
    return ("…" if start else "") + piece + ("…" if start + SNIPPET < len(text) else "")
