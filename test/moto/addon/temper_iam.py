"""IAM: calls that moto lacks."""

import world
from refusal import Refused


@world.instead("iam", "ListInstanceProfileTags")
def instance_profile_tags(call):
    """Moto tags instance profiles, and shows the tags in GetInstanceProfile only."""
    name = call.parameters["InstanceProfileName"]
    profiles = [one for one in world.backend("iam", call).get_instance_profiles() if one.name == name]
    if not profiles:
        raise Refused("NoSuchEntity", f"Instance Profile {name} cannot be found.", 404)
    tags = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in profiles[0].tags]
    return {"Tags": tags, "IsTruncated": False}


@world.instead("iam", "SimulatePrincipalPolicy")
def everything_is_allowed(call):
    """Moto lets every caller do everything, and so says this."""
    resources = call.parameters.get("ResourceArns", ["*"])
    results = [
        {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": "allowed"}
        for action in call.parameters["ActionNames"]
        for resource in resources
    ]
    return {"EvaluationResults": results, "IsTruncated": False}
