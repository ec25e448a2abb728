"""Errors in the shape each protocol has for them."""

import json
from xml.sax.saxutils import escape

_REQUEST_ID = "00000000-0000-4000-8000-000000000000"


class Refused(Exception):
    """AWS's own refusal of a call: its code, its words, its HTTP status."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def answer(service, protocol, refused):
    """(status, headers, body) of a refusal."""
    code, message = escape(refused.code), escape(refused.message)
    if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        kind = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
        body = json.dumps({"__type": refused.code, "message": refused.message})
        return refused.status, {"Content-Type": kind, "x-amzn-errortype": refused.code}, body.encode()
    if protocol == "ec2":
        body = (
            f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
            f"<RequestID>{_REQUEST_ID}</RequestID></Response>"
        )
    elif service == "s3":
        body = f"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{_REQUEST_ID}</RequestId></Error>"
    else:
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            f"<RequestId>{_REQUEST_ID}</RequestId></ErrorResponse>"
        )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return refused.status, {"Content-Type": "text/xml"}, text.encode()
