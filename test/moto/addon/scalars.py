"""Text as a service model's scalar: what query parameters, XML elements and headers hold."""

import base64
import binascii
import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from complaint import Complaint, shown

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
_INTEGER = re.compile(r"[+-]?\d+")
_WORDS = {"integer": "a whole number", "long": "a whole number", "boolean": "true or false", "blob": "base64"}

BAD = object()


def scalar(shape, text, path, complaints, time_format=None):
    """The typed value, or BAD with a complaint added; `time_format` is for shapes that name none."""
    kind = shape.type_name
    try:
        if kind in ("integer", "long", "short", "byte"):
            if not _INTEGER.fullmatch(text):
                raise ValueError
            return int(text)
        if kind in ("float", "double"):
            return float(text)
        if kind == "boolean":
            return {"true": True, "false": False}[text]
        if kind == "timestamp":
            return timestamp(shape.serialization.get("timestampFormat", time_format), text)
        if kind == "blob":
            return base64.b64decode(text, validate=True)
        return text
    except (ValueError, KeyError, TypeError, binascii.Error):
        complaints.append(Complaint(path, shown(text, shape), _WORDS.get(kind, f"a {kind}")))
        return BAD


def timestamp(form, text):
    """ISO 8601 unless the model says otherwise (HTTP dates in headers, seconds since 1970)."""
    if form == "rfc822":
        return parsedate_to_datetime(text)
    if form == "unixTimestamp":
        return datetime.fromtimestamp(float(text))
    if not _ISO.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
