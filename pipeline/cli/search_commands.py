"""``sorot search`` and ``sorot officers``: find articles, and who held which post when."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.terminal import AsJson, console, print_json, table


def register(app: typer.Typer) -> None:
    app.command()(search)
    app.command()(officers)


def search(
    words: Annotated[str, typer.Argument(help="What to look for; stems are found too.")],
    unit: Annotated[str | None, typer.Option(help="Only articles that name this unit.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day, 2025-10-13.")] = None,
    until: Annotated[str | None, typer.Option(help="To this day, included.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most results.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Full-text search in the newest snapshot, best first."""
    from pipeline.analysis import open_news

    with open_news() as news:
        found = news.search(words, limit, unit=unit, outlet=outlet, since=since, until=until)
    rows = found.to_dict("records")
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print(f"[bold]{escape(row['title'])}[/]")
        console.print(
            f"  {row['outlet']} · {row['published_at']:%Y-%m-%d} · "
            f"{', '.join(row['units']) or '-'} · {row['article_id'][:8]}",
            style="dim",
        )
        console.print(f"  {row['snippet']}\n", markup=False)
    console.print(f"{len(rows)} article{'s' if len(rows) != 1 else ''}")


def officers(
    name: Annotated[str | None, typer.Argument(help="Part of a name.")] = None,
    position: Annotated[str | None, typer.Option(help="How the post begins: Kapolres.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit itself.")] = None,
    on: Annotated[str | None, typer.Option(help="Who held the post that day, 2025-10-13.")] = None,
    as_json: AsJson = False,
) -> None:
    """Officers with the posts that articles give them, and when."""
    from pipeline.analysis import open_news
    from pipeline.errors import ConfigError

    if not (name or position or unit):
        raise ConfigError(
            "whom to look for is not said.", hint="Give a name, --position or --unit."
        )
    with open_news() as news:
        found = news.officers(name, position=position, unit=unit, on=on)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    if as_json:
        print_json(rows)
        return
    table(
        "Officers",
        ("unit", "position", "rank", "name", "#first", "#last", "#n"),
        [
            [
                *(escape(row[column] or "-") for column in ("unit", "position", "rank", "name")),
                f"{row['first_at']:%Y-%m-%d}", f"{row['last_at']:%Y-%m-%d}", row["articles"],
            ]
            for row in rows
        ],
    )  # fmt: skip
