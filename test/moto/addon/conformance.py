"""Holds a request against botocore's model of the service, and against the rules the model leaves out."""

import functools
from dataclasses import dataclass, field

import botocore.session
from botocore.exceptions import UnknownServiceError

import constraints
import parse_json
import parse_query
import parse_rest
import routes
import rules
from complaint import Complaint

# Names in a signature that are not the name of botocore's model.
_ALIASES = {"monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi", "servicequotas": "service-quotas"}
_READS = ("Describe", "Get", "List", "Head", "Simulate", "Lookup", "BatchGet")


@dataclass
class Call:
    """A request understood: `parameters` are in the shape boto3 takes them."""

    service: str
    protocol: str
    operation: str
    parameters: dict
    region: str
    access_key: str
    complaints: list = field(default_factory=list)
    replay: tuple = ()  # (operation, list parameter, ARN): answer with what that reads, see `temper_elbv2`

    @property
    def mutating(self):
        """Whether the operation changes anything, told by its name."""
        return not self.operation.startswith(_READS)


@functools.cache
def model(service):
    """botocore's model of the service, or None."""
    try:
        return botocore.session.get_session().get_service_model(service)
    except UnknownServiceError:
        return None


def hold(request):
    """The call that the request makes, with everything that is wrong with it."""
    service = _service(request)
    service_model = model(service)
    if service_model is None:
        return _call(request, service, "rest-xml", "", {}, [Complaint("service", service, "a service botocore knows")])
    protocol = service_model.resolved_protocol
    if protocol in ("query", "ec2"):
        call = _hold_query(request, service, service_model, protocol)
    elif protocol == "json":
        call = _hold_json(request, service, service_model)
    elif protocol in ("rest-xml", "rest-json"):
        call = _hold_rest(request, service, service_model, protocol)
    else:
        # Nothing here reads this protocol's body; the call is logged by the last word of its path and let through.
        return _call(request, service, protocol, request.path.rsplit("/", 1)[-1], {}, [])
    if call.operation and not call.complaints:
        shape = service_model.operation_model(call.operation).input_shape
        if shape is not None:
            call.complaints += constraints.check(shape, call.parameters)
    if call.operation and not call.complaints:
        call.complaints += rules.check(call)
    return call


def _call(request, service, protocol, operation, parameters, complaints):
    return Call(service, protocol, operation, parameters, request.region, request.access_key, complaints)


def _service(request):
    name = request.signing_name
    if name == "elasticloadbalancing":
        # Two services sign with one name; the version in the body tells them apart.
        return "elb" if dict(request.form()).get("Version") == "2012-06-01" else "elbv2"
    return _ALIASES.get(name, name)


def _unknown(request, service, protocol, operation, expected):
    return _call(request, service, protocol, "", {}, [Complaint("operation", operation, expected)])


def _hold_query(request, service, service_model, protocol):
    pairs = request.form()
    head = dict(pairs)
    operation = head.get("Action", "nothing")
    if operation not in service_model.operation_names:
        return _unknown(request, service, protocol, operation, f"an operation of {service}")
    shape = service_model.operation_model(operation).input_shape
    rest = [pair for pair in pairs if pair[0] not in ("Action", "Version")]
    parameters, complaints = parse_query.parse(shape, rest, protocol == "ec2")
    if head.get("Version") != service_model.api_version:
        complaints.append(Complaint("Version", head.get("Version", "nothing"), service_model.api_version))
    return _call(request, service, protocol, operation, parameters, complaints)


def _hold_json(request, service, service_model):
    prefix, _, operation = request.headers.get("x-amz-target", "").rpartition(".")
    wanted = service_model.metadata["targetPrefix"]
    if prefix != wanted or operation not in service_model.operation_names:
        return _unknown(request, service, "json", f"{prefix}.{operation}", f"{wanted}. and an operation of {service}")
    shape = service_model.operation_model(operation).input_shape
    parameters, complaints = parse_json.parse(shape, request.body)
    return _call(request, service, "json", operation, parameters, complaints)


def _hold_rest(request, service, service_model, protocol):
    operation, labels = routes.find(service_model, request)
    if operation is None:
        sent = f"{request.method} {request.path}"
        return _unknown(request, service, protocol, sent, f"the address of an operation of {service}")
    parameters, complaints = parse_rest.parse(service_model, operation, labels, request, protocol == "rest-xml")
    return _call(request, service, protocol, operation.name, parameters, complaints)
