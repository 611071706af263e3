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
KINDS = {"rilis": "rilis", "kumpul": "agregator"}
ZONE = ZoneInfo("Asia/Jayapura")
MONDAY = datetime(2025, 10, 13, 9, tzinfo=ZONE)
GENERATED = datetime(2025, 10, 20, 6, tzinfo=ZONE)
HOSTILE = '<script>alert(1)</script> #panic("x") {{ 7*7 }} Polisi\u202e $x$'
P = {"positif": (0.8, 0.1, 0.1), "netral": (0.1, 0.8, 0.1), "negatif": (0.1, 0.1, 0.8)}
DOUBTFUL = (0.15, 0.55, 0.3)  # netral, not surely
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
    ("a6", 3, "kumpul", "a6", "netral", "netral", "netral", "akuntabilitas.etik",
     "Sidang Etik Digelar Tertutup", "Sidang etik digelar tertutup. Hasilnya belum diumumkan."),
    ("a7", 4, "kabar", "a7", "belum pasti", "netral", "netral", "kriminal.penipuan",
     "Korban Arisan Menunggu", "Korban arisan menunggu kabar. Berkas masih dilengkapi."),
    ("a8", 5, "kabar", "a8", "positif", "negatif", "positif", "lalulintas.operasi",
     "Ratusan Kena Tilang", "Ratusan pengendara kena tilang. Angka kecelakaan turun."),
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
    outlets = [_outlet(name) for name in ("kabar", "rilis", "jahat", "kumpul", "sepi")]
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
    days = {1: 0, 2: 7, 3: 8, 4: -1}  # run: days after MONDAY
    tables["runs"] = [
        {"run_id": run, "started_at": MONDAY + timedelta(days=after), "outcome": "done"}
        for run, after in days.items()
    ]
    tables["run_outlets"] = [
        {"run_id": run, "outlet": outlet, "requests": 3, "new": 1, "errors": errors, "problems": []}
        for run in days
        for outlet, errors in (
            ("jahat", '{"timeout": 2}'),
            ("sepi", '{"timeout": 5}'),
            ("kabar", '{"robots": 1, "bad feed date": 4}'),
        )
    ]
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
            positive, neutral, negative = P.get(said, DOUBTFUL)
            yield "sentiment", {
                "article_id": key, "target": target, "field": field,
                "label": said if said in P else "netral",
                "positive": positive, "neutral": neutral, "negative": negative, "model": "uji-1",
            }  # fmt: skip


def _outlet(name: str) -> dict[str, Any]:
    return {
        "outlet": name, "name": f"Media {name.capitalize()}", "url": f"https://{name}.test",
        "region": None, "zone": str(ZONE), "kind": KINDS.get(name, "pers"),
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
