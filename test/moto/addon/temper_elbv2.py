"""ELBv2: names and ports taken, replays, deletion protection, certificates that are not issued.

The creates are idempotent: the same settings once more give back what is there.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
"""

import json
import re

import world
from refusal import Refused

# What each create made, and from which settings: {ARN: settings}, kept in moto's own backend so that a reset clears it.
_MEMORY = "settings_by_arn"


def _settings(call):
    return json.dumps({name: value for name, value in call.parameters.items() if name != "Tags"}, sort_keys=True)


def _remembered(call, arn):
    return world.backend("elbv2", call).__dict__.setdefault(_MEMORY, {}).get(arn)


def _remember(call, arn):
    world.backend("elbv2", call).__dict__.setdefault(_MEMORY, {})[arn] = _settings(call)


@world.before("elbv2", "CreateLoadBalancer")
def load_balancer_name(call):
    """Moto makes a second load balancer of the same name."""
    for balancer in world.backend("elbv2", call).load_balancers.values():
        if balancer.name != call.parameters["Name"]:
            continue
        if _remembered(call, balancer.arn) != _settings(call):
            message = "A load balancer with the same name exists, but with different settings"
            raise Refused("DuplicateLoadBalancerName", message)
        call.replay = ("DescribeLoadBalancers", "LoadBalancerArns", balancer.arn)


@world.before("elbv2", "CreateTargetGroup")
def target_group_name(call):
    """Moto refuses the same settings as well; AWS only others."""
    for group in world.backend("elbv2", call).target_groups.values():
        if group.name == call.parameters["Name"] and _remembered(call, group.arn) == _settings(call):
            call.replay = ("DescribeTargetGroups", "TargetGroupArns", group.arn)


def _balancer(call, arn):
    return world.backend("elbv2", call).load_balancers.get(arn)


@world.before("elbv2", "CreateListener")
def listener_port(call):
    """Moto compares the port with ARNs, and so never finds it taken."""
    balancer = _balancer(call, call.parameters["LoadBalancerArn"])
    for listener in balancer.listeners.values() if balancer else []:
        if str(listener.port) != str(call.parameters.get("Port")):
            continue
        if _remembered(call, listener.arn) != _settings(call):
            raise Refused("DuplicateListener", "A listener already exists on this port for this load balancer")
        call.replay = ("DescribeListeners", "ListenerArns", listener.arn)


@world.before("elbv2", "CreateListener", "ModifyListener")
def certificate_is_issued(call):
    """A certificate that ACM has not issued yet cannot serve."""
    if call.parameters.get("Protocol") == "HTTPS" and not call.parameters.get("Certificates"):
        if call.operation == "CreateListener":
            raise Refused("ValidationError", "A certificate must be specified for HTTPS listeners")
    world.prepare("acm")
    certificates = world.backend("acm", call)._certificates
    for sent in call.parameters.get("Certificates", []):
        certificate = certificates.get(sent["CertificateArn"])
        if certificate is None:
            continue
        certificate.check()
        if certificate.status != "ISSUED":
            message = (
                f"The certificate '{certificate.arn}' must have a fully-qualified domain name, a supported signature, "
                "and a supported key size, and be issued."
            )
            raise Refused("UnsupportedCertificate", message)


@world.after("elbv2", "CreateLoadBalancer", "CreateTargetGroup", "CreateListener")
def remember_settings(call, status, body):
    """Books the settings under the ARN that moto gave."""
    if status != 200:
        return
    kind = {
        "CreateLoadBalancer": "LoadBalancerArn",
        "CreateTargetGroup": "TargetGroupArn",
        "CreateListener": "ListenerArn",
    }
    name = kind[call.operation]
    _remember(call, re.search(f"<{name}>([^<]+)</{name}>", body.decode()).group(1))


@world.before("elbv2", "DeleteLoadBalancer")
def deletion_protection(call):
    """Moto keeps the attribute and does not heed it."""
    balancer = _balancer(call, call.parameters["LoadBalancerArn"])
    if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
        arn = call.parameters["LoadBalancerArn"]
        message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        raise Refused("OperationNotPermitted", message)
