"""Running Sorot by the clock: the nightly run and the weekly report, by systemd or by cron."""

from pipeline.schedule.jobs import Job, Place, jobs_of
from pipeline.schedule.moment import Moment, moment_of

__all__ = ["Job", "Moment", "Place", "jobs_of", "moment_of"]
