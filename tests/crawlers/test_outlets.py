"""The outlet registry and what it says about mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.outlets import IndexChannel, Outlet, load_outlets, save_outlet
from pipeline.errors import OutletError
from pipeline.settings import DATA

GOOD = """\
id = "kabar"
name = "Kabar"
url = "https://kabar.id"
region = "Maluku Utara"
zone = "Asia/Jayapura"

[[channels]]
type = "feed"
url = "https://kabar.id/feed/"

[[channels]]
type = "index"
url = "https://kabar.id/indeks"
article = "h2 a"

[overrides]
body = "article .isi"
"""


def load(folder: Path, text: str, name: str = "kabar.toml") -> list[Outlet]:
    (folder / name).write_text(text)
    return load_outlets(folder)


def test_outlet_is_read_and_written_back(tmp_path: Path) -> None:
    (outlet,) = load(tmp_path, GOOD)
    assert (outlet.kind, outlet.zone, len(outlet.channels)) == ("pers", "Asia/Jayapura", 2)
    assert isinstance(outlet.channels[1], IndexChannel)
    save_outlet(tmp_path / "copy", outlet)
    assert load_outlets(tmp_path / "copy") == [outlet]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "field", "advice"),
    [
        ('region = "M', 'regoin = "M', 4, "regoin", "Did you mean 'region'?"),
        ('article = "h2', 'artikle = "h2', 14, "channels.1.artikle", "Did you mean 'article'?"),
        ('body = "a', 'bodi = "a', 17, "overrides.bodi", "Did you mean 'body'?"),
        ('type = "feed"', 'type = "rss"', 8, "channels.0.type", "is not one of feed, sitemap"),
        ("Asia/Jayapura", "Asia/Ternate", 5, "zone", "use Asia/Jakarta"),
        ("https://kabar.id/feed/", "/feed/", 9, "channels.0.url", "https://host/path"),
        ('"article .isi"', '"article ["', 17, "overrides.body", "is not a CSS selector"),
        ('id = "kabar"', 'id = "kabr"', 1, "id", 'Write id = "kabar"'),
        ('name = "Kabar"\n', "", 1, "name", "Add name"),
        ('"Kabar"', '"Kabar', 2, "", "is not TOML"),
    ],
)
def test_mistake_is_told_with_file_line_field_and_advice(
    tmp_path: Path, right: str, wrong: str, line: int, field: str, advice: str
) -> None:
    assert right in GOOD
    with pytest.raises(OutletError) as caught:
        load(tmp_path, GOOD.replace(right, wrong, 1))
    assert f"kabar.toml, line {line}" in str(caught.value)
    assert caught.value.facts["field"] == field
    assert advice in str(caught.value)


def test_shipped_outlets_are_sound() -> None:
    outlets = load_outlets(DATA / "outlets")
    assert {"cermat", "halmaheranesia", "tandaseru"} <= {outlet.id for outlet in outlets}
    assert {outlet.zone for outlet in outlets if outlet.region == "Maluku Utara"} == {
        "Asia/Jayapura"
    }
