"""``sorot extract`` and ``sorot score``: the formats of docs/formats.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipeline.settings import ROOT
from tests.cli.conftest import Sorot

PAGE = """<html><head><title>Polisi Ringkus Pencuri - Kabar</title>
<meta property="og:title" content="Polisi Ringkus Pencuri">
<meta property="article:published_time" content="2025-10-14T10:15:00+09:00"></head>
<body><h1>Polisi Ringkus Pencuri</h1><div class="entry-content">
<p>TERNATE, Kabar.test – Satuan Reserse Kriminal Polres Ternate meringkus seorang pencuri
sepeda motor di Kelurahan Gamalama, Selasa (14/10/2025), setelah menerima laporan warga.</p>
<p>"Tersangka kami amankan tanpa perlawanan," kata Kasat Reskrim
Polres Ternate AKP Budi Santoso.</p>
<p>Baca juga: Berita lain</p><p>(Rio)</p></div></body></html>"""


def _documented(section: str) -> list[str]:
    """Field names of a table in docs/formats.md."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    part = text.split(f"## `sorot {section}")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


def test_extract_gives_the_documented_fields(sorot: Sorot, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    done = sorot("extract", str(file), "--url", "https://kabar.test/x/?utm_source=wa", "--json")
    article = json.loads(done.stdout)
    assert list(article) == _documented("extract")
    assert article["published_at"] == "2025-10-14T10:15:00+09:00"
    assert article["canonical_url"] == "https://kabar.test/x/"
    assert article["dateline"] == "Ternate"
    assert article["author"] == "Rio"
    assert "Baca juga" not in article["text"]


def test_extract_of_no_article_says_why(sorot: Sorot, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<h1>Halaman tidak ditemukan</h1>", encoding="utf-8")
    done = sorot("extract", str(file), "--url", "https://kabar.test/y")
    assert done.returncode == 1
    assert "https://kabar.test/y is not an article" in done.stderr


def test_score_gives_the_documented_fields_and_names_bad_lines(
    sorot: Sorot, tmp_path: Path
) -> None:
    text = 'Kapolres Ternate AKBP Niko Irawan meresmikan posko. "Silakan melapor," kata Niko.'
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": 7, "title": "Polres Ternate Buka Posko", "text": text}),
        "{broken",
        json.dumps({"id": "b", "text": "Harga cengkih naik.", "target": "Polres Halut"}),
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    done = sorot("score", str(source), "--out", str(out))
    assert done.returncode == 3
    assert "line 2" in done.stderr
    one, other = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert list(one) == list(other) == _documented("score")
    assert one["id"] == 7
    mention = next(u for u in one["units"] if u["field"] == "text")
    assert text[mention["start"] : mention["end"]] == mention["text"]
    assert one["persons"][0] == {
        "name": "Niko Irawan", "rank": "AKBP", "position": "Kapolres", "unit": "Polres Ternate",
        "police": True, "part": "polisi",
    }  # fmt: skip
    assert (one["event"]["regency"], one["event"]["day"]) == ("Kota Ternate", None)
    assert one["quotes"] == [{"speaker": "Niko Irawan", "text": "Silakan melapor", "direct": True}]
    assert not other["relevant"]
    assert other["targets"][0]["unit"] == "Polres Halmahera Utara"
    assert other["targets"][0]["headline"] is None
    for verdict in (one["tone"], one["targets"][0]["sentiment"], other["targets"][0]["body"]):
        total = verdict["positive"] + verdict["neutral"] + verdict["negative"]
        assert abs(total - 1) < 1e-3
