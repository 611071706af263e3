"""The stages in the order of the way, built from settings.

The only place that knows them all; a new stage is one line here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from crawlers.addresses import bare_host
from crawlers.outlets import Outlet, load_outlets
from crawlers.urls import site
from pipeline import enrich, extract, select, stories
from pipeline.enrich.entities import Home
from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.gazetteer import files as gazetteer_files
from pipeline.enrich.register import UnitRegister, files
from pipeline.settings import Settings
from pipeline.stage import Stage


def build_stages(settings: Settings) -> Sequence[Stage]:
    """Every stage, cheap to build: models are loaded when first used."""
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.outlets)}
    register = UnitRegister.load(settings.units)
    gazetteer = Gazetteer.load(settings.regions)
    facts = [*files(settings.units), *gazetteer_files(settings.regions)]
    homes = {name: Home(outlet.region or None, outlet.zone) for name, outlet in outlets.items()}
    return [
        extract.extract_stage(_views(list(outlets.values()))),
        select.relevance_stage(settings.models),
        select.fingerprint_stage(),
        stories.syndication_stage(),
        enrich.entities_stage(register, gazetteer, facts, settings.models, homes),
        enrich.topics_stage(settings.models),
        enrich.sentiment_stage(settings.models),
        stories.stories_stage(register, files(settings.units), settings.models),
    ]


def _views(registry: Sequence[Outlet]) -> dict[str, extract.OutletView]:
    hosts: defaultdict[str, set[str]] = defaultdict(set)
    for outlet in registry:
        hosts[site(outlet.url)].add(bare_host(outlet.url))
    return {outlet.id: outlet_view(outlet, hosts[site(outlet.url)]) for outlet in registry}


def outlet_view(outlet: Outlet, of_its_site: Collection[str] = ()) -> extract.OutletView:
    """What extraction knows of a registered outlet; ``of_its_site`` are the hosts of all outlets
    on the same site."""
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
        sisters=tuple(sorted({*of_its_site} - {bare_host(outlet.url)})),
    )


def outlet_of(url: str, settings: Settings) -> extract.OutletView:
    """The registered outlet whose site a URL belongs to, else one named after the host.

    Of a network and its regional site the regional one: the longest name that fits.
    """
    unknown = extract.unknown_outlet(url)
    registry = load_outlets(settings.outlets)
    homes = {extract.unknown_outlet(o.url).id: o for o in registry}
    fits = [home for home in homes if unknown.id == home or unknown.id.endswith(f".{home}")]
    return _views(registry)[homes[max(fits, key=len)].id] if fits else unknown
