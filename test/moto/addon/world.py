"""Where the add-on steps in around moto, and how it reaches moto's own state.

Three registers, each keyed by (service, operation):
- `before` sees the call first: it may raise Refused, or put moto's state right before moto answers;
- `instead` answers in moto's place, with the output as boto3 would return it (JSON services only);
- `after` sees the status and the body of moto's answer.
And `patch` changes moto's own classes once, when the service is first called.
"""

import os
import threading

_before, _instead, _after, _patches = {}, {}, {}, {}
_patched = set()
_lock = threading.Lock()


def _register(register):
    def of(service, *operations):
        def keep(function):
            for operation in operations:
                register.setdefault((service, operation), []).append(function)
            return function

        return keep

    return of


before = _register(_before)
instead = _register(_instead)
after = _register(_after)


def patch(service):
    """Registers a function that changes moto's classes; it runs once, before the service's first call."""

    def keep(function):
        _patches.setdefault(service, []).append(function)
        return function

    return keep


def prepare(service):
    """Runs the service's patches, if they have not run yet."""
    with _lock:
        if service not in _patched:
            _patched.add(service)
            for function in _patches.get(service, []):
                function()


def run_before(call):
    """Raises Refused where AWS would refuse what moto takes."""
    for function in _before.get((call.service, call.operation), []):
        function(call)


def run_instead(call):
    """The add-on's own output, or None where moto answers."""
    for function in _instead.get((call.service, call.operation), []):
        return function(call)
    return None


def run_after(call, status, body):
    """Lets the add-on remember what moto answered."""
    for function in _after.get((call.service, call.operation), []):
        function(call, status, body)


def account(call):
    """The account that moto books the call under."""
    from moto.iam.models import get_account_id_from

    return os.environ.get("MOTO_ACCOUNT_ID") or get_account_id_from(call.access_key)


def backend(service, call):
    """Moto's state of a service in the call's account and Region."""
    from moto.backends import get_backend

    return get_backend(service)[account(call)]["aws" if service in ("iam", "route53", "s3", "sts") else call.region]
