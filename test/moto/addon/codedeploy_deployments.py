"""What becomes of CodeDeploy's deployments, which in moto stay `Created` and reach no instance.

`DW_MOTO_DEPLOYMENTS` names a JSON file with a list of fates, one for each deployment to come; a create takes the first
off the list. A fate is an object:
- `statuses`: what each GetDeployment finds, the last one from then on;
- `error`: the `errorInformation` of a failure;
- `targets`: InstanceTargets, as BatchGetDeploymentTargets gives them;
- `rollback`: the fate of the deployment that puts the last good revision back when this one fails, if there is one;
- `unanswered`: true when the deployment is made and its caller hears of an internal failure.
"""

import json
import os
import time

import world
from refusal import Refused

_MEMBERS = {"statuses", "error", "targets", "rollback", "unanswered"}
_ENDED = ("Succeeded", "Failed", "Stopped")
# How many targets one call may ask for.
_AT_ONCE = 25


@world.patch("codedeploy")
def _known_failures():
    """`errorInformation` and `rollbackInfo`, which moto leaves empty."""
    from moto.codedeploy import models

    to_dict = models.DeploymentInfo.to_dict

    def with_failure(self):
        more = {"errorInformation": _of(self, "error", {}), "rollbackInfo": _of(self, "rollback_info", {})}
        found = {**to_dict(self), **more}
        return {name: value for name, value in found.items() if value is not None}

    models.DeploymentInfo.to_dict = with_failure


def _of(deployment, name, default):
    return deployment.__dict__.get(name, default)


def _deployments(call):
    return world.backend("codedeploy", call).deployments


def _deployment(call):
    name = call.parameters.get("deploymentId")
    found = _deployments(call).get(name)
    if found is None:
        raise Refused("DeploymentDoesNotExistException", f"The deployment {name} could not be found")
    return found


def _next_fate():
    path = os.environ.get("DW_MOTO_DEPLOYMENTS")
    if not path or not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        fates = json.load(file)
    if not fates:
        return {}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(fates[1:], file)
    return fates[0]


def _destine(deployment, fate):
    unknown = set(fate) - _MEMBERS
    if unknown:
        raise ValueError(f"a deployment's fate has no {', '.join(unknown)}")
    deployment.fate = {**fate, "statuses": list(fate.get("statuses", []))}


def _neighbours(call, application, group):
    for deployment in _deployments(call).values():
        if deployment.application_name == application and deployment.deployment_group_name == group:
            yield deployment


@world.before("codedeploy", "CreateDeployment")
def one_at_a_time(call):
    """A group takes one deployment; AWS names the one that is active."""
    group = call.parameters.get("deploymentGroupName")
    for deployment in _neighbours(call, call.parameters["applicationName"], group):
        if deployment.status not in _ENDED:
            message = f"The Deployment Group '{group}' already has an active Deployment '{deployment.deployment_id}'"
            raise Refused("DeploymentLimitExceededException", message)


@world.after("codedeploy", "CreateDeployment")
def take_fate(call, status, body):
    """The deployment is made; whether the caller hears of it is part of its fate."""
    if status != 200:
        return
    deployment = _deployments(call)[json.loads(body)["deploymentId"]]
    _destine(deployment, _next_fate())
    if deployment.fate.get("unanswered"):
        raise Refused("InternalFailure", "The request processing has failed because of an unknown error.", 500)


@world.before("codedeploy", "GetDeployment")
def move_on(call):
    """Each look finds the next status."""
    deployment = _deployments(call).get(call.parameters.get("deploymentId"))
    fate = _of(deployment, "fate", {}) if deployment is not None else {}
    if not fate.get("statuses") or deployment.status in _ENDED:
        return
    deployment.status = fate["statuses"].pop(0) if len(fate["statuses"]) > 1 else fate["statuses"][0]
    if deployment.status in _ENDED:
        deployment.complete_time = time.time()
    if deployment.status == "Failed":
        deployment.error = fate.get("error", {})
        _roll_back(call, deployment)


def _roll_back(call, failed):
    """What auto rollback does: a deployment of the revision that last succeeded."""
    from moto.codedeploy.models import DeploymentInfo

    before = _neighbours(call, failed.application_name, failed.deployment_group_name)
    good = [deployment for deployment in before if deployment.status == "Succeeded"]
    if "rollback" not in failed.fate or not good:
        return
    made = DeploymentInfo(
        failed.application,
        failed.deployment_group,
        good[-1].revision,
        failed.deployment_config_name,
        f"Rollback of {failed.deployment_id}",
        *[None] * 6,
        "codeDeployRollback",
    )
    made.rollback_info = {"rollbackTriggeringDeploymentId": failed.deployment_id}
    failed.rollback_info = {"rollbackDeploymentId": made.deployment_id}
    _destine(made, failed.fate["rollback"])
    _deployments(call)[made.deployment_id] = made


@world.instead("codedeploy", "ListDeploymentTargets")
def list_deployment_targets(call):
    """The targets of the deployment's fate; without one, a deployment of moto's reaches no instance."""
    targets = _of(_deployment(call), "fate", {}).get("targets", [])
    return {"targetIds": [target["targetId"] for target in targets]}


@world.instead("codedeploy", "BatchGetDeploymentTargets")
def batch_get_deployment_targets(call):
    """Those of the fate, with their lifecycle events."""
    deployment, asked = _deployment(call), call.parameters.get("targetIds", [])
    if len(asked) > _AT_ONCE:
        message = f"The maximum number of targets that can be asked for is {_AT_ONCE}"
        raise Refused("DeploymentTargetListSizeExceededException", message)
    targets = {target["targetId"]: target for target in _of(deployment, "fate", {}).get("targets", [])}
    for name in asked:
        if name not in targets:
            message = f"The deployment {deployment.deployment_id} has no target {name}"
            raise Refused("DeploymentTargetDoesNotExistException", message)
    own = {"deploymentId": deployment.deployment_id}
    found = [{"deploymentTargetType": "InstanceTarget", "instanceTarget": {**own, **targets[name]}} for name in asked]
    return {"deploymentTargets": found}
