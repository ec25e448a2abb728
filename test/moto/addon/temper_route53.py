"""Route 53: caller references, and changes held against the zone as a whole before any of them is made."""

import world
from refusal import Refused


@world.before("route53", "CreateHostedZone")
def caller_reference(call):
    """https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html"""
    reference = call.parameters["CallerReference"]
    if any(zone.caller_reference == reference for zone in world.backend("route53", call).zones.values()):
        message = "A hosted zone has already been created with the specified caller reference."
        raise Refused("HostedZoneAlreadyExists", message, 409)


def _full(name):
    return name.lower().rstrip(".") + "."


def _values(records):
    return sorted(record["Value"] if isinstance(record, dict) else record for record in records or [])


def _sent(record):
    """What a change says of a record, as comparable values."""
    alias = record.get("AliasTarget")
    if alias:
        return ("alias", _full(alias["DNSName"]), alias["HostedZoneId"], alias["EvaluateTargetHealth"])
    return ("records", int(record.get("TTL", 0)), _values(record.get("ResourceRecords")))


def _held(record):
    """What moto holds of a record, in the shape of `_sent`."""
    alias = record.alias_target
    if alias:
        health = str(alias.get("EvaluateTargetHealth", "false")).lower() == "true"
        return ("alias", _full(alias["DNSName"]), alias["HostedZoneId"], health)
    return ("records", int(record.ttl or 0), _values(record.resource_records))


@world.before("route53", "ChangeResourceRecordSets")
def changes_fit_the_zone(call):
    """Moto makes a batch change by change, takes a CREATE of what is there, and looks DELETEs up in its journal.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    """
    zone = world.backend("route53", call).zones.get(call.parameters["HostedZoneId"].replace("/hostedzone/", ""))
    if zone is None:
        return
    held = {(_full(one.name), one.type, one.set_identifier): _held(one) for one in zone.rrsets}
    wrong = []
    for change in call.parameters["ChangeBatch"]["Changes"]:
        record = change["ResourceRecordSet"]
        name, kind = _full(record["Name"]), record["Type"]
        key = (name, kind, record.get("SetIdentifier"))
        what = f"[name='{name}', type='{kind}']"
        if name != _full(zone.name) and not name.endswith(f".{_full(zone.name)}"):
            wrong.append(f"RRSet with DNS name {name} is not permitted in zone {_full(zone.name)}")
        elif change["Action"] == "DELETE":
            if key not in held:
                wrong.append(f"Tried to delete resource record set {what} but it was not found")
            elif held[key] != _sent(record):
                words = "but the values provided do not match the current values"
                wrong.append(f"Tried to delete resource record set {what} {words}")
            else:
                del held[key]
        elif change["Action"] == "CREATE" and key in held:
            wrong.append(f"Tried to create resource record set {what} but it already exists")
        elif _conflicts(held, name, kind, _full(zone.name)):
            wrong.append(
                f"RRSet of type {kind} with DNS name {name} is not permitted as it conflicts with other records "
                f"with the same DNS name in zone {_full(zone.name)}"
            )
        else:
            held[key] = _sent(record)
    if wrong:
        raise Refused("InvalidChangeBatch", f"[{', '.join(wrong)}]")


def _conflicts(held, name, kind, apex):
    """A CNAME stands alone at its name, and never at the zone's own."""
    if kind == "CNAME":
        return name == apex or any(other[0] == name and other[1] != "CNAME" for other in held)
    return any(other[0] == name and other[1] == "CNAME" for other in held)
