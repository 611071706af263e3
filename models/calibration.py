"""Temperature scaling (Guo et al. 2017): one number that makes probabilities mean what they say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax


def temperature(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The divisor of the logits, shape (rows, labels), that makes the truth likeliest."""
    return float(
        minimize_scalar(
            lambda divisor: log_loss(logits / divisor, truth), bounds=(0.2, 5.0), method="bounded"
        ).x
    )


def log_loss(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Mean of minus the logarithm of the probability of the truth, in nats."""
    return -float(np.mean(log_softmax(logits, axis=1)[np.arange(len(truth)), truth]))
