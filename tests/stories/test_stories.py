"""Events: what belongs together in the sample, and the rules that keep two events apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.records import Duplicate, Story, StoryArticle, StoryInput
from pipeline.stories.stories import WINDOW, tell
from tests.newsroom.truth import published
from tests.nights import SECOND_NIGHT, rows
from tests.stories.grouping import START, agreement, told

THEFT = "Polisi menangkap pencuri sepeda motor di pasar ikan kota setelah rekaman kamera dilihat"
ARREST = "Pencuri sepeda motor di pasar ikan kota mengaku setelah polisi melihat rekaman kamera"
FLOOD = "Banjir merendam puluhan rumah warga desa dan petugas membagikan selimut serta makanan"

# Measured precision 0.85, recall 0.52, F1 0.65 over pairs of articles of one event
LEAST_PRECISION = 0.80
LEAST_F1 = 0.60


def stories_of(articles: Sequence[StoryInput]) -> dict[str, str]:
    """Article → story."""
    records = tell(articles)
    return {r.article_id: r.story_id for r in records if isinstance(r, StoryArticle)}


def test_articles_of_one_event_of_the_sample_are_told_as_one_story(second_night: Path) -> None:
    events = {fact.canonical: fact.article.story for fact in published(SECOND_NIGHT)}
    query = "select canonical_url, story_id from v_articles where relevant"
    found = dict(rows(second_night / "warehouse.duckdb", query))
    measured = agreement({url: events[url] for url in found}, found)
    assert measured.precision >= LEAST_PRECISION, measured
    assert measured.f1 >= LEAST_F1, measured


def test_an_event_told_in_other_words_is_the_same_story() -> None:
    found = stories_of([told("a", THEFT), told("b", ARREST, hours=20), told("c", FLOOD, hours=21)])
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_a_like_event_of_another_unit_is_another_story() -> None:
    other = told("b", ARREST, hours=20, units=("Polres Seruni Selatan",))
    assert stories_of([told("a", THEFT), other]) == {"a": "a", "b": "b"}


def test_a_like_event_much_later_is_another_story() -> None:
    hours = WINDOW.total_seconds() / 3600 + 1
    assert stories_of([told("a", THEFT), told("b", ARREST, hours=hours)]) == {"a": "a", "b": "b"}


def test_a_story_has_the_title_of_its_first_article_and_the_span_of_them_all() -> None:
    last = told("b", ARREST, hours=20)
    records = tell([last, told("a", THEFT)])
    (story,) = [record for record in records if isinstance(record, Story)]
    assert story.title == told("a", THEFT).title
    assert (story.first_at, story.last_at) == (START, last.published_at)


def test_every_article_is_in_one_cluster_and_one_story() -> None:
    articles = [told(str(n), text, hours=n) for n, text in enumerate([THEFT, THEFT, FLOOD, ARREST])]
    records = tell(articles)
    for kind in (Duplicate, StoryArticle):
        keys = [record.article_id for record in records if isinstance(record, kind)]
        assert sorted(keys) == ["0", "1", "2", "3"]


def test_no_articles_make_no_stories() -> None:
    assert tell([]) == []
