"""ACM: issuance that a test can hold back, and certificates in use."""

import os

import world
from refusal import Refused


@world.patch("acm")
def _held_certificates_stay_pending():
    """While the file that DW_MOTO_ACM_HELD names exists, nothing is issued, however long moto's own wait is over."""
    from moto.acm.models import CertBundle

    check = CertBundle.check

    def unless_held(self):
        held = os.environ.get("DW_MOTO_ACM_HELD")
        if self.status == "PENDING_VALIDATION" and held and os.path.exists(held):
            return
        check(self)

    CertBundle.check = unless_held


def listeners_of(call, arn):
    """The listeners that name the certificate, by ARN."""
    balancers = world.backend("elbv2", call).load_balancers.values()
    listeners = [listener for balancer in balancers for listener in balancer.listeners.values()]
    return [listener.arn for listener in listeners if arn in listener.certificates or arn == listener.certificate]


@world.before("acm", "DescribeCertificate", "ListCertificates", "DeleteCertificate")
def in_use_by_is_true_to_the_listeners(call):
    """Moto adds to InUseBy and never takes away. AWS names the load balancers in it."""
    for arn, certificate in world.backend("acm", call)._certificates.items():
        balancers = {name.replace(":listener/", ":loadbalancer/").rsplit("/", 1)[0] for name in listeners_of(call, arn)}
        certificate.in_use_by = sorted(balancers)


@world.before("acm", "DeleteCertificate")
def certificate_in_use(call):
    """https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html"""
    arn = call.parameters["CertificateArn"]
    if listeners_of(call, arn):
        message = f"Certificate {arn} in account {world.account(call)} is in use."
        raise Refused("ResourceInUseException", message)


@world.before("acm", "RequestCertificate")
def tokens_of_deleted_certificates(call):
    """Moto fails on the token of a certificate that has been deleted since."""
    backend = world.backend("acm", call)
    for token, held in list(backend._idempotency_tokens.items()):
        if held["arn"] not in backend._certificates:
            del backend._idempotency_tokens[token]
