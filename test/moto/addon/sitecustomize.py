"""Brings the add-on into `moto_server`; put this directory on PYTHONPATH.

Python imports the first `sitecustomize` it finds on the path at start-up, in every process. Only a process that is
moto_server gets the add-on; every process gets the `sitecustomize` that this one would otherwise hide.
"""

import importlib.machinery
import importlib.util
import os
import sys


def _chain():
    """Runs the next `sitecustomize` on the path, which this file hides."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is None or spec.loader is None:
        return
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def _is_moto_server():
    """Looks at the program, not at its arguments: `python .../bin/moto_server` or `python -m moto.server`."""
    for index, word in enumerate(sys.orig_argv[1:], start=1):
        if word in ("moto.server", "moto") and sys.orig_argv[index - 1] == "-m":
            return True
        if not word.startswith("-"):
            return os.path.basename(word).startswith("moto_server")
    return False


_chain()

if _is_moto_server():
    try:
        import addon

        addon.install()
    except BaseException:
        # `site` swallows what is raised here, and a server without the add-on would pass for one that has it.
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(70)
