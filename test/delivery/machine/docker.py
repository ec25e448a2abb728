#!/usr/bin/python3
"""`docker` as far as the server uses it: keeps the images it is given and runs what is in one as a process."""
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile

HOME = "/var/lib/images"
TAGS = f"{HOME}/tags.json"


def tags():
    return json.load(open(TAGS, encoding="utf-8")) if os.path.exists(TAGS) else {}


def keep(changed):
    os.makedirs(HOME, exist_ok=True)
    json.dump(changed, open(TAGS, "w", encoding="utf-8"))


def load(path):
    with tarfile.open(path) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))[0]
        image = "sha256:" + hashlib.sha256(archive.extractfile(manifest["Config"]).read()).hexdigest()
        for layer in manifest["Layers"]:
            with tarfile.open(fileobj=io.BytesIO(archive.extractfile(layer).read())) as files:
                files.extractall(f"{HOME}/{image}")
    keep({**tags(), **{tag: image for tag in manifest["RepoTags"]}})
    print(f"Loaded image: {manifest['RepoTags'][0]}")


def run(arguments):
    """Only what --env-file names reaches the container, and its values come from this process."""
    assert "--rm" in arguments and arguments[arguments.index("--network") + 1] == "host"
    assert int(arguments[arguments.index("--memory") + 1].rstrip("km")) > 0
    names = open(arguments[arguments.index("--env-file") + 1], encoding="utf-8").read().split()
    image = tags().get(arguments[-1])
    if image is None:
        sys.exit(f"Unable to find image '{arguments[-1]}' locally")
    environment = {name: os.environ[name] for name in names} | {"PATH": "/usr/bin"}
    process = subprocess.Popen(["/usr/bin/node", f"{HOME}/{image}/server.js"], env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    sys.exit(process.wait())


def main(verb, *rest):
    if verb == "load":
        try:
            load(rest[rest.index("--input") + 1])
        except (tarfile.TarError, KeyError, EOFError) as error:
            sys.exit(f"open image: {error}")
    elif verb == "tag":
        keep({**tags(), rest[1]: tags().get(rest[0], rest[0])})
    elif verb == "run":
        run(rest)
    elif (verb, *rest[:1]) == ("image", "inspect"):
        print(tags().get(rest[-1]) or sys.exit(f"No such image: {rest[-1]}"))
    elif (verb, *rest[:1]) == ("image", "ls"):
        print("\n".join(tags()))
    elif (verb, *rest[:1]) == ("image", "rm"):
        keep({tag: image for tag, image in tags().items() if tag != rest[1]})
    elif (verb, *rest[:1]) == ("image", "prune"):
        for image in os.listdir(HOME):
            if image.startswith("sha256:") and image not in tags().values():
                shutil.rmtree(f"{HOME}/{image}")
    elif verb == "rm":
        sys.exit("No such container")
    else:
        sys.exit(f"docker {verb} {' '.join(rest)}: not played here")


main(*sys.argv[1:])
