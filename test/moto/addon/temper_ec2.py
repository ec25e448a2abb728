"""EC2: security groups, addresses and interfaces in use, and RunInstances once per ClientToken."""

import json
import threading

import world
from refusal import Refused

_now = threading.local()
_tokens = threading.Lock()
_GONE = ("terminated", "shutting-down")


@world.before("ec2", "DeleteSecurityGroup")
def group_in_use(call):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html"""
    backend = world.backend("ec2", call)
    sent = call.parameters.get("GroupId") or call.parameters.get("GroupName")
    group = backend.get_security_group_by_name_or_id(sent)
    if group is None:
        return
    for user in _users(call, backend, group.id):
        message = f"resource {group.id} has a dependent object ({user})"
        raise Refused("DependencyViolation", message)


def _users(call, backend, group_id):
    """Who uses the group: rules of other groups, live instances, interfaces, load balancers, databases."""
    for groups in backend.groups.values():
        for other in groups.values():
            for rule in other.ingress_rules + other.egress_rules:
                if other.id != group_id and rule.source_group.get("GroupId") == group_id:
                    yield f"a rule of {other.id}"
    gone = set()
    for reservation in backend.reservations.values():
        for instance in reservation.instances:
            if instance.state in _GONE:
                gone.add(instance.id)
            elif group_id in [held.id for held in instance.security_groups]:
                yield instance.id
    for interface in backend.enis.values():
        instance = getattr(interface, "instance", None)
        if instance is not None and instance.id in gone:
            continue
        if group_id in [held.id for held in interface.group_set]:
            yield interface.id
    for balancer in world.backend("elbv2", call).load_balancers.values():
        if group_id in (balancer.security_groups or []):
            yield balancer.arn
    for database in world.backend("rds", call).databases.values():
        if group_id in database.vpc_security_group_ids:
            yield database.db_instance_identifier


@world.patch("ec2")
def _one_launch_per_token():
    """Wraps the launch itself, so that two requests with one token at one time make one launch."""
    from moto.ec2.models import EC2Backend

    run, associate = EC2Backend.run_instances, EC2Backend.associate_iam_instance_profile

    def run_once(self, *args, **kwargs):
        # Taken out, so that no later launch in this thread (a scaling group's) passes for this one.
        token, settings = _now.__dict__.pop("token", None), _now.__dict__.pop("settings", None)
        _now.replayed = False
        if not token:
            return _with_groups(self, run(self, *args, **kwargs))
        with _tokens:
            memory = self.__dict__.setdefault("launches_by_token", {})
            if token in memory:
                _now.replayed = True
                return _replayed(memory[token], settings)
            reservation = _with_groups(self, run(self, *args, **kwargs))
            memory[token] = (settings, reservation)
            return reservation

    def associate_once(self, *args, **kwargs):
        # The launch's handler associates the profile after the launch; a replayed one has it.
        return None if getattr(_now, "replayed", False) else associate(self, *args, **kwargs)

    EC2Backend.run_instances = run_once
    EC2Backend.associate_iam_instance_profile = associate_once


def _with_groups(backend, reservation):
    """Moto leaves an instance without the groups of its first interface."""
    for instance in reservation.instances:
        if not instance.security_groups and instance.nics:
            first = instance.nics[min(instance.nics)]
            instance.security_groups = list(first.group_set)
    return reservation


def _replayed(remembered, settings):
    old, reservation = remembered
    if old != settings:
        message = "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."
        raise _error("IdempotentParameterMismatch", message)
    if any(instance.state in _GONE for instance in reservation.instances):
        raise _error("IdempotentInstanceTerminated", "The instance of this token has been terminated.")
    return reservation


def _error(code, message):
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)


@world.before("ec2", "RunInstances")
def note_token(call):
    """Hands the token and everything sent with it to the launch, which runs in this thread."""
    settings = {name: value for name, value in call.parameters.items() if name != "ClientToken"}
    _now.token = call.parameters.get("ClientToken")
    _now.settings = json.dumps(settings, sort_keys=True, default=repr)


@world.before("ec2", "AssociateIamInstanceProfile")
def no_replay(_call):
    """A call of its own is never part of a replayed launch."""
    _now.replayed = False


@world.patch("ec2")
def _rules_that_name_a_group_have_descriptions():
    """Moto looks for a rule's description next to its CIDR only."""
    from moto.ec2.models.security_groups import SecurityGroupRule

    def description(self):
        return self.ip_range.get("Description") or self.source_group.get("Description")

    SecurityGroupRule.description = property(description)


@world.before("ec2", "ReleaseAddress")
def address_in_use(call):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html"""
    for address in world.backend("ec2", call).addresses:
        if address.allocation_id == call.parameters.get("AllocationId") and address.association_id:
            message = f"Address {address.public_ip} is in use."
            raise Refused("InvalidIPAddress.InUse", message)


@world.after("ec2", "TerminateInstances")
def terminated_instances_let_go(call, status, _body):
    """Moto leaves the first interface and the address with the terminated instance."""
    backend = world.backend("ec2", call)
    ids = call.parameters["InstanceIds"] if status == 200 else []
    for interface in list(backend.enis.values()):
        instance = getattr(interface, "instance", None)
        if instance is not None and instance.id in ids and interface.device_index in (0, "0"):
            del backend.enis[interface.id]
    for address in backend.addresses:
        if address.association_id and address.instance is not None and address.instance.id in ids:
            backend.disassociate_address(association_id=address.association_id)
