"""``python -m tests.links.launch FILE``: an import that prints its steps, to be killed."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.links.files import read_file
from pipeline.night import run_links
from pipeline.settings import load
from tests.nights import Printed

if __name__ == "__main__":
    run_links(load(), Printed(), read_file(Path(sys.argv[1]), ZoneInfo("Asia/Jayapura")))
