"""Rules about names that people pick: RDS, ELB and S3; and about the numbers next to them."""

import ipaddress
import re

from rules import rule

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
# https://www.postgresql.org/docs/current/sql-keywords-appendix.html
# https://dev.mysql.com/doc/refman/8.4/en/keywords.html
_RESERVED_MASTERS = {
    "admin", "administrator", "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "authorization",
    "binary", "both", "case", "cast", "check", "column", "constraint", "create", "cross", "current_user", "default",
    "desc", "distinct", "do", "else", "end", "false", "for", "foreign", "from", "grant", "group", "in", "into", "join",
    "leading", "like", "limit", "master", "mysql", "not", "null", "on", "or", "order", "postgres", "primary",
    "public", "rdsadmin", "rdsrepladmin", "references", "root", "select", "session_user", "table", "then", "to",
    "true", "union", "unique", "user", "using", "when", "where", "with",
}  # fmt: skip
_IDENTIFIER_WORDS = "a letter, then letters, digits and single hyphens, none at the end"


def _is_identifier(text, most):
    return len(text) <= most and re.fullmatch(r"[a-zA-Z](-?[a-zA-Z0-9])*", text)


@rule("rds", "CreateDBInstance", "ModifyDBInstance")
def database_identifier(sent):
    """At most 63."""
    for member in ("DBInstanceIdentifier", "NewDBInstanceIdentifier"):
        if member in sent and not _is_identifier(sent[member], 63):
            yield member, sent[member], f"{_IDENTIFIER_WORDS}, at most 63"


@rule("rds", "CreateDBParameterGroup")
def parameter_group_name(sent):
    """At most 255."""
    if not _is_identifier(sent["DBParameterGroupName"], 255):
        yield "DBParameterGroupName", sent["DBParameterGroupName"], f"{_IDENTIFIER_WORDS}, at most 255"


@rule("rds", "CreateDBSubnetGroup")
def subnet_group_name(sent):
    """Letters, digits, spaces and ._- at most 255, and not `default`."""
    name = sent["DBSubnetGroupName"]
    if not re.fullmatch(r"[a-zA-Z0-9 ._\-]{1,255}", name) or name.lower() == "default":
        yield "DBSubnetGroupName", name, "letters, digits, spaces and ._- at most 255, not default"


@rule("rds", "DeleteDBInstance", "CreateDBSnapshot")
def snapshot_identifier(sent):
    """At most 255."""
    for member in ("FinalDBSnapshotIdentifier", "DBSnapshotIdentifier"):
        if member in sent and not _is_identifier(sent[member], 255):
            yield member, sent[member], f"{_IDENTIFIER_WORDS}, at most 255"


@rule("rds", "CreateDBInstance")
def master_user_name(sent):
    """At most 16 characters, which MySQL and PostgreSQL both take, and no reserved word."""
    name = sent.get("MasterUsername")
    if name is None:
        return
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]{0,15}", name):
        yield "MasterUsername", name, "a letter, then letters, digits and _, at most 16"
    if name.lower() in _RESERVED_MASTERS:
        yield "MasterUsername", name, "a word that the engine does not reserve"


@rule("rds", "CreateDBInstance")
def database_name(sent):
    """A letter first; at most 63 (PostgreSQL) or 64 (MySQL)."""
    name = sent.get("DBName")
    if name is not None and not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]{0,62}", name):
        yield "DBName", name, "a letter, then letters, digits and _, at most 63"


@rule("rds", "CreateDBInstance")
def one_master_password(sent):
    """Either RDS keeps the password in Secrets Manager, or the caller gives one."""
    if sent.get("ManageMasterUserPassword") and "MasterUserPassword" in sent:
        yield "MasterUserPassword", "a password", "none, as ManageMasterUserPassword is set"
    if not sent.get("ManageMasterUserPassword") and "MasterUserPassword" not in sent:
        yield "MasterUserPassword", None, "a password, or ManageMasterUserPassword"


@rule("rds", "CreateDBInstance", "ModifyDBInstance")
def storage_of_gp3(sent):
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"""
    size = sent.get("AllocatedStorage")
    if sent.get("StorageType") in ("gp2", "gp3") and size is not None and not 20 <= size <= 65536:
        yield "AllocatedStorage", size, "20 up to 65536 GiB"


@rule("elbv2", "CreateLoadBalancer", "CreateTargetGroup")
def balancer_name(sent):
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"""
    name = sent["Name"]
    if not re.fullmatch(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?", name):
        yield "Name", name, "letters, digits and hyphens, no hyphen at the ends, at most 32"
    if name.startswith("internal-"):
        yield "Name", name, "a name that does not begin with internal-"


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup")
def health_check_timeout(sent):
    """The timeout stays below the interval (30 seconds unless sent)."""
    timeout, interval = sent.get("HealthCheckTimeoutSeconds"), sent.get("HealthCheckIntervalSeconds", 30)
    if timeout is not None and timeout >= interval:
        yield "HealthCheckTimeoutSeconds", timeout, f"less than the interval, {interval}"


@rule("elbv2", "CreateLoadBalancer")
def two_zones(sent):
    """An application load balancer wants subnets in two zones."""
    subnets = sent.get("Subnets") or sent.get("SubnetMappings") or []
    if sent.get("Type", "application") == "application" and len(subnets) < 2:
        yield "Subnets", subnets, "at least two, in two zones"


@rule("s3", "CreateBucket")
def bucket_name(sent):
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
    name = sent["Bucket"]
    if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]", name) or ".." in name:
        yield "Bucket", name, "3 up to 63 of a-z 0-9 . -, a letter or digit at the ends"
    if name.startswith(("xn--", "sthree-", "amzn-s3-demo-")):
        yield "Bucket", name, "a name that begins with none of xn--, sthree-, amzn-s3-demo-"
    if name.endswith(("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")):
        yield "Bucket", name, "a name that ends with none of -s3alias, --ol-s3, .mrap, --x-s3, --table-s3"
    if _is_address(name):
        yield "Bucket", name, "a name that does not look like an IP address"


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
