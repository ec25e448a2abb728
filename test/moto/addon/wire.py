"""One signed AWS request as it came over HTTP."""

import io
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/,\s]+)/([^/,\s]+)/aws4_request")


@dataclass
class Request:
    """`path` is still percent-encoded, so that a slash inside a key or an id does not split it."""

    method: str
    path: str
    query: list  # of (name, value), decoded
    headers: dict  # names in lower case
    body: bytes
    access_key: str
    region: str
    signing_name: str

    def form(self):
        """The parameters of a query or ec2 request: in the body, or behind the question mark."""
        pairs = list(self.query)
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            pairs += parse_qsl(self.body.decode("utf-8"), keep_blank_values=True)
        return pairs


def read(environ):
    """Reads the request and puts its body back for moto. None for what AWS would not see: unsigned, /moto-api/."""
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None or environ.get("PATH_INFO", "").startswith("/moto-api"):
        return None
    body = _body(environ)
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "/")
    if raw.startswith("http"):
        raw = "/" + raw.split("/", 3)[3] if raw.count("/") > 2 else "/"
    path, _, query = raw.partition("?")
    headers = {
        key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
    }
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=[(name, value) for name, value in parse_qsl(query, keep_blank_values=True)],
        headers=headers,
        body=body,
        access_key=scope.group(1),
        region=unquote(scope.group(2)),
        signing_name=scope.group(3).lower(),
    )


def _body(environ):
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        body = stream.read()
    else:
        body = stream.read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    if environ.get("CONTENT_LENGTH") or body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return body
