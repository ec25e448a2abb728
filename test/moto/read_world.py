"""Everything in the account of one moto server, read with boto3 and printed as JSON in AWS's own words.

AWS_ENDPOINT_URL names the server, the one argument the Region. A tag list becomes `Tags`, a dict, at each resource.
"""

import json
import sys
from urllib.parse import unquote

import boto3
from botocore.exceptions import ClientError

REGION = sys.argv[1]
OUR_ID = "deploy-wizard:id"


def client(service):
    return boto3.client(service, region_name=REGION)


def listed(api, operation, member, **arguments):
    if api.can_paginate(operation):
        pages = api.get_paginator(operation).paginate(**arguments)
        return [one for page in pages for one in page.get(member, [])]
    return getattr(api, operation)(**arguments)[member]


def tags(items):
    return {tag.get("Key", tag.get("key")): tag.get("Value", tag.get("value")) for tag in items or []}


def tagged(items):
    """Resources that carry their tag list under one of AWS's names for it."""
    return [{**one, "Tags": tags(one.get("Tags", one.get("TagList")))} for one in items]


def unless(code, ask):
    try:
        return ask()
    except ClientError as error:
        if error.response["Error"]["Code"] != code:
            raise
        return None


def ec2():
    api = client("ec2")
    reservations = listed(api, "describe_instances", "Reservations")
    instances = tagged(one for reservation in reservations for one in reservation["Instances"])
    for one in instances:
        data = api.describe_instance_attribute(InstanceId=one["InstanceId"], Attribute="userData")
        one["UserData"] = data["UserData"].get("Value", "")
    return {
        "instances": instances,
        "volumes": tagged(listed(api, "describe_volumes", "Volumes")),
        "groups": tagged(listed(api, "describe_security_groups", "SecurityGroups")),
        "rules": tagged(listed(api, "describe_security_group_rules", "SecurityGroupRules")),
        "addresses": tagged(api.describe_addresses()["Addresses"]),
        "interfaces": tagged(listed(api, "describe_network_interfaces", "NetworkInterfaces")),
        "subnets": tagged(listed(api, "describe_subnets", "Subnets")),
    }


def rds():
    api = client("rds")

    def with_tags(items, arn):
        return [{**one, "Tags": tags(api.list_tags_for_resource(ResourceName=one[arn])["TagList"])} for one in items]

    groups = with_tags(listed(api, "describe_db_parameter_groups", "DBParameterGroups"), "DBParameterGroupArn")
    for one in groups:
        found = listed(api, "describe_db_parameters", "Parameters", DBParameterGroupName=one["DBParameterGroupName"])
        one["Parameters"] = {each["ParameterName"]: each.get("ParameterValue") for each in found}
    return {
        "instances": with_tags(listed(api, "describe_db_instances", "DBInstances"), "DBInstanceArn"),
        "subnetGroups": with_tags(listed(api, "describe_db_subnet_groups", "DBSubnetGroups"), "DBSubnetGroupArn"),
        "parameterGroups": groups,
        "snapshots": with_tags(
            listed(api, "describe_db_snapshots", "DBSnapshots", SnapshotType="manual"), "DBSnapshotArn"
        ),
    }


def route53():
    api = client("route53")
    zones = []
    for zone in listed(api, "list_hosted_zones", "HostedZones"):
        number = zone["Id"].removeprefix("/hostedzone/")
        found = api.list_tags_for_resource(ResourceType="hostedzone", ResourceId=number)["ResourceTagSet"]
        servers = api.get_hosted_zone(Id=number).get("DelegationSet", {}).get("NameServers", [])
        records = listed(api, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=number)
        zones.append({**zone, "Id": number, "Tags": tags(found["Tags"]), "NameServers": servers, "Records": records})
    return {"zones": zones}


def acm():
    api = client("acm")
    certificates = []
    for arn in [one["CertificateArn"] for one in listed(api, "list_certificates", "CertificateSummaryList")]:
        detail = api.describe_certificate(CertificateArn=arn)["Certificate"]
        certificates.append({**detail, "Tags": tags(api.list_tags_for_certificate(CertificateArn=arn)["Tags"])})
    return {"certificates": certificates}


