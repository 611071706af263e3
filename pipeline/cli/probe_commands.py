"""``sorot outlets add`` and ``sorot outlets verify``: the registry and the sites themselves."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from crawlers import addresses
from crawlers.outlet_marks import save_marks
from crawlers.outlets import Outlet, load_outlets, outlet_toml, save_outlet
from crawlers.probe.records import OutletProbe, Sample
from pipeline import probing
from pipeline.cli.terminal import AsJson, console, errors, print_json, table
from pipeline.crawling import chosen_outlets
from pipeline.enrich.register import UnitRegister, fold
from pipeline.errors import ExtractError, OutletError
from pipeline.settings import Settings, load

SHOWN_TEXT = 200  # characters of the sample article
SOME_FAILED = 3


def add(
    urls: Annotated[list[str], typer.Argument(help="Any address of the site, or of several.")],
    outlet_id: Annotated[str, typer.Option("--id", help="Id and file name.")] = "",
    name: Annotated[str, typer.Option(help="Name as printed in reports.")] = "",
    region: Annotated[str, typer.Option(help="Province or kabupaten; national if left out.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone; that of the region if left out.")] = "",
    kind: Annotated[str, typer.Option(help="pers, rilis or agregator.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Renew an entry there is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find an outlet's channels and write its entry, or those of several outlets."""
    if len(urls) > 1 and (outlet_id or name):
        raise typer.BadParameter("one outlet at a time may be given an id or a name")
    settings = load()
    given = {"name": name, "region": region, "zone": zone, "kind": kind}
    told: list[dict[str, Any]] = []
    failed: list[OutletError] = []
    for url in urls:
        try:
            if not (replace or dry_run):
                _refuse_known(settings, url, outlet_id)
            found = _found(settings, url, outlet_id, given)
        except OutletError as error:
            failed.append(error)
            continue
        file = None if dry_run else save_outlet(settings.outlets, found.outlet)
        told.append(found.model_dump(mode="json") | {"file": str(file) if file else None})
        if not as_json:
            _show(found, settings)
            words = f"written: {file}" if file else "dry run: nothing is written"
            console.print(words, soft_wrap=True)
    if as_json and told:
        print_json(told if len(urls) > 1 else told[0])
    if failed and len(urls) == 1:
        raise failed[0]
    for trouble in failed:
        errors.print(str(trouble), markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(SOME_FAILED)


def verify(
    ids: Annotated[list[str] | None, typer.Argument(help="Outlets; all if left out.")] = None,
    find: Annotated[
        bool, typer.Option("--find", help="Also look for channels where there are none.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check that every channel lists articles now, and set its mark."""
    settings = load()
    outlets = chosen_outlets(settings, ids or [])
    asked = [outlet for outlet in outlets if outlet.channels or find]
    with errors.status(f"probing {len(asked)} outlets"):
        found = {result.outlet.id: result for result in probing.probe(settings, asked)}
    for outlet in asked:
        result = found[outlet.id].outlet
        if outlet.channels:
            save_marks(settings.outlets, result)
        elif result.channels:
            save_outlet(settings.outlets, _with_channels(outlet, result))
    rows = [row for outlet in outlets for row in _rows(outlet, found.get(outlet.id))]
    if as_json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        table("Channels", COLUMNS, rows)
        console.print(f"{sum(row[2] == 'good' for row in rows)} channels list articles.")
    if any(row[2] in ("bad", "not seen") for row in rows):
        raise typer.Exit(SOME_FAILED)


def _refuse_known(settings: Settings, url: str, outlet_id: str) -> None:
    known = _known(settings, addresses.address(url), outlet_id)
    if known:
        raise OutletError(
            f"{known.id} has an entry for {known.url} already.",
            hint="`--replace` renews its channels, `sorot outlets verify` checks them.",
        )


def _found(settings: Settings, url: str, outlet_id: str, wishes: Mapping[str, str]) -> OutletProbe:
    """What the probe finds at a site; raises OutletError when there is nothing to write."""
    wanted, given = addresses.address(url), dict(wishes)
    known = _known(settings, wanted, outlet_id)
    if given["region"]:
        given["zone"] = given["zone"] or _zone(settings, given["region"])
    rilis = addresses.bare_host(wanted).endswith("polri.go.id")
    if not known and not given["kind"] and rilis:
        given["kind"] = "rilis"
    entry = _entry(wanted, outlet_id or (known.id if known else ""), known, given)
    with errors.status(f"probing {wanted}"):
        (found,) = probing.probe(settings, [entry])
    if not found.outlet.channels:
        _show_candidates(found)
        raise OutletError(
            f"{wanted}: no channel found. {' '.join(found.problems)}".strip(),
            hint="Name a page that lists articles, or write the entry by hand (docs/outlets.md).",
        )
    return found


def _show(found: OutletProbe, settings: Settings) -> None:
    _show_candidates(found)
    if found.sample:
        _show_sample(found.sample, found.outlet, settings)
    console.print(outlet_toml(found.outlet), markup=False)


COLUMNS = ["outlet", "type", "state", "#articles", "newest", "url", "note"]


def _rows(outlet: Outlet, result: OutletProbe | None) -> list[list[object]]:
    """One row a channel; of an outlet that had none, what was found."""
    if result is None or not (result.candidates or result.outlet.channels):
        note = " ".join(result.problems) if result else "`--find` looks for some"
        return [[outlet.id, "", "belum ada kanal", "", "", outlet.url, note]]
    kept = [channel.url for channel in result.outlet.channels]
    shown = [c for c in result.candidates if outlet.channels or c.channel.url in kept]
    if not shown:
        return [[outlet.id, "", "belum ada kanal", "", "", outlet.url, "the probe found none"]]
    return [
        [
            outlet.id, c.channel.type, _state(c.good, c.answered), c.articles,
            f"{c.newest:%Y-%m-%d}" if c.newest else "", c.channel.url, c.note,
        ]
        for c in shown
    ]  # fmt: skip


def _state(good: bool, answered: bool) -> str:
    return "good" if good else "bad" if answered else "not seen"


def _show_candidates(found: OutletProbe) -> None:
    """What is there; the usual places that hold nothing are only counted."""
    kept = [channel.url for channel in found.outlet.channels]
    shown = [c for c in found.candidates if c.articles or not c.answered]
    table(
        f"{found.outlet.name}: {len(found.candidates)} places looked at, {len(shown)} hold or hide "
        f"something, {found.requests} requests",
        ["", "type", "#articles", "newest", "url", "note"],
        [
            [
                "kept" if c.channel.url in kept else _state(c.good, c.answered), c.channel.type,
                c.articles or "", f"{c.newest:%Y-%m-%d}" if c.newest else "", c.channel.url, c.note,
            ]
            for c in shown
        ],
    )  # fmt: skip
    console.print()


def _show_sample(sample: Sample, outlet: Outlet, settings: Settings) -> None:
    """What the pipeline makes of one of the outlet's articles."""
    from pipeline.extract import extract
    from pipeline.records import Page
    from pipeline.stages import outlet_view

    body = base64.b64decode(sample.body)
    page = Page.loose(sample.url, body, outlet.id, sample.content_type, settings.clock())
    try:
        article = extract(page, outlet_view(outlet))
    except ExtractError as error:
        console.print(f"{error} Selectors under [overrides] may help.", markup=False)
        return
    date = article.published_at.isoformat() if article.published_at else "none found"
    start = article.text[:SHOWN_TEXT]
    rows = [
        ["url", sample.url], ["title", article.title], ["date", date],
        ["author", article.author or "none found"], ["text", start],
    ]  # fmt: skip
    table("One article, extracted", ["field", "value"], rows)
    console.print()


def _known(settings: Settings, url: str, outlet_id: str) -> Outlet | None:
    """The entry that has this id or this site."""
    host = addresses.bare_host(url)
    entries = load_outlets(settings.outlets)
    return next(
        (o for o in entries if o.id == outlet_id or addresses.bare_host(o.url) == host), None
    )


def _entry(url: str, outlet_id: str, known: Outlet | None, given: dict[str, str]) -> Outlet:
    """The entry without channels: what is there already, with what the user gave."""
    fresh = {"id": outlet_id or addresses.id_of(url), "name": urlsplit(url).hostname or ""}
    facts = known.model_dump() if known else fresh
    facts |= {field: value for field, value in given.items() if value}
    try:
        return Outlet.model_validate(facts | {"url": url, "channels": []})
    except ValueError as error:
        wrong = str(error).splitlines()[1]
        raise OutletError(
            f"the entry would be wrong: {wrong}.", hint="See docs/outlets.md."
        ) from error


def _zone(settings: Settings, region: str) -> str:
    """The zone of a region of the unit register."""
    for unit in UnitRegister.load(settings.units).units.values():
        if fold(region) in {fold(place) for place in (unit.region or "", *unit.area)}:
            return unit.zone
    raise OutletError(
        f"no region {region!r} in the unit register.",
        hint="Write a province (Maluku Utara) or a kabupaten (Kabupaten Halmahera Utara).",
    )


def _with_channels(outlet: Outlet, found: Outlet) -> Outlet:
    return outlet.model_copy(update={"channels": found.channels})
