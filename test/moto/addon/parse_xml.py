"""XML bodies of the rest-xml protocol, back into parameters.

https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
"""

import re
from xml.etree import ElementTree

from complaint import Complaint, join, shown
from scalars import BAD, scalar

_NAMESPACE = re.compile(r"{.*}")


def parse(shape, body, root_name, path, complaints):
    """The structure an XML document holds; `root_name` None leaves the root's name unchecked."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        complaints.append(Complaint(path, shown(body[:80]), f"XML ({error})"))
        return {}
    if root_name and _tag(root) != root_name:
        complaints.append(Complaint(path, f"<{_tag(root)}>", f"<{root_name}>"))
    return _structure(shape, root, path, complaints)


def _tag(element):
    return _NAMESPACE.sub("", element.tag)


def _is_flattened(shape):
    return shape.type_name in ("list", "map") and shape.serialization.get("flattened")


def _name(shape, default):
    if shape.type_name == "list" and _is_flattened(shape) and shape.member.serialization.get("name"):
        return shape.member.serialization["name"]
    return shape.serialization.get("name", default)


def _value(shape, elements, path, complaints):
    """The value that a member's elements hold: several only where the shape is flattened."""
    kind = shape.type_name
    if _is_flattened(shape):
        return _list(shape, elements, path, complaints) if kind == "list" else _map(shape, elements, path, complaints)
    if len(elements) > 1:
        complaints.append(Complaint(path, f"{len(elements)} elements", "one"))
    element = elements[0]
    if kind == "structure":
        return _structure(shape, element, path, complaints)
    if kind == "list":
        wanted = shape.member.serialization.get("name", "member")
        for child in element:
            if _tag(child) != wanted:
                complaints.append(Complaint(join(path, _tag(child)), f"<{_tag(child)}>", f"<{wanted}>"))
        return _list(shape, [child for child in element if _tag(child) == wanted], path, complaints)
    if kind == "map":
        return _map(shape, [child for child in element if _tag(child) == "entry"], path, complaints)
    for child in element:
        complaints.append(Complaint(join(path, _tag(child)), f"<{_tag(child)}>", f"a {kind} without members"))
    return scalar(shape, element.text or "", path, complaints)


def _structure(shape, element, path, complaints):
    body = {name: member for name, member in shape.members.items() if "location" not in member.serialization}
    names = {_name(member, name): name for name, member in body.items() if not _is_attribute(member)}
    found, out = {}, {}
    for child in element:
        found.setdefault(_tag(child), []).append(child)
    for tag, elements in found.items():
        if tag not in names:
            expected = f"a member of {shape.name} ({', '.join(names)})"
            complaints.append(Complaint(join(path, tag), f"<{tag}>", expected))
            continue
        value = _value(body[names[tag]], elements, join(path, names[tag]), complaints)
        if value is not BAD:
            out[names[tag]] = value
    for name, member in body.items():
        if _is_attribute(member):
            local = member.serialization.get("name", name).split(":")[-1]
            for key, text in element.attrib.items():
                if _NAMESPACE.sub("", key) == local:
                    out[name] = text
    return out


def _is_attribute(shape):
    return shape.serialization.get("xmlAttribute")


def _list(shape, elements, path, complaints):
    items = [
        _value(shape.member, [element], f"{path}[{index}]", complaints) for index, element in enumerate(elements)
    ]
    return [item for item in items if item is not BAD]


def _map(shape, entries, path, complaints):
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    out = {}
    for entry in entries:
        parts = {_tag(child): child for child in entry}
        if set(parts) != {key_name, value_name}:
            complaints.append(Complaint(path, shown(sorted(parts)), f"{key_name} and {value_name}"))
            continue
        key = parts[key_name].text or ""
        out[key] = _value(shape.value, [parts[value_name]], f"{path}{{{key}}}", complaints)
    return out
