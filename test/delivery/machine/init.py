"""Process 1 of a throwaway root: the part of systemd that the units of templates/server need.

Reads the real unit files and really starts, watches, restarts and stops processes. It keeps what they print. What it
leaves out is hardening: capabilities, namespaces and limits. `systemctl` and `journalctl` there are clients of it.
"""
import json
import os
import pwd
import shlex
import signal
import socket
import socketserver
import subprocess
import threading
import time

from unit_files import read_environment, read_unit

SOCKET = "/run/init.socket"
units = {}
properties = {}


class Unit:
    def __init__(self, name):
        self.name, self.lines, self.lock = name, [], threading.Lock()
        self.state, self.result, self.restarts = "inactive", "success", 0
        self.process = self.thread = None
        self.leaving = threading.Event()

    def say(self, line):
        self.lines.append((time.time(), line))

    def spawn(self, command, settings):
        """As the unit's user, or as root where the command begins with `+`. Files are read anew for every command."""
        as_root = command.startswith("+")
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"}
        user = None if as_root else settings.get("User")
        person = pwd.getpwnam(user or "root")
        if settings.get("User"):
            environment.update(HOME=person.pw_dir, USER=person.pw_name, LOGNAME=person.pw_name)
        if settings.get("StateDirectory"):
            path = f"/var/lib/{settings['StateDirectory']}"
            owner = pwd.getpwnam(settings.get("User", "root"))
            os.makedirs(path, exist_ok=True)
            os.chown(path, owner.pw_uid, owner.pw_gid)
        environment.update(each.split("=", 1) for each in settings["Environment"])
        for path in settings["EnvironmentFile"]:
            if os.path.exists(path.lstrip("-")) or not path.startswith("-"):
                environment.update(read_environment(path.lstrip("-")))
        process = subprocess.Popen(
            shlex.split(command.lstrip("+")),
            env=environment,
            cwd=settings.get("WorkingDirectory", "/"),
            user=user,
            group=person.pw_gid if user else None,
            extra_groups=os.getgrouplist(user, person.pw_gid) if user else None,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        threading.Thread(target=lambda: [self.say(line.rstrip("\n")) for line in process.stdout], daemon=True).start()
        return process

    def run(self, settings, started):
        while not self.leaving.is_set():
            self.state, self.result = "activating", "success"
            try:
                code = self.once(settings, started)
            except OSError as error:
                self.say(f"{self.name}: {error}")
                code = 203
            started.put(code == 0)
            if self.leaving.is_set():
                break
            well = code == 0 or str(code) in settings.get("SuccessExitStatus", "").split()
            self.result = "success" if well else "exit-code"
            policy = settings.get("Restart", "no")
            if not (policy == "always" or (policy == "on-failure" and not well)):
                self.state = "inactive" if well else "failed"
                return
            if self.leaving.wait(float(settings.get("RestartSec", "0.1"))):
                break
            self.restarts += 1
            self.say(f"{self.name}: Scheduled restart job, restart counter is at {self.restarts}.")
        self.state = "inactive"

    def once(self, settings, started):
        for command in settings["ExecStartPre"]:
            self.process = self.spawn(command, settings)
            if self.process.wait():
                self.say(f"{self.name}: Control process exited, code=exited, status={self.process.returncode}")
                return self.process.returncode
        self.process = self.spawn(settings["ExecStart"], settings)
        if settings.get("Type") != "oneshot":
            self.state = "active"
            started.put(True)
        code = self.process.wait()
        how = f"killed, status={-code}" if code < 0 else f"exited, status={code}"
        self.say(f"{self.name}: Main process exited, code={how}")
        return code

    def start(self):
        settings = read_unit(self.name)
        if settings is None:
            return 5, f"Failed to start {self.name}: Unit {self.name} not found."
        if self.state in ("active", "activating"):
            return 0, ""
        for other in " ".join(settings["Conflicts"]).split():
            unit_named(other).stop()
        self.leaving = threading.Event()
        started = Outcome()
        self.thread = threading.Thread(target=self.run, args=(settings, started), daemon=True)
        self.thread.start()
        return (0, "") if started.get() else (1, f"Job for {self.name} failed because it exited with an error code.")

    def stop(self):
        if not self.thread or not self.thread.is_alive():
            return 0, ""
        self.leaving.set()
        seconds = float((read_unit(self.name) or {}).get("TimeoutStopSec", "90"))
        for how, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 10)):
            try:
                os.killpg(self.process.pid, how)
            except ProcessLookupError:
                pass
            self.thread.join(patience)
            if not self.thread.is_alive():
                return 0, ""
        return 1, f"{self.name} does not end"


