"""The log the tests read: one JSON object a line, appended to the file that DW_MOTO_LOG names.

Kinds: "call", "violation", "missing" (moto has no such operation), "skipped-pattern".
"""

import json
import os
import threading

_lock = threading.Lock()


def write(kind, **fields):
    """Appends one line; without DW_MOTO_LOG there is no log."""
    path = os.environ.get("DW_MOTO_LOG")
    if not path:
        return
    line = json.dumps({"kind": kind, **fields}, default=str) + "\n"
    with _lock, open(path, "a", encoding="utf-8") as log:
        log.write(line)
