"""``python -m tests.newsroom``: run the sample newsroom until interrupted.

Prints its address when it is ready; ``--port-file`` also writes the port there, for scripts that
wait for it.
"""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import datetime
from pathlib import Path

from tests.newsroom.articles import SAMPLE
from tests.newsroom.server import Newsroom

FIRST_NIGHT = "2025-10-18T23:00:00+09:00"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--now", type=datetime.fromisoformat, default=FIRST_NIGHT)
    parser.add_argument("--port-file", type=Path)
    parser.add_argument("--articles", type=Path, default=SAMPLE / "articles")
    parser.add_argument("--data-room", type=Path, help="also serve the articles kept there")
    return parser.parse_args()


def main() -> None:
    options = _arguments()
    newsroom = Newsroom(options.now, options.articles, options.data_room, options.port)
    for trouble in newsroom.edition.troubles:
        print(f"left out: {trouble}", file=sys.stderr)
    newsroom.start()
    if options.port_file:
        partial = options.port_file.with_suffix(".partial")
        partial.write_text(f"{newsroom.port}\n", encoding="ascii")
        partial.replace(options.port_file)
    print(
        f"sample newsroom at {newsroom.url} (also an HTTP proxy), clock {newsroom.now}", flush=True
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        newsroom.stop()


if __name__ == "__main__":
    main()
