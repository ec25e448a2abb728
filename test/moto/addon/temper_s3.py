"""S3: the TLS-only policy, and the tags of CreateBucket."""

import json

import world


def _is_tls_only(statement):
    conditions = statement.get("Condition", {})
    keys = {key.lower() for tests in conditions.values() for key in tests}
    return statement.get("Effect") == "Deny" and "aws:securetransport" in keys


@world.patch("s3")
def _tls_only_policy_lets_plain_http_pass():
    """Moto reads no conditions, so a policy against plain http would shut out every test. It stays as it was put."""
    from moto.s3.models import FakeBucket

    get_permission = FakeBucket.get_permission

    def without_tls_only(self, action, resource):
        policy = self.policy
        if policy is not None:
            document = json.loads(policy)
            said = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
            rest = [statement for statement in said if not _is_tls_only(statement)]
            self.policy = json.dumps({**document, "Statement": rest}).encode() if rest else None
        try:
            return get_permission(self, action, resource)
        finally:
            self.policy = policy

    FakeBucket.get_permission = without_tls_only


@world.after("s3", "CreateBucket")
def bucket_keeps_its_tags(call, status, _body):
    """Moto drops CreateBucketConfiguration.Tags."""
    tags = call.parameters.get("CreateBucketConfiguration", {}).get("Tags")
    if status == 200 and tags:
        bucket = call.parameters["Bucket"]
        world.backend("s3", call).put_bucket_tagging(bucket, {tag["Key"]: tag["Value"] for tag in tags})
