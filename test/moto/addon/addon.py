"""Puts the add-on around moto_server's application."""

import io
import os
import sys
import threading
import traceback
from http import HTTPStatus
from urllib.parse import urlencode

import conformance
import logbook
import refusal
import wire
import world
from refusal import Refused


def install():
    """Wraps the application that moto_server is about to start."""
    import codedeploy  # noqa: F401 - registers what moto lacks
    import codedeploy_deployments  # noqa: F401 - registers what becomes of deployments
    import temper  # noqa: F401 - registers where moto is too kind

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    application = DomainDispatcherApplication.__call__

    def with_addon(self, environ, start_response):
        request = wire.read(environ)
        if request is None:
            return application(self, environ, start_response)
        status, headers, body = _answer(request, lambda replay: _moto(self, application, environ, replay))
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers = [*headers, ("Content-Length", str(len(body)))]
        start_response(_status_line(status), headers)
        return [b"" if request.method == "HEAD" else body]

    DomainDispatcherApplication.__call__ = with_addon
    if os.environ.get("DW_MOTO_ENDS_WITH_STDIN"):
        threading.Thread(target=_end_with_stdin, daemon=True).start()


def _end_with_stdin():
    """Ends the server when whoever started it is gone, however that came about."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _status_line(status):
    return status if isinstance(status, str) else f"{status} {HTTPStatus(status).phrase}"


def _moto(dispatcher, application, environ, replay):
    """(status line, headers, body) of moto's own answer.

    A create that is replayed is answered with the read of what is there, under the create's name.
    """
    kept = {}
    if replay:
        operation, parameter, arn, create, version = replay
        form = urlencode({"Action": operation, "Version": version, f"{parameter}.member.1": arn}).encode()
        environ.update({"wsgi.input": io.BytesIO(form), "CONTENT_LENGTH": str(len(form))})

    def start_response(status, headers, _exc_info=None):
        kept.update(status=status, headers=headers)
        return lambda data: None

    host = dispatcher.infer_service_region_host(environ, environ.get("PATH_INFO", "/"))
    if host is not None and dispatcher.get_backend_for_host(host) is None:
        raise NotImplementedError(f"there is no service behind {host}")
    chunks = application(dispatcher, environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    if not replay:
        return kept["status"], kept["headers"], body
    headers = [(name, value) for name, value in kept["headers"] if name.lower() != "content-length"]
    return kept["status"], headers, body.replace(operation.encode(), create.encode())


def _answer(request, moto):
    call = None
    try:
        call = conformance.hold(request)
        if call.complaints:
            return _violation(request, call)
        world.prepare(call.service)
        status, headers, body = _serve(call, moto)
    except Refused as refused:
        status, headers, body = _refuse(call, refused)
    except NotImplementedError as error:
        # moto's own words for an operation it lacks. Not a 500, which the SDKs would try again.
        logbook.write("missing", service=call.service, operation=call.operation, message=str(error))
        status, headers, body = _refuse(call, Refused("NotImplemented", f"moto: {error}", 501))
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return _broken(request, call, error)
    logbook.write(
        "call",
        service=call.service,
        operation=call.operation,
        mutating=call.mutating,
        status=int(str(status).split()[0]),
        region=call.region,
    )
    return status, headers, body


def _serve(call, moto):
    world.run_before(call)
    output = world.run_instead(call)
    if output is not None:
        return _serialized(call, output)
    replay = call.replay and (*call.replay, call.operation, conformance.model(call.service).api_version)
    status, headers, body = moto(replay)
    world.run_after(call, int(status.split()[0]), body)
    return status, headers, body


def _serialized(call, output):
    """The add-on's own output, put into the call's protocol by moto's serializer."""
    from moto.core.serialize import get_serializer_class
    from moto.core.utils import get_service_model

    operation = get_service_model(call.service).operation_model(call.operation)
    answer = get_serializer_class(call.service, call.protocol)(operation_model=operation).serialize(output)
    body = answer["body"]
    return answer["status_code"], list(answer["headers"].items()), body.encode() if isinstance(body, str) else body


def _refuse(call, refused):
    status, headers, body = refusal.answer(call.service, call.protocol, refused)
    return status, list(headers.items()), body


def _violation(request, call):
    name = f"{call.service} {call.operation or '(unknown operation)'}"
    message = f"{name}: " + "; ".join(str(complaint) for complaint in call.complaints)
    logbook.write(
        "violation",
        service=call.service,
        operation=call.operation,
        message=message,
        complaints=[vars(complaint) for complaint in call.complaints],
        request=f"{request.method} {request.path}",
    )
    return _refuse(call, Refused("NonConformingRequest", message))


def _broken(request, call, error):
    """A fault of moto or of the add-on is a violation too, so that no test passes over it."""
    service = call.service if call else request.signing_name
    operation = call.operation if call else ""
    message = f"{service} {operation}: moto or its add-on failed: {error!r}"
    logbook.write("violation", service=service, operation=operation, message=message, complaints=[])
    protocol = call.protocol if call else "rest-xml"
    status, headers, body = refusal.answer(service, protocol, Refused("ServerFault", message, 501))
    return status, list(headers.items()), body
