"""``python -m tests.crawlers.launch OPTIONS.json NAMES``: a crawl, and how much memory it took.

NAMES maps host names to what they resolve to, one address after the other when there are several
("127.0.0.2 127.0.0.1"; the last stays), so that a test needs no name server. 127.0.0.2 counts as
public there, for a test can connect to nothing but loopback; 127.0.0.1 does not.
The peak of the resident memory in bytes is the last line on standard error.
"""

from __future__ import annotations

import json
import re
import socket
import sys
from pathlib import Path

from crawlers import guard
from crawlers.__main__ import main

OPEN_ADDRESS = "127.0.0.2"


def pretend(names: dict[str, str]) -> None:
    """Resolve these names so, and all others as ever."""
    resolve, is_public = socket.gethostbyname, guard.is_public
    addresses = {name: answers.split() for name, answers in names.items()}

    def answer(name: str) -> str:
        waiting = addresses.get(name)
        if not waiting:
            return resolve(name)
        return waiting.pop(0) if waiting[1:] else waiting[0]

    socket.gethostbyname = answer
    guard.is_public = lambda address: address == OPEN_ADDRESS or is_public(address)


def peak() -> int:
    """Of this process alone; what the system tells its parent includes the parent's own."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    pretend(json.loads(sys.argv[2]))
    code = main(sys.argv[1:2])
    print(peak(), file=sys.stderr)
    sys.exit(code)
