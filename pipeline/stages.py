"""The stages in the order of the way, built from settings.

The only place that knows them all; a new stage is one line here.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.outlets import Outlet, load_outlets
from pipeline import enrich, extract, select, stories
from pipeline.enrich.register import UnitRegister, files
from pipeline.settings import DATA, Settings
from pipeline.stage import Stage


def build_stages(settings: Settings) -> Sequence[Stage]:
    """Every stage, cheap to build: models are loaded when first used."""
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.outlets)}
    register = UnitRegister.load(settings.units)
    regions = {name: outlet.region for name, outlet in outlets.items()}
    return [
        extract.extract_stage({name: outlet_view(outlet) for name, outlet in outlets.items()}),
        select.relevance_stage(settings.models),
        select.fingerprint_stage(),
        enrich.entities_stage(register, files(settings.units), settings.models, regions),
        enrich.topics_stage(settings.models, DATA / "topics.toml"),
        enrich.sentiment_stage(settings.models),
        stories.stories_stage(),
    ]


def outlet_view(outlet: Outlet) -> extract.OutletView:
    """What extraction knows of a registered outlet."""
    rules = outlet.overrides
    return extract.OutletView(
        id=outlet.id,
        name=outlet.name,
        zone=outlet.zone,
        kind=outlet.kind,
        title=rules.title,
        body=rules.body,
        date=rules.date,
        author=rules.author,
        remove=tuple(rules.remove),
    )


def outlet_of(url: str, settings: Settings) -> extract.OutletView:
    """The registered outlet whose site a URL belongs to, else one named after the host.

    Of a network and its regional site the regional one: the longest name that fits.
    """
    unknown = extract.unknown_outlet(url)
    homes = {extract.unknown_outlet(o.url).id: o for o in load_outlets(settings.outlets)}
    fits = [home for home in homes if unknown.id == home or unknown.id.endswith(f".{home}")]
    return outlet_view(homes[max(fits, key=len)]) if fits else unknown
