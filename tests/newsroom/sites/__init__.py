"""The seven sites of the sample newsroom, one module each."""

from __future__ import annotations

from collections.abc import Sequence

from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Masthead, Site
from tests.newsroom.sites import (
    jejaklontar,
    kabarseruni,
    lintaswarta,
    oborharian,
    portalnusa,
    suaralasa,
    tribratanews_seruni,
)

_SHAPES: tuple[tuple[type[Site], Masthead], ...] = (
    (jejaklontar.JejakLontar, jejaklontar.MASTHEAD),
    (kabarseruni.KabarSeruni, kabarseruni.MASTHEAD),
    (oborharian.OborHarian, oborharian.MASTHEAD),
    (portalnusa.PortalNusa, portalnusa.MASTHEAD),
    (suaralasa.SuaraLasa, suaralasa.MASTHEAD),
    (tribratanews_seruni.Tribratanews, tribratanews_seruni.MASTHEAD),
)


def sample_sites(articles: Sequence[Article]) -> list[Site]:
    """Every sample site with its own articles and the copies it re-posts."""

    def of(outlet: str) -> list[Article]:
        return [article for article in articles if article.outlet == outlet]

    mastheads = {masthead.outlet: masthead for _, masthead in _SHAPES}
    origins = {
        article.id: (mastheads[article.outlet], article)
        for article in articles
        if not article.copy_of and article.outlet in mastheads
    }
    aggregator = lintaswarta.MASTHEAD
    return [
        *(shape(masthead, of(masthead.outlet)) for shape, masthead in _SHAPES),
        lintaswarta.LintasWarta(aggregator, of(aggregator.outlet), origins),
    ]
