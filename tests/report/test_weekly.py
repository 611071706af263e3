"""The weekly report: figures that agree, links that lead, names and code that stay out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pypdf import PdfReader

from pipeline.analysis import News
from pipeline.errors import ModelError, ReportError
from pipeline.measured import FILE, GOLD, Measured, Results, Row, save
from pipeline.report import WeeklyContent, render_html, weekly, write
from pipeline.report.content import Figure, Points, Stories, Table, plain
from tests.report.conftest import FATHER, GENERATED, UNIT, VICTIM

ORIGINS = ("Rilis", "Salinan", "Sendiri")
WEEK: dict[str, Any] = {"unit": UNIT, "since": "2025-10-13", "until": "2025-10-19"}


def test_figures_agree_with_the_questions_of_the_analysis(
    news: News, report: WeeklyContent
) -> None:
    top = {item.label: int(item.figure.value) for item in report.headlines}
    week = news.coverage(by="week", **WEEK).iloc[0]
    toward = news.sentiment(by=None, **WEEK).iloc[0]
    assert top["Link berita"] == week["links"] == 8
    assert top["Berita unik"] == week["unique_articles"] == 7
    assert top["Peristiwa"] == week["stories"] == 7
    assert top["Link negatif"] == toward["negatif"] == 1
    days = _table(report, "Volume pemberitaan per hari")
    assert [plain(row[1]) for row in days.rows] == [
        str(count) for count in news.coverage(by="day", **WEEK)["links"]
    ]
    outlets = news.outlets(**WEEK)
    assert [[plain(row[1]), plain(row[4])] for row in _table(report, "Media menurut").rows] == [
        [str(links), str(released)]
        for links, released in zip(outlets["links"], outlets["release_based"], strict=True)
    ]
    quoted = {plain(row[0]): plain(row[3]) for row in _tables(report, "Narasumber")}
    assert sorted(quoted.values()) == [str(n) for n in sorted(news.speakers(**WEEK)["quotes"])]


def test_every_link_count_is_the_number_of_articles_it_leads_to(report: WeeklyContent) -> None:
    known = {entry.id for entry in (*report.entries, *report.previous)}
    counts = [figure for figure in _figures(report) if figure.about.endswith(", link")]
    assert counts
    assert all(figure.value == len(figure.articles) for figure in counts)
    assert {ref for figure in _figures(report) for ref in figure.articles} <= known


def test_every_anchor_of_the_page_exists(report: WeeklyContent) -> None:
    page = render_html(report)
    ids = re.findall(r'\sid="([^"]+)"', page)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(ids)
    assert {figure.anchor for figure in _figures(report)} - {""} <= targets
    anchors = [name for name in ids if name.startswith(("b-", "r-"))]
    assert len(anchors) == len(set(anchors))
    assert not re.search(r'(?:src|href)="(?!#|https://\w+\.test/)', page)


def test_page_and_pdf_show_the_same_figures(report: WeeklyContent, tmp_path: Path) -> None:
    files = write(report, tmp_path, ["html", "pdf"])
    assert files["pdf"].name == "laporan-polres-uji-utara-2025-W42.pdf"
    page = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", files["html"].read_text(), flags=re.S)
    shown = _squeezed(re.sub(r"<[^>]+>", "", page))
    printed = _squeezed("".join(p.extract_text() for p in PdfReader(files["pdf"]).pages))
    sentences = [report.summary, *report.key_points]
    rows = _table(report, "Sentimen terhadap").rows
    for text in (
        *(figure.text for item in report.headlines for figure in [item.figure]),
        *(re.sub(r"“.*?”", "", plain(s)).partition("(")[0] for s in sentences),
        *("".join(plain(cell) for cell in row) for row in rows),
    ):
        assert _squeezed(text) in shown, text
        assert _squeezed(text) in printed, text


def test_hostile_title_is_text_in_both_formats(report: WeeklyContent, tmp_path: Path) -> None:
    files = write(report, tmp_path, ["html", "pdf"])
    page = files["html"].read_text()
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    printed = _squeezed("".join(p.extract_text() for p in PdfReader(files["pdf"]).pages))
    assert _squeezed('#panic("x") {{ 7*7 }}') in printed.replace("”", '"').replace("“", '"')
    links = [
        note.get_object()["/A"].get("/URI", "")
        for p in PdfReader(files["pdf"]).pages
        for note in p.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert any(links)
    assert all(str(link).startswith(("http://", "https://")) for link in links if link)


def test_victims_and_relatives_are_initials_and_police_are_not(
    news: News, report: WeeklyContent
) -> None:
    text = report.model_dump_json()
    for part in {*VICTIM.split(), *FATHER.split(), VICTIM.upper(), "MELATI", "melati"}:
        assert part not in text
    assert "Ayah MS Lapor Polisi" in text
    assert "Rina Latu" in text
    named = weekly(news, UNIT, "2025-W42", generated_at=GENERATED, names="full")
    assert VICTIM in named.model_dump_json()


def test_small_bases_are_told_in_counts_not_percent(report: WeeklyContent) -> None:
    changes = {item.label: item.change for item in report.headlines}
    assert changes["Link berita"] == "dari 2 menjadi 8"
    assert changes["Link negatif"] == "sama, 1"


def test_negative_issue_names_speaker_and_rests_its_recommendation_on_a_figure(
    report: WeeklyContent,
) -> None:
    text = json.dumps([s.model_dump() for s in report.sections if s.id == "isu-negatif"])
    assert "Kami menunggu setahun" in text
    assert "Warga Kota" in text
    advice = next(s for s in report.sections if s.id == "rekomendasi").model_dump_json()
    assert "tanpa kutipan kepolisian" in advice
    assert any(isinstance(figure, Figure) for figure in _figures(report.sections[-1]))


def test_events_to_be_read_are_listed_whatever_their_label(report: WeeklyContent) -> None:
    section = next(s for s in report.sections if s.id == "isu-negatif")
    listed = {b.title: b.items for b in section.blocks if isinstance(b, Stories)}
    assert [story.title for story in listed["Bersentimen negatif"]] == ["Laporan Warga Mandek"]
    assert {story.title: plain(story.reason) for story in listed["Perlu dibaca"]} == {
        "Sidang Etik Digelar Tertutup": "topik akuntabilitas.etik",
        "Korban Arisan Menunggu": "peluang negatif sampai 0,30",
        "Ratusan Kena Tilang": "judul bersentimen negatif pada 1 link",
    }
    attention = [plain(point) for point in report.attention]
    assert any("satu-satunya link bersentimen negatif" in point for point in attention)
    assert sum(point.startswith("Perlu dibaca: ") for point in attention) == 3
    advice = next(s for s in report.sections if s.id == "rekomendasi").model_dump_json()
    assert "Sipropam" in advice
    assert "hubungi redaksi" not in advice


def test_doubtful_labels_carry_a_mark_and_are_counted(report: WeeklyContent) -> None:
    marks = {entry.title: entry.sentiment.text for entry in report.entries if entry.sentiment}
    assert marks["Korban Arisan Menunggu"] == "netral (belum pasti)"
    assert [text for text in marks.values() if "belum pasti" in text] == ["netral (belum pasti)"]
    assert "1 di antaranya belum pasti" in plain(report.summary)
    assert "0,60" in report.legend
    assert report.legend in render_html(report)


def test_measured_accuracy_of_the_models_is_told(news: News, tmp_path: Path) -> None:
    behind = {"tone": "lain-2", "sentiment": "uji-1"}
    rows = tuple(
        Row(set=GOLD, role=role, model=role, name=name, n=160,
            scores={"accuracy": Measured(0.7, 0.6, 0.8)})
        for role, name in behind.items()
    )  # fmt: skip
    save(tmp_path, Results(rows=rows))
    told = weekly(news, UNIT, "2025-W42", generated_at=GENERATED, models=tmp_path)
    assert "Pada uji terpisah dengan berita nyata, 7 dari 10 label sentimen tepat." in _points(told)
    (tmp_path / FILE).unlink()
    unmeasured = weekly(news, UNIT, "2025-W42", generated_at=GENERATED, models=tmp_path)
    for other in (unmeasured, weekly(news, UNIT, "2025-W42", generated_at=GENERATED)):
        assert not any("uji terpisah" in point for point in _points(other))
    (tmp_path / FILE).write_text("{broken")
    with pytest.raises(ModelError, match="make evaluate"):
        weekly(news, UNIT, "2025-W42", generated_at=GENERATED, models=tmp_path)


def test_copies_and_aggregated_news_are_not_an_outlets_own(report: WeeklyContent) -> None:
    table = _table(report, "Media menurut")
    places = [[column.label for column in table.columns].index(n) for n in ORIGINS]
    rows = {plain(row[0]): [plain(row[place]) for place in places] for row in table.rows}
    assert rows["Media Kumpul (agregator)"] == ["0", "1", "0"]
    assert rows["Media Rilis (situs rilis)"] == ["1", "0", "0"]
    assert rows["Media Kabar (pers)"] == ["1", "0", "4"]


def test_most_quoted_is_the_first_of_its_table(report: WeeklyContent) -> None:
    point = next(p for p in map(plain, report.key_points) if p.startswith("Dikutip"))
    first = [plain(t.rows[0][0]) for t in _all_tables(report) if t.caption.startswith("Narasumber")]
    assert any(name in point for name in first)


def test_fetching_tells_of_the_runs_of_the_week_and_only_of_real_failures(
    report: WeeklyContent,
) -> None:
    table = next(b for b in report.method.blocks if isinstance(b, Table))
    assert table.caption.startswith("Pengambilan 13–20 Oktober 2025: 3 media")
    assert {plain(row[0]): plain(row[1]) for row in table.rows}["Media Jahat"] == "2"
    assert any("tanggal di feed tidak sah 8" in plain(row[4]) for row in table.rows)
    assert plain(report.attention[-1]) == (
        "Sebagian halaman 1 media gagal diambil (Media Jahat); jumlah berita mungkin kurang."
    )


def test_week_that_has_not_begun_is_refused(news: News) -> None:
    with pytest.raises(ReportError, match="belum dimulai"):
        weekly(news, UNIT, "2025-W44", generated_at=GENERATED)


def test_week_without_news_still_gives_a_report(news: News, tmp_path: Path) -> None:
    empty = weekly(news, UNIT, "2024-W01", generated_at=GENERATED)
    assert "Tidak ditemukan berita" in plain(empty.summary)
    assert (empty.headlines, empty.key_points, empty.sections) == ((), (), ())
    assert "%" not in plain(empty.summary)
    files = write(empty, tmp_path, ["html", "pdf"])
    assert "Tidak ada berita pada pekan ini." in files["html"].read_text()
    assert len(PdfReader(files["pdf"]).pages) >= 1


def test_running_week_says_that_it_is_not_over(news: News) -> None:
    running = weekly(news, UNIT, "2025-W42", generated_at=GENERATED.replace(day=18))
    assert "belum berakhir" in running.notice


def test_content_survives_json(report: WeeklyContent) -> None:
    assert WeeklyContent.model_validate_json(report.model_dump_json()) == report


def test_unknown_format_is_refused_before_anything_is_written(
    report: WeeklyContent, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="docm"):
        write(report, tmp_path / "out", ["html", "docm"])
    assert not (tmp_path / "out").exists()


def _tables(report: WeeklyContent, caption: str) -> list[Any]:
    found = [table for table in _all_tables(report) if table.caption.startswith(caption)]
    return [row for table in found for row in table.rows]


def _table(report: WeeklyContent, caption: str) -> Table:
    return next(table for table in _all_tables(report) if table.caption.startswith(caption))


def _all_tables(report: WeeklyContent) -> list[Table]:
    blocks = [block for section in report.sections for block in section.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def _points(report: WeeklyContent) -> list[str]:
    points = next(b for b in report.method.blocks if isinstance(b, Points))
    return [plain(item) for item in points.items]


def _figures(part: Any) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _figures(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _figures(item)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
