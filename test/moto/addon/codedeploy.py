"""CodeDeploy calls that moto lacks: the deletes, the updates, groups by the batch; and times as numbers.

Deletes of what is not there succeed, as the API names no "does not exist" error for them.
https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html
"""

import random
import re
import string
import time

import world
from refusal import Refused

_ARN = re.compile(r"arn:aws[\w-]*:codedeploy:[^:]+:\d{12}:(application|deploymentgroup):(.+)")
# UpdateDeploymentGroup's members, and what moto calls them in its DeploymentGroup.
_ATTRIBUTES = {
    "deploymentConfigName": "deployment_config_name",
    "ec2TagFilters": "ec2_tag_filters",
    "onPremisesInstanceTagFilters": "on_premises_instance_tag_filters",
    "autoScalingGroups": "auto_scaling_groups",
    "serviceRoleArn": "service_role_arn",
    "triggerConfigurations": "trigger_configurations",
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "deploymentStyle": "deployment_style",
    "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
    "loadBalancerInfo": "load_balancer_info",
    "ec2TagSet": "ec2_tag_set",
    "ecsServices": "ecs_services",
    "onPremisesTagSet": "on_premises_tag_set",
    "terminationHookEnabled": "termination_hook_enabled",
}


@world.patch("codedeploy")
def _shapes():
    """Times in seconds since 1970, ids like `d-ABC123DEF`, the default platform, the alarms as sent."""
    from moto.codedeploy import models

    models.iso_8601_datetime_with_milliseconds = time.time
    application, deployment = models.Application.__init__, models.DeploymentInfo.__init__
    group_dict = models.DeploymentGroup.to_dict

    def with_platform(self, application_name, compute_platform, tags):
        application(self, application_name, compute_platform or "Server", tags)

    def with_id(self, *args, **kwargs):
        deployment(self, *args, **kwargs)
        self.deployment_id = "d-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=9))

    def without_nulls(self):
        found = {**group_dict(self), "alarmConfiguration": self.alarm_configuration}
        return {name: value for name, value in found.items() if value is not None}

    models.Application.__init__ = with_platform
    models.DeploymentInfo.__init__ = with_id
    models.DeploymentGroup.to_dict = without_nulls


def _backend(call):
    return world.backend("codedeploy", call)


def _application(call, name):
    try:
        return _backend(call).applications[name]
    except KeyError:
        raise Refused("ApplicationDoesNotExistException", f"No application found for name: {name}") from None


def _group(call, application, name):
    _application(call, application)
    try:
        return _backend(call).deployment_groups[application][name]
    except KeyError:
        message = f"No Deployment Group found for name: {name}"
        raise Refused("DeploymentGroupDoesNotExistException", message) from None


def _arn(call, kind, name):
    return f"arn:aws:codedeploy:{call.region}:{world.account(call)}:{kind}:{name}"


def _untag(call, kind, name):
    _backend(call).tagger.delete_all_tags_for_resource(_arn(call, kind, name))


def _retag(call, kind, old, new):
    tagger = _backend(call).tagger
    tags = tagger.list_tags_for_resource(_arn(call, kind, old))["Tags"]
    _untag(call, kind, old)
    if tags:
        tagger.tag_resource(_arn(call, kind, new), tags)


@world.instead("codedeploy", "DeleteApplication")
def delete_application(call):
    """Deletes the application and the groups in it."""
    name = call.parameters["applicationName"]
    backend = _backend(call)
    backend.applications.pop(name, None)
    _untag(call, "application", name)
    for group in backend.deployment_groups.pop(name, {}):
        _untag(call, "deploymentgroup", f"{name}/{group}")
    return {}


@world.instead("codedeploy", "DeleteDeploymentGroup")
def delete_deployment_group(call):
    """Deletes the group; there is no Auto Scaling hook that could stay behind."""
    application, name = call.parameters["applicationName"], call.parameters["deploymentGroupName"]
    _backend(call).deployment_groups.get(application, {}).pop(name, None)
    _untag(call, "deploymentgroup", f"{application}/{name}")
    return {"hooksNotCleanedUp": []}


