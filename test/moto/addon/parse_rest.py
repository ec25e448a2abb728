"""Requests of the rest-xml and rest-json protocols: path, query, headers and body, back into parameters."""

import parse_json
import parse_xml
import routes
from complaint import Complaint, join, shown
from scalars import BAD, scalar

# Query keys that any operation may carry: the SDK's own mark, and a presigned request's signature.
_FREE_QUERY = ("x-id", "x-amz-")
# Headers of signing, retries and checksums, which are no operation's own.
_FREE_HEADERS = (
    "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent", "x-amz-trailer",
    "x-amz-decoded-content-length", "x-amz-checksum-", "x-amz-sdk-checksum-algorithm", "x-amz-te",
    "x-amz-s3session-token",
)  # fmt: skip


def parse(service_model, operation, labels, request, xml):
    """(parameters, complaints) of a request whose operation is known."""
    complaints = []
    shape = operation.input_shape
    members = shape.members if shape is not None else {}
    out = {}
    known_query, known_headers = routes.literal_names(service_model, operation), []
    for name, member in members.items():
        said = member.serialization
        location, wire_name = said.get("location"), said.get("name", name)
        if location == "uri":
            _put(out, name, scalar(member, labels.get(wire_name.replace("-", "_"), ""), name, complaints))
        elif location == "querystring":
            known_query.add(wire_name)
            _query(out, name, member, wire_name, request, complaints)
        elif location == "header":
            known_headers.append(wire_name.lower())
            if wire_name.lower() in request.headers:
                _header(out, name, member, request.headers[wire_name.lower()], complaints)
        elif location == "headers":
            prefix = wire_name.lower()
            known_headers.append(prefix)
            found = {key[len(prefix):]: text for key, text in request.headers.items() if key.startswith(prefix)}
            if found:
                out[name] = found
    _strangers(request, known_query, known_headers, complaints)
    _checksum(operation, request, complaints)
    if shape is not None:
        _body(out, shape, operation, request, xml, complaints)
    return out, complaints


def _put(out, name, value):
    if value is not BAD:
        out[name] = value


def _query(out, name, member, wire_name, request, complaints):
    values = [value for key, value in request.query if key == wire_name]
    if not values:
        return
    if member.type_name == "list":
        items = [scalar(member.member, text, name, complaints) for text in values]
        out[name] = [item for item in items if item is not BAD]
        return
    if len(values) > 1:
        complaints.append(Complaint(name, f"{len(values)} times", "once"))
    _put(out, name, scalar(member, values[0], name, complaints))


def _header(out, name, member, text, complaints):
    if member.type_name == "list":
        items = [scalar(member.member, item.strip(), name, complaints) for item in text.split(",")]
        out[name] = [item for item in items if item is not BAD]
        return
    _put(out, name, scalar(member, text, name, complaints, "rfc822"))


def _strangers(request, known_query, known_headers, complaints):
    for key, value in request.query:
        if key not in known_query and not key.lower().startswith(_FREE_QUERY):
            complaints.append(Complaint(f"?{key}", shown(value), f"one of {', '.join(sorted(known_query)) or 'none'}"))
    for key, value in request.headers.items():
        if not key.startswith("x-amz-") or key.startswith(_FREE_HEADERS):
            continue
        if not any(key == name or (name.endswith("-") and key.startswith(name)) for name in known_headers):
            complaints.append(Complaint(key, shown(value), "a header of this operation"))


def _checksum(operation, request, complaints):
    """S3 refuses some requests (DeleteObjects among them) without a checksum of the body."""
    if not (operation.http_checksum or {}).get("requestChecksumRequired") and not operation.http_checksum_required:
        return
    sums = [key for key in request.headers if key == "content-md5" or key.startswith("x-amz-checksum-")]
    if not sums and "x-amz-trailer" not in request.headers:
        complaints.append(Complaint("Content-MD5", "nothing", "a checksum of the body (required)"))


def _body(out, shape, operation, request, xml, complaints):
    payload = shape.serialization.get("payload")
    if payload:
        member = shape.members[payload]
        if member.type_name != "structure":
            # A stream or a string: its content is the caller's, and aws-chunked framing may still be around it.
            if request.body:
                out[payload] = request.body if member.type_name == "blob" else request.body.decode("utf-8", "replace")
        elif request.body:
            root = member.serialization.get("name", payload)
            out[payload] = _structure(member, request, root, payload, xml, complaints)
        return
    if not any("location" not in member.serialization for member in shape.members.values()):
        if request.body:
            complaints.append(Complaint("", f"a body of {len(request.body)} bytes", "no body"))
        return
    if request.body:
        root = shape.serialization.get("name")
        out.update(_structure(shape, request, root, "", xml, complaints))


def _structure(shape, request, root, path, xml, complaints):
    if xml:
        return parse_xml.parse(shape, request.body, root, path, complaints)
    value, wrong = parse_json.parse(shape, request.body)
    for complaint in wrong:
        complaint.path = join(path, complaint.path)
    complaints.extend(wrong)
    return value
