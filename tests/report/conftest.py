"""A small published snapshot: two weeks of one polres, written through the real warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.analysis import News
from pipeline.report import WeeklyContent, weekly
from pipeline.stopwords import stopwords
from pipeline.warehouse import Warehouse, publish

UNIT = "Polres Uji Utara"
ZONE = ZoneInfo("Asia/Jayapura")
MONDAY = datetime(2025, 10, 13, 9, tzinfo=ZONE)
GENERATED = datetime(2025, 10, 20, 6, tzinfo=ZONE)
HOSTILE = '<script>alert(1)</script> #panic("x") {{ 7*7 }} Polisi\u202e $x$'
P = {"positif": (0.8, 0.1, 0.1), "netral": (0.1, 0.8, 0.1), "negatif": (0.1, 0.1, 0.8)}
VICTIM, FATHER, CHIEF = "Melati Sopacua", "Yonas Sopacua", "Rina Latu"

# key, days after MONDAY, outlet, cluster, sentiment, headline, body, topic, title, text
ROWS: tuple[tuple[str, int, str, str, str, str, str, str, str, str], ...] = (
    ("a1", 0, "kabar", "a1", "positif", "positif", "positif", "kriminal.pencurian",
     "Polisi Ringkus Pencuri Motor", "Polisi meringkus pencuri motor. Warga senang."),
    ("a2", 0, "rilis", "a1", "positif", "positif", "positif", "kriminal.pencurian",
     "Polisi Ringkus Pencuri Motor", "Polisi meringkus pencuri motor. Warga senang."),
    ("a3", 1, "kabar", "a3", "negatif", "negatif", "netral", "akuntabilitas.mandek",
     "Laporan Warga Mandek", "Laporan warga mandek setahun. Keluarga kecewa."),
    ("a4", 2, "kabar", "a4", "netral", "netral", "netral", "kriminal.asusila",
     "Ayah MELATI SOPACUA Lapor Polisi",
     "Melati Sopacua menjadi korban. Ayahnya, Yonas Sopacua, melapor. AKP Rina Latu menyelidiki."),
    ("a5", 6, "jahat", "a5", "netral", "netral", "netral", "kamtibmas.patroli",
     HOSTILE, "Patroli malam berjalan lancar."),
    ("b1", -7, "kabar", "b1", "netral", "netral", "netral", "kamtibmas.patroli",
     "Patroli Pekan Lalu", "Patroli pekan lalu aman."),
    ("b2", -6, "kabar", "b2", "negatif", "negatif", "negatif", "akuntabilitas.mandek",
     "Kritik Pekan Lalu", "Warga mengkritik."),
)  # fmt: skip


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[News]:
    folder = tmp_path_factory.mktemp("report")
    with Warehouse(folder / "warehouse.duckdb") as warehouse:
        fill(warehouse)
        snapshot = publish(
            warehouse, folder / "published", at=GENERATED, keep=1, stopwords=stopwords()
        )
    with News(snapshot) as found:
        yield found


@pytest.fixture(scope="session")
def report(news: News) -> WeeklyContent:
    return weekly(news, UNIT, "2025-W42", prepared_by="Si Humas", generated_at=GENERATED)


def fill(warehouse: Warehouse) -> None:
    outlets = [_outlet(name) for name in ("kabar", "rilis", "jahat")]
    warehouse.describe(outlets, [_unit(UNIT, None), _unit("Polsek Uji Kota", UNIT)])
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in ROWS:
        for table, record in _records(*row):
            tables.setdefault(table, []).append(record)
    tables["quotes"] = [
        _said("a3", "Warga Kota", None, "Kami menunggu setahun", police=False),
        _said("a4", FATHER, "ayah korban", "Anak saya, Melati, trauma", police=False),
        _said("a4", CHIEF, "Kasat Reskrim", "Kami menyelidiki laporan Melati Sopacua", police=True),
    ]
    tables["persons"] = [
        _person("a4", VICTIM, None, police=False),
        _person("a4", FATHER, "ayah korban", police=False),
        _person("a4", CHIEF, "Kasat Reskrim", police=True),
    ]
    tables["runs"] = [{"run_id": 1, "started_at": MONDAY, "outcome": "done"}]
    tables["run_outlets"] = [
        {"run_id": 1, "outlet": "jahat", "requests": 3, "new": 1, "errors": '{"timeout": 2}',
         "problems": []},
    ]  # fmt: skip
    for table, rows in tables.items():
        warehouse.insert(table, rows)


def _records(
    key: str, days: int, outlet: str, cluster: str, label: str, headline: str, body: str,
    topic: str, title: str, text: str,
) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
    at = (MONDAY + timedelta(days=days, minutes=int(key[1]))).astimezone(UTC)
    url = "javascript:alert(1)" if outlet == "jahat" else f"https://{outlet}.test/{key}"
    yield "pages", {
        "page_id": key, "outlet": outlet, "url": url, "final_url": url, "channel": "feed",
        "status": 200, "fetched_at": at, "body_digest": key,
    }  # fmt: skip
    yield "articles", {
        "article_id": key, "page_id": key, "outlet": outlet, "url": url, "canonical_url": url,
        "title": title, "text": text, "text_digest": key, "published_at": at, "fetched_at": at,
        "release": outlet == "rilis", "topics_stated": [], "images": [], "quality": 0.9,
        "warnings": [],
    }  # fmt: skip
    yield "selection", {"article_id": key, "relevant": True, "p": 0.9}
    yield "mentions", {
        "article_id": key, "unit": UNIT, "text": UNIT, "field": "text", "start": 0, "end": 5,
        "score": 1.0,
    }  # fmt: skip
    yield "topics", {"article_id": key, "code": topic, "label": topic, "p": 0.9, "main": True}
    yield "duplicates", {
        "article_id": key, "cluster_id": cluster, "similarity": 1.0, "first": key == cluster,
    }  # fmt: skip
    yield "story_articles", {"story_id": f"s-{cluster}", "article_id": key}
    for target in (None, UNIT):
        for field, said in (("article", label), ("headline", headline), ("body", body)):
            positive, neutral, negative = P[said]
            yield "sentiment", {
                "article_id": key, "target": target, "field": field, "label": said,
                "positive": positive, "neutral": neutral, "negative": negative, "model": "uji-1",
            }  # fmt: skip


def _outlet(name: str) -> dict[str, Any]:
    return {
        "outlet": name, "name": f"Media {name.capitalize()}", "url": f"https://{name}.test",
        "region": None, "zone": str(ZONE), "kind": "rilis" if name == "rilis" else "pers",
    }  # fmt: skip


def _unit(name: str, parent: str | None) -> dict[str, Any]:
    return {
        "unit": name, "kind": "polres", "parent": parent, "region": None, "seat": None,
        "zone": str(ZONE), "aliases": [],
    }  # fmt: skip


def _said(
    key: str, speaker: str, position: str | None, text: str, *, police: bool
) -> dict[str, Any]:
    return {
        "article_id": key, "speaker": speaker, "rank": None, "position": position, "unit": None,
        "police": police, "text": text, "direct": True, "start": 0, "end": 9,
    }  # fmt: skip


def _person(key: str, name: str, position: str | None, *, police: bool) -> dict[str, Any]:
    return {
        "article_id": key, "name": name, "rank": None, "position": position, "unit": None,
        "police": police, "start": 0, "end": 9,
    }  # fmt: skip
