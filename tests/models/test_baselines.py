"""What models must beat is itself no straw man: each simple model does what it is named after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="baselines need the extra train")

from models import baselines  # noqa: E402
from models.baselines import Learned, lexicon, majority, mean_vectors, polarity_words  # noqa: E402
from models.public_sets import LABELS, LabelledText  # noqa: E402
from pipeline.enrich.classifiers import Classifier  # noqa: E402
from pipeline.enrich.questions import Question  # noqa: E402
from pipeline.errors import ConfigError  # noqa: E402

PRAISE = "Warga mengapresiasi polisi yang sigap membantu"
BLAME = "Keluarga kecewa, laporan diabaikan polisi"
PLAIN = "Jadwal layanan SIM pekan ini"
TEXTS = [
    *(LabelledText(f"{PRAISE} hari ke-{n}", "positif") for n in range(30)),
    *(LabelledText(f"{BLAME} hari ke-{n}", "negatif") for n in range(6)),
    *(LabelledText(f"{PLAIN} hari ke-{n}", "netral") for n in range(10)),
]


def answer(model: Classifier, title: str, text: str = "") -> str:
    rows = model.probabilities([Question(title, text)])
    assert rows.sum() == pytest.approx(1)
    return model.labels[int(rows[0].argmax())]


def test_majority_gives_the_shares_it_has_seen() -> None:
    learned = [Learned(Question("", ""), label) for label in ("a", "b", "b", "b")]
    model = majority(learned, ("a", "b", "c"))
    assert model.probabilities([Question("x", "y")] * 2).tolist() == [[0.25, 0.75, 0]] * 2


@pytest.mark.parametrize(
    ("title", "label"),
    [(PRAISE, "positif"), (BLAME, "negatif"), (PLAIN, "netral"), ("👮", "netral"), ("", "netral")],
)
def test_the_lexicon_counts_praise_and_blame(title: str, label: str) -> None:
    assert answer(lexicon("tone"), title) == label


def test_the_lexicon_knows_the_police_and_the_code_book() -> None:
    assert answer(lexicon("relevance"), "Kapolres menyapa warga") == "true"
    assert answer(lexicon("relevance"), "Harga cengkih naik") == "false"
    assert answer(lexicon("topics"), "Pencurian motor", "Curanmor marak") == "kriminal.pencurian"


def test_a_broken_list_of_words_is_named(tmp_path: Path) -> None:
    file = tmp_path / "polarity.toml"
    file.write_text('positive = ["baik"]')
    with pytest.raises(ConfigError, match=r"polarity\.toml.*negative"):
        polarity_words(file)


@pytest.mark.parametrize("name", ["mean vectors", "TF-IDF + linear"])
def test_what_learns_learns_rare_labels_too(name: str) -> None:
    model = baselines.for_texts(TEXTS, LABELS)[name]
    assert [answer(model, title) for title in (PRAISE, BLAME, PLAIN)] == [
        "positif", "negatif", "netral",
    ]  # fmt: skip


def test_a_label_that_was_never_seen_has_no_probability() -> None:
    learned = [Learned(Question(row.text, ""), row.label) for row in TEXTS if row.label != "netral"]
    model = mean_vectors(learned, LABELS, lambda question: {"title": question.title})
    rows = model.probabilities([Question(BLAME, ""), Question(PRAISE, "")])
    assert rows[:, LABELS.index("netral")].tolist() == [0, 0]
    assert np.allclose(rows.sum(axis=1), 1)
