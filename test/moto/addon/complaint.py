"""What is wrong with a request, and the walk's record of it."""

from dataclasses import dataclass


@dataclass
class Complaint:
    """`path` is the member, as `IpPermissions[0].FromPort`; `sent` and `expected` are words for a reader."""

    path: str
    sent: str
    expected: str

    def __str__(self):
        return f"{self.path or 'request'}: sent {self.sent}, expected {self.expected}"


def shown(value, shape=None):
    """The value as a message shows it: short, and never a secret."""
    if shape is not None and shape.metadata.get("sensitive"):
        return "(sensitive)"
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def join(path, name):
    """The path of a structure's member."""
    return f"{path}.{name}" if path else name
