"""How the report was made and where it falls short: crawl, failures, models, intervals, masking."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from pipeline.report import facts, wording
from pipeline.report.content import Block, Column, Note, Paragraph, Points, Section, Sentence, Table
from pipeline.report.facts import Names, Week

ERRORS_SHOWN = 4
ERRORS = {
    "robots": "dilarang robots.txt",
    "timeout": "tidak menjawab",
    "dns": "alamat tidak ditemukan",
    "tls": "sertifikat bermasalah",
    "too large": "halaman terlalu besar",
    "redirect loop": "pengalihan berputar",
    "bad xml": "feed rusak",
    "bad feed date": "tanggal feed rusak",
    "empty": "halaman kosong",
    "empty listing": "daftar kosong",
    "not html": "bukan halaman web",
    "soft 404": "halaman hilang",
    "private address": "alamat tidak publik",
}


@dataclass(slots=True)
class Crawled:
    """What the runs of the week got from one outlet."""

    name: str
    runs: int = 0
    requests: int = 0
    new: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    problems: int = 0

    @property
    def failed(self) -> bool:
        """Whether something may be missing: an answer that never came or could not be read."""
        return bool(self.errors) or self.problems > 0


def crawled(week: Week) -> list[Crawled]:
    """By outlet, by name."""
    found: dict[str, Crawled] = {}
    for row in week.news.outlet_runs(**week.choice).to_dict("records"):
        outlet = found.setdefault(row["outlet"], Crawled(wording.clean(row["name"])))
        outlet.runs += 1
        outlet.requests += row["requests"]
        outlet.new += row["new"]
        outlet.errors.update(json.loads(row["errors"]))
        outlet.problems += len(row["problems"])
    return sorted(found.values(), key=lambda outlet: outlet.name)


def method(week: Week, names: Names) -> Section:
    """Metode & keterbatasan."""
    outlets = crawled(week)
    blocks: tuple[Block, ...] = (
        Points(items=tuple(_points(week, names))),
        *_outlets(outlets),
    )
    return Section(id="metode", title="Metode dan keterbatasan", blocks=blocks)


def _points(week: Week, names: Names) -> list[Sentence]:
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
                "Dalam berita kekerasan seksual dan anak, nama orang di luar kepolisian "
                "tanpa jabatan publik ditulis inisialnya. Nama yang tidak dikenali mesin dapat "
                "lolos; tautan tetap menuju naskah asli.",
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
    total = int(found["failures"].sum()) if len(found) else 0
    if not total:
        return ("Tidak ada halaman yang gagal diolah.",)
    stages = ", ".join(
        f"{stage} {wording.number(count)}"
        for stage, count in zip(found["stage"], found["failures"], strict=True)
    )
    return (f"{wording.number(total)} baris gagal diolah ({stages}) dan belum dihitung.",)


def _outlets(outlets: list[Crawled]) -> tuple[Block, ...]:
    if not outlets:
        return (Paragraph(text=("Tidak ada catatan pengambilan pada pekan ini.",)),)
    rows = tuple(
        (
            (outlet.name,),
            (wording.number(outlet.runs),),
            (wording.number(outlet.requests),),
            (wording.number(outlet.new),),
            (_trouble(outlet),),
        )
        for outlet in outlets
    )
    columns = (
        Column(label="Media", numeric=False),
        *(Column(label=text) for text in ("Pengambilan", "Permintaan", "Halaman baru")),
        Column(label="Gangguan", numeric=False),
    )
    failed = sum(outlet.failed for outlet in outlets)
    return (
        Table(
            caption=f"Pengambilan pekan ini: {wording.number(len(outlets))} media, "
            f"{wording.number(failed)} dengan gangguan",
            columns=columns,
            rows=rows,
        ),
        Note(text=("Halaman baru mencakup semua berita media itu, bukan hanya tentang satuan.",)),
    )


def _trouble(outlet: Crawled) -> str:
    told = [
        f"{ERRORS.get(name, name)} {wording.number(count)}"
        for name, count in outlet.errors.most_common(ERRORS_SHOWN)
    ]
    if len(outlet.errors) > ERRORS_SHOWN:
        told.append("lainnya")
    if told:
        return ", ".join(told)
    return f"{wording.number(outlet.problems)} catatan" if outlet.problems else "–"
