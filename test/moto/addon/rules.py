"""Rules that AWS holds to and its service models leave out: one function a rule.

A rule is registered for the operations it looks at, takes their parameters, and yields (path, sent, expected).
"""

import base64
import re

from complaint import Complaint, shown

_rules = {}

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
_GROUP_TEXT = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{0,255}")
_GROUP_WORDS = "at most 255 of a-z A-Z 0-9 space ._-:/()#,@[]+=&;{}!$*"


def rule(service, *operations):
    """Registers a rule for some operations of a service."""

    def keep(function):
        for operation in operations:
            _rules.setdefault((service, operation), []).append(function)
        return function

    return keep


def check(call):
    """Every complaint of the rules about a call that conforms to the model."""
    out = []
    for function in _rules.get((call.service, call.operation), []):
        out += [Complaint(path, shown(sent), expected) for path, sent, expected in function(call.parameters)]
    return out


@rule("ec2", "CreateSecurityGroup")
def security_group_name(sent):
    """Characters and length; `sg-` in front is for ids."""
    name = sent["GroupName"]
    if not _GROUP_TEXT.fullmatch(name):
        yield "GroupName", name, _GROUP_WORDS
    if name.startswith("sg-"):
        yield "GroupName", name, "a name that does not begin with sg-"


@rule("ec2", "CreateSecurityGroup")
def security_group_description(sent):
    """Characters and length."""
    if not _GROUP_TEXT.fullmatch(sent["Description"]):
        yield "Description", sent["Description"], _GROUP_WORDS


@rule(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "UpdateSecurityGroupRuleDescriptionsIngress",
    "UpdateSecurityGroupRuleDescriptionsEgress",
)
def rule_description(sent):
    """Characters and length of each description inside the permissions."""
    for index, permission in enumerate(sent.get("IpPermissions", [])):
        for kind in ("IpRanges", "Ipv6Ranges", "UserIdGroupPairs", "PrefixListIds"):
            for place, item in enumerate(permission.get(kind, [])):
                if not _GROUP_TEXT.fullmatch(item.get("Description", "")):
                    yield f"IpPermissions[{index}].{kind}[{place}].Description", item["Description"], _GROUP_WORDS


@rule("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def rule_ports(sent):
    """TCP and UDP need both ports, in order; `-1` (all protocols) takes none but the full range."""
    for index, permission in enumerate(sent.get("IpPermissions", [])):
        if permission.get("IpProtocol") not in ("tcp", "udp", "6", "17"):
            continue
        first, last = permission.get("FromPort"), permission.get("ToPort")
        if first is None or last is None or not 0 <= first <= last <= 65535:
            yield f"IpPermissions[{index}]", (first, last), "FromPort and ToPort within 0 and 65535, in order"


@rule("ec2", "RunInstances")
def user_data_size(sent):
    """16 KiB before base64: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html"""
    data = sent.get("UserData", "")
    try:
        size = len(base64.b64decode(data, validate=True))
    except ValueError:
        yield "UserData", data, "base64"
        return
    if size > 16384:
        yield "UserData", f"{size} bytes", "at most 16384 bytes before base64"


@rule("ec2", "RunInstances")
def client_token(sent):
    """https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html"""
    token = sent.get("ClientToken", "")
    if len(token) > 64 or not token.isascii():
        yield "ClientToken", token, "at most 64 ASCII characters"


@rule("ec2", "RunInstances")
def interfaces_or_groups(sent):
    """Subnet and groups are said once: at the instance, or in its interfaces."""
    if sent.get("NetworkInterfaces") and any(sent.get(name) for name in ("SubnetId", "SecurityGroupIds")):
        yield "NetworkInterfaces", "SubnetId or SecurityGroupIds besides it", "them inside NetworkInterfaces only"


@rule("ec2", "RunInstances")
def volume_size_of_gp3(sent):
    """https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html: 1 GiB up to 64 TiB."""
    for index, mapping in enumerate(sent.get("BlockDeviceMappings", [])):
        size = mapping.get("Ebs", {}).get("VolumeSize")
        if size is not None and not 1 <= size <= 65536:
            yield f"BlockDeviceMappings[{index}].Ebs.VolumeSize", size, "1 up to 65536 GiB"


@rule("acm", "RequestCertificate")
def idempotency_token(sent):
    """https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""
    token = sent.get("IdempotencyToken")
    if token is not None and not re.fullmatch(r"\w{1,32}", token, re.ASCII):
        yield "IdempotencyToken", token, r"\w+ of at most 32 characters"


@rule("codedeploy", "CreateDeploymentGroup", "UpdateDeploymentGroup")
def load_balancer_needs_traffic_control(sent):
    """CodeDeploy takes loadBalancerInfo without WITH_TRAFFIC_CONTROL, and then ignores it."""
    if "currentDeploymentGroupName" in sent and "deploymentStyle" not in sent:
        return  # an update leaves the style as it is
    option = sent.get("deploymentStyle", {}).get("deploymentOption")
    if sent.get("loadBalancerInfo") and option != "WITH_TRAFFIC_CONTROL":
        yield "deploymentStyle.deploymentOption", option, "WITH_TRAFFIC_CONTROL, as loadBalancerInfo is given"


@rule("ssm", "PutParameter")
def parameter_name(sent):
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"""
    name = sent["Name"]
    if not re.fullmatch(r"[a-zA-Z0-9_.\-/]+", name):
        yield "Name", name, "letters, digits and _.-/"
    if re.match(r"/?(aws|ssm)", name, re.IGNORECASE):
        yield "Name", name, "a name that begins with neither aws nor ssm"
    if "/" in name and not name.startswith("/"):
        yield "Name", name, "a path that begins with a slash"
    if len(name.strip("/").split("/")) > 15:
        yield "Name", name, "at most 15 levels"


@rule("ssm", "PutParameter")
def tags_without_overwrite(sent):
    """Tags go with a new parameter only."""
    if sent.get("Overwrite") and sent.get("Tags"):
        yield "Tags", sent["Tags"], "no tags together with Overwrite"


@rule("ssm", "PutParameter")
def parameter_value(sent):
    """Not empty; 4 KB in the standard tier, 8 KB in the advanced one."""
    size = len(sent["Value"].encode())
    most = 8192 if sent.get("Tier") in ("Advanced", "Intelligent-Tiering") else 4096
    if not 1 <= size <= most:
        yield "Value", f"{size} bytes", f"1 up to {most} bytes"


import rules_names  # noqa: E402, F401 - registers the rules about names and databases
