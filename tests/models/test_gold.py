"""The labels of our own: whole, apart from what they are tested on, and joined with their texts."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from models import gold, public_sets
from models.examples import learning
from models.public_sets import LabelledText, without_leaks
from pipeline.enrich.questions import OTHER, UNIT
from pipeline.enrich.register import UnitRegister
from pipeline.errors import ConfigError
from pipeline.settings import DATA


@pytest.fixture(autouse=True)
def room() -> None:
    from models import dataroom

    try:
        dataroom.folder()
    except ConfigError as error:
        pytest.skip(str(error))


def texts(items: Iterable[gold.GoldArticle]) -> list[LabelledText]:
    return [LabelledText(f"{item.title} {item.text}", item.tone) for item in items]


def test_nothing_that_is_learned_resembles_what_is_tested() -> None:
    articles = list(gold.articles())
    test = texts(article for article in articles if article.split == "test")
    learned = texts([*(a for a in articles if a.split == "train"), *gold.invented()])
    assert len(without_leaks(learned, test)) == len(learned)
    titles = [LabelledText(a.title, a.tone) for a in articles if a.split == "test" and a.title]
    heads = [LabelledText(headline.title, headline.tone) for headline in gold.headlines()]
    assert len(without_leaks(heads, titles)) == len(heads)


def test_a_near_copy_of_a_held_out_text_is_not_learned() -> None:
    held_out = [
        LabelledText("Polisi menangkap dua pencuri motor di pasar Tobelo kemarin", "netral")
    ]
    copies = [
        LabelledText("Polisi menangkap dua pencuri motor di pasar Tobelo kemarin sore", "netral"),
        LabelledText("Harga cengkih naik di pasar Ternate sejak awal bulan ini", "netral"),
    ]
    assert without_leaks(copies, held_out) == copies[1:]


@pytest.mark.parametrize("load", [public_sets.smsa, public_sets.cnbc])
def test_public_sets_have_splits_that_share_no_text(load: public_sets.Loader) -> None:
    learned, held_out = load("train"), load("valid")
    assert len(learned) > 5 * len(held_out) > 5_000
    assert not {item.text for item in learned} & {item.text for item in held_out}
    assert {item.label for item in learned} == set(public_sets.LABELS)


def test_examples_name_no_unit_that_is_asked_about() -> None:
    register = UnitRegister.load([DATA / "units"])
    examples = learning(register)
    toward = [e for e in examples if "sentiment" in e.labels and e.marked.places]
    assert len(toward) > 1_000
    assert all(UNIT in example.marked.text for example in toward)
    assert any(OTHER in example.marked.text for example in toward)


def test_examples_of_an_article_stay_in_one_fold() -> None:
    examples = learning(UnitRegister.load([DATA / "units"]))
    folds: dict[str, set[int]] = {}
    for example in examples:
        folds.setdefault(example.group, set()).add(example.fold)
    assert {len(numbers) for numbers in folds.values()} == {1}
