"""How the report was made and where it falls short: models, intervals, failures, masking, crawl."""

from __future__ import annotations

from pathlib import Path

from pipeline.report import accuracy, facts, fetching, reading, wording
from pipeline.report.asking import Names
from pipeline.report.content import Points, Section, Sentence
from pipeline.report.facts import Week

FAILED = {"extract": "bukan artikel"}


def method(week: Week, names: Names, models: Path) -> Section:
    """Metode & keterbatasan."""
    points = Points(items=tuple(point for point in _points(week, names, models) if point))
    blocks = (points, *fetching.blocks(week))
    return Section(id="metode", title="Metode dan keterbatasan", blocks=blocks)


def _points(week: Week, names: Names, models: Path) -> list[Sentence]:
    found: list[Sentence] = [
        (
            "Berita dikumpulkan dari feed, peta situs, dan halaman indeks media terdaftar. Hari "
            "mengikuti zona waktu satuan; pekan adalah Senin sampai Minggu.",
        ),
        (
            "Selang 95% (Wilson) menunjukkan seberapa jauh porsi dapat bergeser karena "
            "jumlah berita sedikit. Selang tidak memuat kesalahan model, dan menganggap setiap "
            "link berdiri sendiri, padahal rilis dimuat berulang: ketidakpastian "
            "sebenarnya lebih besar.",
        ),
        (
            "Sentimen dan topik ditentukan model dan dapat keliru pada satu berita; peluang di "
            "lampiran menunjukkan seberapa yakin model. Koreksi analis menggantikan hasil model.",
        ),
        _models(week),
        accuracy.measured(week, models),
        (reading.legend(),),
    ]
    undated = [row for row in week.rows if not row.dated]
    if undated:
        found.append(
            wording.sentence(
                "{n} link tidak mencantumkan tanggal terbit dan dihitung pada hari diambil.",
                n=facts.links(undated, "Tanpa tanggal terbit"),
            )
        )
    corrected = [row for row in week.rows if row.corrected]
    if corrected:
        found.append(
            wording.sentence(
                "Sentimen {n} link adalah koreksi analis.",
                n=facts.links(corrected, "Dikoreksi analis"),
            )
        )
    found.append(_failures(week))
    if names == "masked":
        found.append(
            (
                "Nama tersangka, korban, dan anak ditulis inisialnya; dalam berita kekerasan "
                "seksual dan anak juga nama semua orang lain di luar kepolisian tanpa jabatan "
                "publik. Nama yang tidak dikenali mesin dapat lolos; tautan tetap menuju naskah "
                "asli.",
            )
        )
    found.append(
        ("Media yang berbayar, memblokir pengambilan, atau tidak terdaftar tidak tercakup.",)
    )
    return found


def _models(week: Week) -> Sentence:
    found = week.news.models(**week.choice)
    told = [
        f"{model} ({'nada' if tone else 'sentimen'}, {wording.number(count)} berita)"
        for tone, model, count in zip(found["tone"], found["model"], found["links"], strict=True)
    ]
    return (f"Model: {'; '.join(told)}." if told else "Tidak ada model yang dipakai pekan ini.",)


def _failures(week: Week) -> Sentence:
    found = week.news.failures()
    if found.empty:
        return ("Tidak ada halaman yang gagal diolah.",)
    stages = "; ".join(
        f"{wording.number(count)} halaman gagal diolah ({FAILED.get(stage, f'tahap {stage}')})"
        for stage, count in zip(found["stage"], found["failures"], strict=True)
    )
    return (f"{stages} dan tidak dihitung.",)