class Outcome:
    """The first of several answers."""

    def __init__(self):
        self.event, self.value = threading.Event(), None

    def put(self, value):
        if not self.event.is_set():
            self.value = value
            self.event.set()

    def get(self):
        self.event.wait()
        return self.value


def unit_named(name):
    name = name if "." in name else f"{name}.service"
    return units.setdefault(name, Unit(name))


class Client(socketserver.StreamRequestHandler):
    def handle(self):
        program, *arguments = json.loads(self.rfile.readline())
        code, said = {"systemctl": systemctl, "journalctl": journalctl}[program](arguments)
        self.wfile.write(json.dumps([code, said]).encode())


def systemctl(arguments):
    """The exit code and what it says."""
    options = [each for each in arguments if each.startswith("--")]
    verb, *rest = [each for each in arguments if not each.startswith("--")]
    if verb == "daemon-reload":
        return 0, ""
    if verb == "show":
        unit = unit_named(rest[-1])
        return 0, str({**properties.get(unit.name, {}), "NRestarts": unit.restarts, "Result": unit.result}[rest[0]])
    if verb == "set-property":
        properties.setdefault(unit_named(rest[0]).name, {}).update(each.split("=", 1) for each in rest[1:])
        return 0, ""
    unit = unit_named(rest[0])
    there = read_unit(unit.name) is not None
    link = f"/etc/systemd/system/multi-user.target.wants/{unit.name}"
    if unit.name.endswith(".timer"):
        return (0, "") if there else (1, f"Unit {unit.name} not found.")
    if verb == "is-active":
        return (0 if unit.state == "active" else 3), "" if "--quiet" in options else unit.state
    if verb == "cat":
        return (0, "") if there else (1, f"No files found for {unit.name}.")
    if verb == "reset-failed":
        unit.restarts, unit.result = 0, "success"
        return 0, ""
    if verb in ("enable", "disable"):
        if not there:
            return 1, f"Failed to {verb} unit: Unit file {unit.name} does not exist."
        os.makedirs(os.path.dirname(link), exist_ok=True)
        if os.path.lexists(link):
            os.unlink(link)
        if verb == "enable":
            os.symlink(f"/etc/systemd/system/{unit.name}", link)
        return (unit.start() if verb == "enable" else unit.stop()) if "--now" in options else (0, "")
    if verb in ("restart", "reload-or-restart") or (verb == "try-restart" and unit.state == "active"):
        unit.stop()
        return unit.start()
    return {"start": unit.start, "stop": unit.stop, "try-restart": lambda: (0, "")}[verb]()


def journalctl(arguments):
    unit = unit_named(arguments[arguments.index("--unit") + 1])
    since = float(arguments[arguments.index("--since") + 1].lstrip("@")) if "--since" in arguments else 0
    count = int(arguments[arguments.index("--lines") + 1])
    return 0, "\n".join([line for at, line in unit.lines if at >= since][-count:])


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


if __name__ == "__main__":
    server = Server(SOCKET, Client)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    # The pipe ends with the test, in whatever way, and all processes of this root end with process 1.
    os.read(0, 1)
    os._exit(0)
