"""One moto_server with the add-on for all tests of a run, and clients for it."""

import atexit
import functools
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "eu-west-1"
ACCOUNT = "123456789012"
_state = {}


def endpoint():
    """Starts the server at the first call, and ends it with the run."""
    if _state:
        return _state["endpoint"]
    directory = tempfile.mkdtemp(prefix="moto-addon-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    _state.update(endpoint=f"http://127.0.0.1:{port}", log=f"{directory}/log.jsonl", held=f"{directory}/held")
    _state.update(fates=f"{directory}/fates.json")
    environment = {
        **os.environ,
        "PYTHONPATH": os.path.dirname(os.path.abspath(__file__)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MOTO_ACM_VALIDATION_WAIT": "0",
        "DW_MOTO_LOG": _state["log"],
        "DW_MOTO_ACM_HELD": _state["held"],
        "DW_MOTO_DEPLOYMENTS": _state["fates"],
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": open(f"{directory}/output", "w")}
    server = subprocess.Popen(["moto_server", "-p", str(port)], env=environment, **quiet)

    def end():
        server.kill()
        server.wait()
        quiet["stderr"].close()
        shutil.rmtree(directory)

    atexit.register(end)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{_state['endpoint']}/moto-api/data.json").close()
            return _state["endpoint"]
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("moto_server did not start")


@functools.cache
def client(service, checked=True):
    """A client; unchecked, it sends what boto3 itself would refuse."""
    config = Config(parameter_validation=checked, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(
        service,
        endpoint_url=endpoint(),
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=config,
    )


def raw(service, method="POST", path="/", body=b"", **headers):
    """(status, body) of a hand-made request; the server looks at the signature's scope only."""
    scope = f"Credential=testing/20260101/{REGION}/{service}/aws4_request"
    request = urllib.request.Request(endpoint() + path, data=body or None, method=method)
    request.add_header("Authorization", f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def log(kind):
    """The log's lines of one kind."""
    with open(_state["log"], encoding="utf-8") as lines:
        return [line for line in map(json.loads, lines) if line["kind"] == kind]


def hold(held):
    """Holds certificates back, or no longer."""
    if held:
        open(_state["held"], "w").close()
    elif os.path.exists(_state["held"]):
        os.remove(_state["held"])


def destine(*fates):
    """What becomes of the deployments to come."""
    with open(_state["fates"], "w", encoding="utf-8") as file:
        json.dump(fates, file)


class ServerTest(unittest.TestCase):
    """An empty AWS for each test."""

    def setUp(self):
        request = urllib.request.Request(f"{endpoint()}/moto-api/reset", method="POST")
        urllib.request.urlopen(request).close()
        hold(False)
        destine()

    def refused(self, code, function, **parameters):
        """The message of AWS's refusal with that code."""
        with self.assertRaises(ClientError) as caught:
            function(**parameters)
        self.assertEqual(code, caught.exception.response["Error"]["Code"])
        return caught.exception.response["Error"]["Message"]

    def violates(self, words, function, **parameters):
        """The call is refused as non-conforming, in those words, and the log has it."""
        message = self.refused("NonConformingRequest", function, **parameters)
        self.assertIn(words, message)
        self.assertEqual(message, log("violation")[-1]["message"])
