"""What the crawl got and missed: the runs that fetched the week's articles, by outlet."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from pipeline.report import wording
from pipeline.report.content import Block, Column, Note, Paragraph, Table
from pipeline.report.facts import Week

RUNS_AFTER = timedelta(days=1)  # an article of Sunday night is fetched on Monday
ERRORS_SHOWN = 4
ERRORS = {
    "robots": "dilarang robots.txt",
    "timeout": "tidak menjawab",
    "dns": "alamat tidak ditemukan",
    "refused": "sambungan ditolak",
    "connection": "sambungan gagal",
    "truncated": "jawaban terputus",
    "tls": "sertifikat bermasalah",
    "too large": "halaman terlalu besar",
    "redirect loop": "pengalihan berputar",
    "bad redirect": "pengalihan tidak sah",
    "bad xml": "feed cacat",
    "bad feed date": "tanggal di feed tidak sah",
    "empty": "halaman kosong",
    "empty listing": "daftar kosong",
    "not html": "bukan halaman web",
    "soft 404": "halaman sudah tidak ada",
    "http 404": "halaman sudah tidak ada",
    "http 410": "halaman sudah tidak ada",
    "private address": "alamat tidak publik",
    "login wall": "perlu masuk akun",
    "cookie wall": "perlu persetujuan cookie",
    "javascript only": "isi hanya dengan JavaScript",
    "skipped": "ditunda",
    "budget": "batas permintaan tercapai",
}
NOTHING_LOST = {"robots", "bad feed date", "soft 404", "http 404", "http 410"}


@dataclass(slots=True)
class Crawled:
    """What the runs of the week got from one outlet; ``covers``: it has ever named the unit."""

    name: str
    covers: bool
    runs: int = 0
    requests: int = 0
    new: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> bool:
        """Whether articles may be missing: pages that could not be fetched or read."""
        return bool(self.errors.keys() - NOTHING_LOST)


def crawled(week: Week) -> list[Crawled]:
    """By outlet, by name: runs begun from the first day of the week until the day after it."""
    runs = week.news.outlet_runs(unit=week.unit, since=week.since, until=week.until + RUNS_AFTER)
    covering = set(week.news.outlets(unit=week.unit)["outlet"])
    found: dict[str, Crawled] = {}
    for row in runs.to_dict("records"):
        name = wording.clean(row["name"])
        outlet = found.setdefault(row["outlet"], Crawled(name, row["outlet"] in covering))
        outlet.runs += 1
        outlet.requests += row["requests"]
        outlet.new += row["new"]
        outlet.errors.update(json.loads(row["errors"]))
    return sorted(found.values(), key=lambda outlet: outlet.name)


def missed(week: Week) -> list[str]:
    """Outlets that cover the unit and of which pages could not be fetched."""
    return [outlet.name for outlet in crawled(week) if outlet.failed and outlet.covers]


def blocks(week: Week) -> tuple[Block, ...]:
    """The table of outlets."""
    outlets = crawled(week)
    if not outlets:
        return (Paragraph(text=("Tidak ada catatan pengambilan untuk pekan ini.",)),)
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
    period = wording.period(week.since, week.until + RUNS_AFTER)
    caption = f"Pengambilan {period}: {wording.number(len(outlets))} media"
    if failed:
        caption += f", sebagian halaman {wording.number(failed)} media gagal diambil"
    return (
        Table(caption=caption, columns=columns, rows=rows),
        Note(text=("Halaman baru mencakup semua berita media itu, bukan hanya tentang satuan.",)),
    )


def _trouble(outlet: Crawled) -> str:
    counts: Counter[str] = Counter()
    for name, count in outlet.errors.items():
        counts[ERRORS.get(name, name.replace("http ", "jawaban galat HTTP "))] += count
    told = [f"{text} {wording.number(count)}" for text, count in counts.most_common(ERRORS_SHOWN)]
    if len(counts) > ERRORS_SHOWN:
        told.append("lainnya")
    return "; ".join(told) or "–"
