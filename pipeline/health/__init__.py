"""How the outlets are: habits, alarms, the quality of what was extracted.

Read from the warehouse alone, so that ``sorot status`` tells after any run what the run told.
"""

from pipeline.health.alarms import Alarm, of_last_run
from pipeline.health.facts import Extraction
from pipeline.health.health import Health, OutletHealth, health_of
from pipeline.health.quality import LowQuality, low_quality
from pipeline.health.rules import load as rules

__all__ = [
    "Alarm",
    "Extraction",
    "Health",
    "LowQuality",
    "OutletHealth",
    "health_of",
    "low_quality",
    "of_last_run",
    "rules",
]