def elb():
    api = client("elbv2")

    def attributes(of, **which):
        return {one["Key"]: one["Value"] for one in getattr(api, f"describe_{of}_attributes")(**which)["Attributes"]}

    def tags_of(arn):
        return tags(api.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"])

    balancers = listed(api, "describe_load_balancers", "LoadBalancers")
    for one in balancers:
        arn = one["LoadBalancerArn"]
        one.update(Attributes=attributes("load_balancer", LoadBalancerArn=arn), Tags=tags_of(arn))
        one["Listeners"] = listed(api, "describe_listeners", "Listeners", LoadBalancerArn=arn)
        for listener in one["Listeners"]:
            listener["Tags"] = tags_of(listener["ListenerArn"])
    groups = listed(api, "describe_target_groups", "TargetGroups")
    for one in groups:
        arn = one["TargetGroupArn"]
        one.update(Attributes=attributes("target_group", TargetGroupArn=arn), Tags=tags_of(arn))
        one["Targets"] = [each["Target"] for each in api.describe_target_health(TargetGroupArn=arn)[
            "TargetHealthDescriptions"]]
    return {"balancers": balancers, "targetGroups": groups}


def s3():
    api = client("s3")
    buckets = []
    for name in [one["Name"] for one in api.list_buckets()["Buckets"]]:
        ask = {"Bucket": name}
        found = unless("NoSuchTagSet", lambda: api.get_bucket_tagging(**ask)["TagSet"])
        policy = unless("NoSuchBucketPolicy", lambda: api.get_bucket_policy(**ask)["Policy"])
        buckets.append({
            "Name": name,
            "Tags": tags(found),
            "Policy": policy and json.loads(policy),
            "Block": unless("NoSuchPublicAccessBlockConfiguration", lambda: api.get_public_access_block(**ask)[
                "PublicAccessBlockConfiguration"]),
            "Encryption": unless("ServerSideEncryptionConfigurationNotFoundError", lambda: api.get_bucket_encryption(
                **ask)["ServerSideEncryptionConfiguration"]["Rules"]),
            "Ownership": unless("OwnershipControlsNotFoundError", lambda: api.get_bucket_ownership_controls(**ask)[
                "OwnershipControls"]["Rules"]),
            "Versioning": api.get_bucket_versioning(**ask).get("Status"),
            "Lifecycle": unless("NoSuchLifecycleConfiguration", lambda: api.get_bucket_lifecycle_configuration(**ask)[
                "Rules"]),
            "Keys": [one["Key"] for one in api.list_object_versions(**ask).get("Versions", [])],
        })
    return {"buckets": buckets}


def document(value):
    return json.loads(unquote(value)) if isinstance(value, str) else value


def iam():
    api = client("iam")
    roles = []
    for role in listed(api, "list_roles", "Roles"):
        name = role["RoleName"]
        found = api.get_role(RoleName=name)["Role"]
        roles.append({
            **found,
            "Tags": tags(found.get("Tags")),
            "Trust": document(found["AssumeRolePolicyDocument"]),
            "Attached": listed(api, "list_attached_role_policies", "AttachedPolicies", RoleName=name),
            "Policies": {
                policy: document(api.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"])
                for policy in listed(api, "list_role_policies", "PolicyNames", RoleName=name)
            },
        })
    profiles = [
        {**one, "Tags": tags(api.get_instance_profile(InstanceProfileName=one["InstanceProfileName"])[
            "InstanceProfile"].get("Tags"))}
        for one in listed(api, "list_instance_profiles", "InstanceProfiles")
    ]
    providers = []
    for arn in [one["Arn"] for one in api.list_open_id_connect_providers()["OpenIDConnectProviderList"]]:
        found = api.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        del found["ResponseMetadata"]
        providers.append({**found, "Arn": arn, "Tags": tags(found.get("Tags"))})
    return {"roles": roles, "profiles": profiles, "providers": providers}


def ssm():
    api = client("ssm")
    parameters = [
        one for one in listed(api, "describe_parameters", "Parameters") if not one["Name"].startswith("/aws/")
    ]
    for one in parameters:
        name = one["Name"]
        one["Value"] = api.get_parameter(Name=name)["Parameter"]["Value"]
        one["Tags"] = tags(api.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"])
    return {"parameters": parameters}


def codedeploy(account):
    api = client("codedeploy")

    def tags_of(what):
        arn = f"arn:aws:codedeploy:{REGION}:{account}:{what}"
        return tags(api.list_tags_for_resource(ResourceArn=arn)["Tags"])

    applications = []
    for name in listed(api, "list_applications", "applications"):
        groups = []
        for group in listed(api, "list_deployment_groups", "deploymentGroups", applicationName=name):
            found = api.get_deployment_group(applicationName=name, deploymentGroupName=group)["deploymentGroupInfo"]
            groups.append({**found, "Tags": tags_of(f"deploymentgroup:{name}/{group}")})
        applications.append({
            **api.get_application(applicationName=name)["application"],
            "Tags": tags_of(f"application:{name}"),
            "Groups": groups,
        })
    return {"applications": applications}


def tagging_api():
    api = client("resourcegroupstaggingapi")
    found = listed(api, "get_resources", "ResourceTagMappingList", TagFilters=[{"Key": OUR_ID}])
    return [one["ResourceARN"] for one in found]


ACCOUNT = client("sts").get_caller_identity()["Account"]
WORLD = {
    "account": ACCOUNT,
    "ec2": ec2(),
    "rds": rds(),
    "route53": route53(),
    "acm": acm(),
    "elb": elb(),
    "s3": s3(),
    "iam": iam(),
    "ssm": ssm(),
    "codedeploy": codedeploy(ACCOUNT),
    "tagged": tagging_api(),
}
json.dump(WORLD, sys.stdout, default=str)
