"""The outlet registry and what it says about mistakes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers.outlet_marks import save_marks
from crawlers.outlets import IndexChannel, Outlet, load_outlets, save_outlet
from pipeline.enrich.register import UnitRegister
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


def test_entry_without_channels_waits_for_a_probe(tmp_path: Path) -> None:
    (outlet,) = load(tmp_path, GOOD.partition("\n[[channels]]")[0])
    assert outlet.channels == []
    save_outlet(tmp_path / "copy", outlet)
    assert load_outlets(tmp_path / "copy") == [outlet]


def test_marks_change_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    text = GOOD.replace("[[channels]]", "# tiap jam\n[[channels]]", 1).replace(
        'article = "h2 a"', 'verified = false  # dulu\narticle = "h2 a"'
    )
    (outlet,) = load(tmp_path, text)
    assert not save_marks(tmp_path, outlet)
    channels = [c.model_copy(update={"verified": True}) for c in outlet.channels]
    assert save_marks(tmp_path, outlet.model_copy(update={"channels": channels}))
    expected = text.replace('/feed/"\n', '/feed/"\nverified = true\n').replace(
        "verified = false  # dulu", "verified = true"
    )
    assert (tmp_path / "kabar.toml").read_text() == expected


def test_shipped_outlets_are_many_and_each_once() -> None:
    outlets = load_outlets(DATA / "outlets")
    assert len(outlets) >= 80
    assert {"cermat", "halmaheranesia", "tandaseru"} <= {outlet.id for outlet in outlets}
    hosts = Counter(urlsplit(outlet.url).hostname for outlet in outlets)
    assert [host for host, times in hosts.items() if times > 1] == []
    addresses = Counter(channel.url for outlet in outlets for channel in outlet.channels)
    assert [url for url, times in addresses.items() if times > 1] == []


def test_shipped_outlets_stand_in_regions_of_the_unit_register() -> None:
    units = UnitRegister.load([DATA / "units"]).units.values()
    zones = {place: unit.zone for unit in units if unit.level == "polda" for place in unit.area}
    zones |= {unit.region: unit.zone for unit in units if unit.region and unit.level != "polda"}
    for outlet in load_outlets(DATA / "outlets"):
        if outlet.region:
            assert outlet.zone == zones[outlet.region], outlet.id