@world.instead("codedeploy", "UpdateApplication")
def update_application(call):
    """Gives the application a new name."""
    old, new = call.parameters.get("applicationName"), call.parameters.get("newApplicationName")
    backend, application = _backend(call), _application(call, old)
    if new and new != old:
        if new in backend.applications:
            raise Refused("ApplicationAlreadyExistsException", f"Application already exists: {new}")
        application.application_name = new
        backend.applications[new] = backend.applications.pop(old)
        _retag(call, "application", old, new)
        groups = backend.deployment_groups.pop(old, {})
        backend.deployment_groups[new] = groups
        for group in groups:
            _retag(call, "deploymentgroup", f"{old}/{group}", f"{new}/{group}")
    return {}


@world.instead("codedeploy", "UpdateDeploymentGroup")
def update_deployment_group(call):
    """Replaces whatever members are sent, and leaves the others."""
    sent = call.parameters
    application, old = sent["applicationName"], sent["currentDeploymentGroupName"]
    new = sent.get("newDeploymentGroupName", old)
    group, groups = _group(call, application, old), _backend(call).deployment_groups[application]
    if new != old:
        if new in groups:
            raise Refused("DeploymentGroupAlreadyExistsException", f"Deployment group name already exists: {new}")
        group.deployment_group_name = new
        groups[new] = groups.pop(old)
        _retag(call, "deploymentgroup", f"{application}/{old}", f"{application}/{new}")
    for member, attribute in _ATTRIBUTES.items():
        if member in sent:
            setattr(group, attribute, sent[member])
    return {"hooksNotCleanedUp": []}


@world.instead("codedeploy", "BatchGetDeploymentGroups")
def batch_get_deployment_groups(call):
    """The groups that are there; the names of the others go into `errorMessage`."""
    application, names = call.parameters["applicationName"], call.parameters["deploymentGroupNames"]
    _application(call, application)
    groups = _backend(call).deployment_groups.get(application, {})
    out = {"deploymentGroupsInfo": [groups[name].to_dict() for name in names if name in groups]}
    absent = [name for name in names if name not in groups]
    if absent:
        out["errorMessage"] = f"Deployment groups not found: {', '.join(absent)}"
    return out


@world.instead("codedeploy", "StopDeployment")
def stop_deployment(call):
    """Stops a deployment that has not ended."""
    deployment = _backend(call).deployments.get(call.parameters["deploymentId"])
    if deployment is None:
        raise Refused("DeploymentDoesNotExistException", f"No deployment: {call.parameters['deploymentId']}")
    if deployment.status in ("Succeeded", "Failed", "Stopped"):
        raise Refused("DeploymentAlreadyCompletedException", f"The deployment has ended: {deployment.deployment_id}")
    deployment.status = "Stopped"
    deployment.complete_time = time.time()
    return {"status": "Succeeded", "statusMessage": "No more lifecycle events will be scheduled"}


@world.instead("codedeploy", "ListDeploymentGroups")
def list_deployment_groups(call):
    """Without moto's empty `nextToken`, and refused for an application that is not there."""
    name = call.parameters["applicationName"]
    _application(call, name)
    return {"applicationName": name, "deploymentGroups": list(_backend(call).deployment_groups.get(name, {}))}


@world.before("codedeploy", "TagResource", "UntagResource", "ListTagsForResource")
def tagged_resource_exists(call):
    """Moto tags any ARN; AWS only one of its own."""
    arn = call.parameters["ResourceArn"]
    match = _ARN.fullmatch(arn)
    if match is None:
        raise Refused("InvalidArnException", f"The ARN is not valid: {arn}")
    if match.group(1) == "application":
        _application(call, match.group(2))
    else:
        application, _, group = match.group(2).partition("/")
        _group(call, application, group)
