"""Required members, lengths, ranges, patterns and enums of a service model, held against parsed parameters."""

from complaint import Complaint, join, shown
from patterns import compiled

# Kinds whose minimum and maximum is a number's range; for all others it is a length.
_NUMBERS = {"integer", "long", "float", "double", "short", "byte"}


def check(shape, value, path=""):
    """Every complaint about the value, the outermost first."""
    kind = shape.type_name
    if kind == "structure":
        yield from _structure(shape, value, path)
    elif kind == "list":
        yield from _size(shape, len(value), path, "items")
        for index, item in enumerate(value):
            yield from check(shape.member, item, f"{path}[{index}]")
    elif kind == "map":
        yield from _size(shape, len(value), path, "entries")
        for key, item in value.items():
            yield from check(shape.key, key, f"{path}{{{key}}} (key)")
            yield from check(shape.value, item, f"{path}{{{key}}}")
    elif kind in _NUMBERS:
        yield from _size(shape, value, path, None)
    elif kind == "blob":
        yield from _size(shape, len(value), path, "bytes")
    elif kind in ("string", "char", "character"):
        yield from _string(shape, value, path)


def _structure(shape, value, path):
    if getattr(shape, "is_document_type", False):
        return
    for name in shape.required_members:
        if name not in value:
            yield Complaint(join(path, name), "nothing", "a value (required)")
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield Complaint(path, shown(sorted(value)), f"exactly one of {', '.join(shape.members)}")
    for name, item in value.items():
        yield from check(shape.members[name], item, join(path, name))


def _size(shape, size, path, unit):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    words = f" {unit}" if unit else ""
    if least is not None and size < float(least):
        yield Complaint(path, f"{size}{words}", f"at least {least}{words}")
    if most is not None and size > float(most):
        yield Complaint(path, f"{size}{words}", f"at most {most}{words}")


def _string(shape, value, path):
    yield from _size(shape, len(value), path, "characters")
    if shape.enum and value not in shape.enum:
        yield Complaint(path, shown(value, shape), f"one of {', '.join(shape.enum)}")
    pattern = shape.metadata.get("pattern")
    expression = compiled(pattern) if pattern else None
    if expression is not None and not expression.fullmatch(value):
        yield Complaint(path, shown(value, shape), f"the pattern {pattern}")
