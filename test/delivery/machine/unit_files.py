"""Reads what systemd reads: units and environment files."""
import glob
import os

FOLDERS = ("/etc/systemd/system", "/usr/lib/systemd/system")
LISTS = ("EnvironmentFile", "Environment", "ExecStartPre", "Conflicts")


def read_unit(name):
    """The settings of a unit file and its drop-ins; None without one."""
    for folder in FOLDERS:
        if os.path.exists(f"{folder}/{name}"):
            break
    else:
        return None
    settings = {each: [] for each in LISTS}
    for path in [f"{folder}/{name}", *sorted(glob.glob(f"/etc/systemd/system/{name}.d/*.conf"))]:
        for line in open(path, encoding="utf-8"):
            key, equals, value = line.strip().partition("=")
            if not equals or key.startswith("#"):
                continue
            if key in LISTS:
                settings[key].append(value)
            else:
                settings[key] = value
    return settings


def read_environment(path):
    """systemd's EnvironmentFile: in double quotes a backslash keeps \" \\ ` $ as they are."""
    found = {}
    for line in open(path, encoding="utf-8"):
        name, equals, value = line.rstrip("\n").partition("=")
        if not equals or name.startswith("#"):
            continue
        if value.startswith('"') and value.endswith('"') and len(value) > 1:
            inside, plain, at = value[1:-1], "", 0
            while at < len(inside):
                at += inside[at] == "\\" and inside[at + 1 : at + 2] in tuple('"\\`$')
                plain += inside[at]
                at += 1
            value = plain
        found[name] = value
    return found
