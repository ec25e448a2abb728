"""Which operation a REST request is: by method, path, and the query keys that the model fixes (`?list-type=2`)."""

import functools
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote


@dataclass
class Route:
    operation: object
    method: str
    path: re.Pattern
    literals: list  # of (name, value) that the model writes into the request URI
    needed: list  # of (location, name): required members outside the path and the body


@functools.cache
def _routes(service_model):
    routes = []
    for name in service_model.operation_names:
        operation = service_model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        literals = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "x-id"]
        needed = []
        if operation.input_shape is not None:
            for member in operation.input_shape.required_members:
                said = operation.input_shape.members[member].serialization
                if said.get("location") in ("header", "querystring"):
                    needed.append((said["location"], said.get("name", member)))
        routes.append(Route(operation, operation.http["method"], _expression(path), literals, needed))
    return sorted(routes, key=lambda route: route.operation.name)


def _expression(path):
    parts = re.split(r"(\{[^}]+\})", path.rstrip("/"))
    out = ""
    for part in parts:
        if part.startswith("{"):
            name = part[1:-1].rstrip("+").replace("-", "_")
            out += f"(?P<{name}>.+)" if part.endswith("+}") else f"(?P<{name}>[^/]+)"
        else:
            out += re.escape(part)
    # A bucket's own address may end with a slash.
    return re.compile(out + "/?")


def find(service_model, request):
    """(operation, labels of the path), or (None, {}).

    Several operations of S3 share a method and a path. The one that explains most of the request is it: first by the
    fixed query keys, then by the headers and query keys it requires (CopyObject before PutObject).
    """
    query = dict(request.query)
    best = None
    for route in _routes(service_model):
        match = route.path.fullmatch(request.path) if route.method == request.method else None
        if match is None or not all(_has(query, *literal) for literal in route.literals):
            continue
        present = [_present(request, query, *needed) for needed in route.needed]
        # An operation whose required header is absent may still be meant, so it is ranked last, not left out.
        named = query.get("x-id") == route.operation.name
        score = (len(route.literals), all(present), len(present), named, not route.operation.deprecated)
        if best is None or score > best[0]:
            best = (score, route, match)
    if best is None:
        return None, {}
    labels = {name: unquote(value) for name, value in best[2].groupdict().items()}
    return best[1].operation, labels


def literal_names(service_model, operation):
    """The query keys that belong to the operation's own address."""
    return {name for route in _routes(service_model) if route.operation is operation for name, _ in route.literals}


def _has(query, name, value):
    return name in query and (not value or query[name] == value)


def _present(request, query, location, name):
    return name in query if location == "querystring" else name.lower() in request.headers
