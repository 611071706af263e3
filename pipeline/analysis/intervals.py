"""How sure a share is: the Wilson score interval (Wilson 1927)."""

from __future__ import annotations

import numpy as np
import pandas as pd

Z = 1.96  # 95%


def with_shares(counts: pd.DataFrame, labels: tuple[str, ...]) -> pd.DataFrame:
    """Add ``<label>_share``, ``_low`` and ``_high`` (0 to 1, 95%) for each count column."""
    total = counts[list(labels)].sum(axis=1)
    found = counts.copy()
    for label in labels:
        share, low, high = wilson(counts[label].to_numpy(), total.to_numpy())
        found[f"{label}_share"], found[f"{label}_low"], found[f"{label}_high"] = share, low, high
    return found


def wilson(
    successes: np.ndarray[tuple[int], np.dtype[np.int64]],
    trials: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share, lower and upper bound by element; NaN where there are no trials."""
    n = np.where(trials > 0, trials, np.nan).astype(float)
    p = successes / n
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return p, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
