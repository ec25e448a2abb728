"""Requests of the json and rest-json protocols: a JSON body, back into parameters.

https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
"""

import json

from complaint import Complaint, join, shown
from scalars import BAD, scalar

_WORDS = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", int: "a whole number"}


def parse(input_shape, body):
    """(parameters, complaints) of a JSON body; an empty body is an empty object."""
    try:
        sent = json.loads(body) if body.strip() else {}
    except ValueError as error:
        return {}, [Complaint("", shown(body[:80]), f"JSON ({error})")]
    if input_shape is None:
        return {}, [Complaint("", shown(sent), "no parameters at all")] if sent else []
    complaints = []
    value = value_of(input_shape, sent, "", complaints)
    return (value if value is not BAD else {}), complaints


def value_of(shape, sent, path, complaints):
    """The typed value, or BAD with complaints added."""
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return sent
    if kind in ("structure", "map"):
        return _object(shape, sent, path, complaints)
    if kind == "list":
        if not isinstance(sent, list):
            return _wrong(path, sent, list, shape, complaints)
        items = [value_of(shape.member, item, f"{path}[{index}]", complaints) for index, item in enumerate(sent)]
        return [item for item in items if item is not BAD]
    if kind == "boolean":
        return sent if isinstance(sent, bool) else _wrong(path, sent, bool, shape, complaints)
    if kind in ("integer", "long", "short", "byte"):
        whole = isinstance(sent, int) and not isinstance(sent, bool)
        return sent if whole else _wrong(path, sent, int, shape, complaints)
    if kind in ("float", "double", "timestamp"):
        if isinstance(sent, (int, float)) and not isinstance(sent, bool):
            return sent
        complaints.append(Complaint(path, shown(sent, shape), "a number"))
        return BAD
    if not isinstance(sent, str):
        return _wrong(path, sent, str, shape, complaints)
    return scalar(shape, sent, path, complaints)


def _object(shape, sent, path, complaints):
    if not isinstance(sent, dict):
        return _wrong(path, sent, dict, shape, complaints)
    out = {}
    if shape.type_name == "map":
        for key, item in sent.items():
            value = value_of(shape.value, item, f"{path}{{{key}}}", complaints)
            if value is not BAD:
                out[key] = value
        return out
    names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    for key, item in sent.items():
        if key not in names:
            complaints.append(Complaint(join(path, key), shown(item), f"a member of {shape.name} ({', '.join(names)})"))
        elif item is not None:  # null is the same as not sent
            value = value_of(shape.members[names[key]], item, join(path, names[key]), complaints)
            if value is not BAD:
                out[names[key]] = value
    return out


def _wrong(path, sent, wanted, shape, complaints):
    complaints.append(Complaint(path, shown(sent, shape), _WORDS[wanted]))
    return BAD
