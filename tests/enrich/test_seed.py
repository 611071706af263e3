"""The article of the brief, on a page of its outlet's shape: everything known of it is read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import pytest

from pipeline.enrich import registry
from pipeline.enrich.entities import Entities, find_entities, recogniser
from pipeline.enrich.sentiment import Named, score
from pipeline.enrich.topics import find_topics
from pipeline.enrich.units import Context
from pipeline.extract import OutletView, extract
from pipeline.records import Article, Label
from pipeline.settings import MODELS, ROOT
from tests.enrich.reading import register
from tests.extract.reading import page

TITLE = "Polres Halut Gelar Pelatihan Peningkatan Kemampuan Manajemen Media Dan Pelayanan Publik"
URL = "https://bhayangkarautama.com/2022/11/16/polres-halut-gelar-pelatihan/"
PUBLISHED = "2022-11-16T14:20:00+09:00"
UNIT = "Polres Halmahera Utara"
HEAD = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{TITLE}</title>
<meta property="article:published_time" content="{PUBLISHED}"></head><body>
<nav class="breadcrumb">Beranda › Polres › {TITLE}</nav>
<article class="post"><h1 class="entry-title">{TITLE}</h1>
<div class="social-share"><a href="#">Facebook</a> <a href="#">WhatsApp</a></div>
<div class="entry-content">"""
FOOT = """</div><div class="author-box"><h4>Redaksi</h4><p>Penulis di Bhayangkara Utama</p></div>
<div class="share-buttons">URL berhasil dicopy</div></article><aside class="related">
<h3>Berita Terkait</h3><p>Polres Ternate Amankan Kunjungan Menteri di Pelabuhan Ahmad Yani</p>
</aside></body></html>"""


@dataclass(frozen=True)
class Reading:
    article: Article
    found: Entities


@pytest.fixture(scope="module")
def seed() -> Reading:
    room = Path(os.environ.get("SOROT_DATA_ROOM", ROOT.parent / "shared" / "data"))
    files = sorted((room.parent / "seed").glob("*.txt"))
    if not files:
        pytest.skip(f"no seed article in {room.parent / 'seed'}: set SOROT_DATA_ROOM beside it")
    lines = files[0].read_text(encoding="utf-8").split("\n")
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    view = OutletView("bhayangkarautama", "Bhayangkara Utama", "Asia/Jayapura")
    article = extract(page(f"{HEAD}{body}{FOOT}".encode(), URL, view.id), view)
    doc = recogniser(registry.names_folder(MODELS))(article.text)
    context = Context(article.dateline, "Maluku Utara")
    found = find_entities("x", article.title, article.text, doc, register(), context, MODELS)
    return Reading(article, found)


def test_it_was_published_that_day_in_eastern_time(seed: Reading) -> None:
    assert seed.article.published_at == datetime.fromisoformat(PUBLISHED)
    assert seed.article.title == TITLE


def test_dateline_byline_and_breadcrumb_leave_the_text(seed: Reading) -> None:
    text = seed.article.text
    assert text.startswith("Polres Halmahera Utara menggelar pelatihan")
    assert text.endswith("masyarakat menuju hal-hal yang bersifat positif.")
    assert "Roby" not in text
    assert "Beranda" not in text
    assert "Berita Terkait" not in text
    assert "dicopy" not in text
    assert seed.article.dateline == "Tobelo"
    assert seed.article.author == "Roby P."


def test_one_unit_is_named_under_all_its_names(seed: Reading) -> None:
    own = [mention for mention in seed.found.units if mention.unit == UNIT]
    assert {"title", "text"} == {mention.field for mention in own}
    assert {m.text for m in seed.found.units if m not in own} == {"Kapolri"}
    assert seed.found.unresolved == []


def test_three_persons_with_rank_position_and_unit(seed: Reading) -> None:
    facts = {p.name: (p.rank, p.position, p.unit, p.police) for p in seed.found.persons}
    assert facts.pop("Tri Okta Hendri Yanto") == ("AKBP", "Kapolres", UNIT, True)
    assert facts.pop("Didik") == ("AKP", "Kabag Sumda", UNIT, True)
    rank, position, unit, police = facts.pop("Rachman Baba")
    assert (rank, unit, police) == (None, None, False)
    assert (position or "").startswith("Ketua PWI")
    assert facts == {}


@pytest.mark.parametrize(
    ("begins", "speaker", "direct"),
    [
        ("pelatihan ini digelar sehubungan", "Didik", False),
        ("Pelatihan ini bertujuan agar", "Didik", True),
        ("program Quick Wins Presisi adalah", "Didik", False),
        ("media sosial mempunyai peranan", "Didik", False),
        ("Melalui medsos ini Polri", "Didik", True),
        ("Pelatihan pelayanan publik tersebut", "Didik", True),
        ("kemajuan industri teknologi", "Rachman Baba", False),
        ("Humas Polri kini memiliki peran", "Rachman Baba", True),
        ("Untuk itu, perlu memperkuat", "Rachman Baba", True),
        ("Dengan kesamaan pandangan", "Rachman Baba", True),
    ],
)
def test_quotes_have_their_speakers(seed: Reading, begins: str, speaker: str, direct: bool) -> None:
    quotes = [quote for quote in seed.found.quotes if quote.text.startswith(begins)]
    assert [(quote.speaker, quote.direct) for quote in quotes] == [(speaker, direct)]


def test_its_topic_is_training_or_the_press(seed: Reading) -> None:
    text = ("x", seed.article.title, seed.article.text)
    (topics,) = find_topics([text], MODELS)
    assert topics[0].code in {"kemitraan.media", "internal.pelatihan"}


def test_the_unit_stands_in_a_better_light(seed: Reading) -> None:
    named = Named("x", seed.article.title, seed.article.text, seed.found.units)
    (rows,) = score([named], MODELS)
    whole = [row for row in rows if (row.target, row.field) == (UNIT, "article")]
    assert [row.label for row in whole] == [Label.POSITIF]
