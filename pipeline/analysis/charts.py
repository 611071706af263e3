"""Charts of answers: DataFrames of :class:`News` → matplotlib figures, and those → SVG text.

A notebook shows the figure, a report embeds ``svg(figure)``. Figures are made without pyplot, so
nothing global is touched; the same data gives the same bytes. Sized for a phone: 4.3 inch wide
with text of 9 points keeps its letters above 9 px on a screen of 360 px.
"""

from __future__ import annotations

import re
from io import StringIO

import matplotlib as mpl
import numpy as np
import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLOURS = {"positif": "#1b9e77", "netral": "#b8bcc2", "negatif": "#d55e00"}  # colour-blind safe
INK, MUTED, FAINT, ACCENT = "#1f2328", "#646b73", "#e3e5e8", "#1f4e79"
WIDTH = 4.3
TEXT = 9
NARROWEST_LABEL = 0.08
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
LOCALE = Locale("id", "ID")


class Chart(Figure):
    """A figure that a notebook shows as the same SVG that a report embeds."""

    def _repr_svg_(self) -> str:
        return svg(self)


def volume(now: pd.DataFrame, before: pd.DataFrame | None = None) -> Chart:
    """Links by day as bars, unique articles as a mark on them, the week before as a line.

    Both frames are ``News.coverage(by="day")``; the second is laid over the first day by day.
    """
    figure, axes = _figure(2.3)
    places = np.arange(len(now))
    axes.bar(places, now["links"], width=0.62, color=ACCENT, label="Link", zorder=2)
    axes.scatter(
        places, now["unique_articles"], marker="_", s=170, linewidth=1.6, color="#f0b429",
        label="Berita unik", zorder=4,
    )  # fmt: skip
    if before is not None:
        axes.plot(
            places, before["links"].to_numpy()[: len(now)], color=MUTED, linewidth=1.2, marker="o",
            markersize=3, label="Link pekan lalu", zorder=3,
        )  # fmt: skip
    days = pd.to_datetime(now.index)
    axes.set_xticks(places, [format_date(day, "EEE\nd MMM", LOCALE) for day in days])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_formatter(FuncFormatter(_number))
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1] * 1.05))
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    _legend(figure, axes)
    return figure


def shares(bars: pd.DataFrame) -> Chart:
    """One bar of 100% per row; columns positif, netral, negatif hold counts."""
    figure, axes = _figure(0.55 + 0.34 * max(1, len(bars)))
    totals = bars[list(COLOURS)].sum(axis=1).replace(0, np.nan)
    left = np.zeros(len(bars))
    places = np.arange(len(bars))[::-1]
    for label, colour in COLOURS.items():
        width = (bars[label] / totals).fillna(0).to_numpy()
        axes.barh(places, width, left=left, height=0.66, color=colour, label=label.capitalize())
        for place, start, size in zip(places, left, width, strict=True):
            if size >= NARROWEST_LABEL:
                axes.text(
                    start + size / 2, place, str(format_percent(size, "#,##0%", LOCALE)),
                    ha="center", va="center", fontsize=TEXT - 0.5,
                    color=INK if label == "netral" else "white",
                )  # fmt: skip
        left = left + width
    axes.set_yticks(places, [str(name) for name in bars.index], parse_math=False)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    _legend(figure, axes)
    return figure


def ranking(counts: pd.DataFrame) -> Chart:
    """Counts by row as stacked bars, first row on top; columns positif, netral, negatif."""
    figure, axes = _figure(0.5 + 0.27 * max(1, len(counts)))
    left = np.zeros(len(counts))
    places = np.arange(len(counts))[::-1]
    for label, colour in COLOURS.items():
        width = counts[label].to_numpy()
        axes.barh(places, width, left=left, height=0.66, color=colour, label=label.capitalize())
        left = left + width
    for place, total in zip(places, left, strict=True):
        axes.annotate(
            _number(total), (total, place), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=TEXT, color=INK,
        )  # fmt: skip
    axes.set_yticks(places, [str(name) for name in counts.index], parse_math=False)
    axes.set_xlim(0, max(1.0, left.max(initial=0)) * 1.08)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    _legend(figure, axes)
    return figure


def svg(figure: Figure) -> str:
    """The figure as an ``<svg>`` element, letters as outlines so that no font is needed."""
    buffer = StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "sorot"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata=NO_METADATA)
    text = re.sub(r"<!--.*?-->\s*", "", buffer.getvalue(), flags=re.DOTALL)
    text = re.sub(r' id="[\w.]+_\d+"', "", text)  # several charts share one page
    return text[text.index("<svg") :].strip()


def _figure(height: float) -> tuple[Chart, Axes]:
    figure = Chart(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.tick_params(length=0, labelsize=TEXT, colors=INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    return figure, axes


def _legend(figure: Chart, axes: Axes) -> None:
    handles, labels = axes.get_legend_handles_labels()
    bars_first = sorted(zip(labels, handles, strict=True), key=lambda pair: pair[0] != "Link")
    figure.legend(
        [handle for _, handle in bars_first], [label for label, _ in bars_first],
        loc="outside upper left", ncols=3, frameon=False, fontsize=TEXT, borderaxespad=0,
        handlelength=1.1, handleheight=0.8, columnspacing=1.4, labelcolor=INK,
    )  # fmt: skip


def _number(value: float, _place: int | None = None) -> str:
    return str(format_decimal(int(value), locale=LOCALE))
