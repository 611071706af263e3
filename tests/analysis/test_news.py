"""Questions to a snapshot: figures asked in different ways agree, and bad ones say what to give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.analysis import News, open_news
from pipeline.errors import ConfigError

UNIT = "Polres Seruni Utara"
WEEK = {"since": "2025-10-13", "until": "2025-10-19"}


@pytest.fixture(scope="module")
def news(second_night: Path) -> Iterator[News]:
    with open_news(second_night) as found:
        yield found


def test_coverage_counts_what_the_plain_tables_hold(news: News) -> None:
    members = news.under(UNIT)
    (plain,) = news.rows(
        """
        select count(distinct article_id) as links, count(distinct cluster_id) as unique_articles
        from mentions join v_articles using (article_id)
        where relevant and list_contains(?, unit)
        """,
        [members],
    )
    coverage = news.coverage(unit=UNIT)
    assert coverage["links"].sum() == plain["links"] > 20
    assert len(news.articles(unit=UNIT)) == plain["links"]


def test_sentiment_and_tone_are_those_of_the_effective_labels(news: News) -> None:
    for field in ("article", "headline", "body"):
        (plain,) = news.rows(
            """
            select count(*) filter (label = 'negatif') as negatif, count(*) as links
            from v_effective_labels l join v_relevant r using (article_id)
            where r.relevant and l.target is null and l.field = ?
            """,
            [field],
        )
        tone = news.tone(by=None, field=field)
        assert tone["negatif"].sum() == plain["negatif"]
        assert tone[["positif", "netral", "negatif"]].to_numpy().sum() == plain["links"]


def test_units_and_their_verdicts_agree(news: News) -> None:
    units = news.units(**WEEK).set_index("unit")
    verdicts = news.unit_verdicts(**WEEK)
    links = verdicts.groupby("unit").size()
    negative = verdicts[verdicts["label"] == "negatif"].groupby("unit").size()
    assert units["links"].to_dict() == links.to_dict()
    assert {u: n for u, n in units["negatif"].items() if n} == negative.to_dict()


def test_shares_of_voice_are_of_the_units_asked_for(news: News) -> None:
    asked = [UNIT, "Polresta Batulayar", "Polres Kepulauan Lontar"]
    found = news.share_of_voice(asked, by="week")
    assert set(found["unit"]) == set(asked)
    assert found.groupby("week")["share"].sum().round(9).eq(1).all()
    own = found[found["unit"] == UNIT].set_index("week")["links"]
    coverage = news.coverage(unit=UNIT, by="week")["links"]
    assert own.sum() == coverage.sum()
    with pytest.raises(ConfigError, match="no units to compare"):
        news.share_of_voice([])


def test_a_period_is_compared_with_the_one_before_and_a_year_ago(news: News) -> None:
    found = news.compare(unit=UNIT, **WEEK)
    now = news.coverage(unit=UNIT, by="day", **WEEK)["links"].sum()
    before = {"since": "2025-10-06", "until": "2025-10-12"}
    then = news.coverage(unit=UNIT, by="day", **before)["links"].sum()
    assert (found.loc["links", "now"], found.loc["links", "then"]) == (now, then)
    assert found.loc["links", "change"] == now - then
    assert found.loc["links", "percent"] == pytest.approx(100 * (now - then) / then)
    year = news.compare(against="year", unit=UNIT, **WEEK)
    assert year.loc["links", "then"] == 0
    assert year["percent"].isna().all()
    with pytest.raises(ConfigError, match="Give since and until"):
        news.compare(unit=UNIT)


def test_who_is_named_beside_a_unit(news: News) -> None:
    found = news.co_mentions(unit=UNIT, limit=200)
    assert not set(found["name"]) & set(news.under(UNIT))
    assert {"unit", "officer"} <= set(found["kind"])
    hidden = news.sql("select name from persons where part in ('tersangka', 'korban', 'anak')")
    shown = news.sql("select name from persons where part not in ('tersangka', 'korban', 'anak')")
    people = set(found.loc[found["kind"] == "person", "name"])
    assert not people & (set(hidden["name"]) - set(shown["name"]))


def test_keywords_are_no_names(news: News) -> None:
    words = news.keywords(limit=30, unit=UNIT, **WEEK)["word"]
    assert len(words) > 5
    assert not {"seruni", "batulayar", "polres"} & {word for text in words for word in text.split()}


def test_the_officer_of_a_day_is_the_one_named_by_then(news: News) -> None:
    (officer,) = news.officers(position="Kapolres", unit=UNIT, on="2025-10-15").to_dict("records")
    assert (officer["name"], officer["rank"]) == ("Bima Adiwangsa", "AKBP")
    assert news.officers(position="Kapolres", unit=UNIT, on="2020-01-01").empty
    assert set(news.officers("adiwangsa")["unit"].dropna()) == {UNIT}
