"""Requests of the query and ec2 protocols: `Action=...&Filters.Filter.1.Name=...`, back into parameters.

https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, .../aws-ec2-query-protocol.html
"""

from complaint import Complaint, join, shown
from scalars import BAD, scalar

_VALUE = ""


def parse(input_shape, pairs, ec2):
    """(parameters, complaints) of a form's pairs without Action and Version."""
    complaints = []
    tree = {}
    for name, value in pairs:
        node = tree
        for part in name.split("."):
            node = node.setdefault(part, {})
        if _VALUE in node:
            complaints.append(Complaint(name, "twice", "one value"))
        node[_VALUE] = value
    if input_shape is None:
        complaints += [Complaint(name, shown(value), "no parameters at all") for name, value in pairs]
        return {}, complaints
    return _Walk(ec2, complaints).structure(input_shape, tree, ""), complaints


class _Walk:
    def __init__(self, ec2, complaints):
        self.ec2 = ec2
        self.complaints = complaints

    def complain(self, path, sent, expected):
        self.complaints.append(Complaint(path, sent, expected))

    def name(self, shape, default):
        """The word that stands for a member on the wire."""
        said = shape.serialization
        if not self.ec2:
            return said.get("locationNameForQueryCompatibility") or said.get("name", default)
        if "queryName" in said:
            return said["queryName"]
        word = said.get("name", default)
        return word[:1].upper() + word[1:]

    def member_name(self, shape, default):
        if not self.ec2 and shape.type_name == "list" and shape.serialization.get("flattened"):
            inner = shape.member.serialization.get("name")
            if inner:
                return inner
        return self.name(shape, default)

    def value(self, shape, node, path):
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, node, path)
        if kind == "list":
            return self.list(shape, node, path)
        if kind == "map":
            return self.map(shape, node, path)
        for part in node:
            if part != _VALUE:
                self.complain(join(path, part), "a member", f"a {kind} without members")
        return scalar(shape, node[_VALUE], path, self.complaints) if _VALUE in node else BAD

    def structure(self, shape, node, path):
        names = {self.member_name(member, name): name for name, member in shape.members.items()}
        out = {}
        for part, child in node.items():
            if part == _VALUE:
                if child:
                    self.complain(path, shown(child), "a structure")
            elif part not in names:
                sent = shown(child[_VALUE]) if _VALUE in child else "it"
                self.complain(join(path, part), sent, f"a member of {shape.name} ({', '.join(names)})")
            else:
                name = names[part]
                value = self.value(shape.members[name], child, join(path, name))
                if value is not BAD:
                    out[name] = value
        return out

    def numbered(self, node, path):
        """The children 1, 2, 3... in order; anything else is complained of."""
        if node.get(_VALUE):
            self.complain(path, shown(node[_VALUE]), "a list (.1, .2, ...)")
        parts = [part for part in node if part != _VALUE]
        wanted = [str(index) for index in range(1, len(parts) + 1)]
        if sorted(parts) != sorted(wanted):
            self.complain(path, shown(parts), f"the indexes {', '.join(wanted)}")
            return []
        return [node[index] for index in wanted]

    def list(self, shape, node, path):
        if not self.ec2 and not shape.serialization.get("flattened"):
            node = self.wrapped(node, self.name(shape.member, "member"), path)
        items = [
            self.value(shape.member, child, f"{path}[{index}]")
            for index, child in enumerate(self.numbered(node, path))
        ]
        return [item for item in items if item is not BAD]

    def map(self, shape, node, path):
        if not shape.serialization.get("flattened"):
            node = self.wrapped(node, "entry", path)
        key_name, value_name = self.name(shape.key, "key"), self.name(shape.value, "value")
        out = {}
        for index, child in enumerate(self.numbered(node, path)):
            if set(child) != {key_name, value_name} or _VALUE not in child[key_name]:
                self.complain(f"{path}[{index}]", shown(sorted(child)), f"{key_name} and {value_name}")
                continue
            key = child[key_name][_VALUE]
            value = self.value(shape.value, child[value_name], f"{path}{{{key}}}")
            if value is not BAD:
                out[key] = value
        return out

    def wrapped(self, node, word, path):
        """The node below the word that stands between a list and its indexes. `Name=` alone is an empty list."""
        if node.get(_VALUE):
            self.complain(path, shown(node[_VALUE]), f"a list (.{word}.1, ...)")
        for part in node:
            if part not in (_VALUE, word):
                self.complain(join(path, part), "it", f".{word}.N")
        return node.get(word, {})
