"""What becomes of deployments, told beforehand."""

from checks_codedeploy import ROLE
from checks_server import ServerTest, client, destine

GROUP = {"applicationName": "app", "deploymentGroupName": "group"}
EVENT = {
    "lifecycleEventName": "ApplicationStart",
    "status": "Failed",
    "diagnostics": {"errorCode": "ScriptFailed", "scriptName": "deploy/start.sh", "message": "no", "logTail": "a\nb"},
}
TARGET = {"targetId": "i-0123456789abcdef0", "status": "Failed", "lifecycleEvents": [EVENT]}


class Deployments(ServerTest):
    def setUp(self):
        super().setUp()
        self.client = client("codedeploy")
        self.client.create_application(applicationName="app")
        self.client.create_deployment_group(**GROUP, serviceRoleArn=ROLE)

    def deploy(self, key="key"):
        location = {"bucket": "bucket", "key": key, "bundleType": "zip"}
        revision = {"revisionType": "S3", "s3Location": location}
        return self.client.create_deployment(**GROUP, revision=revision, description=key)["deploymentId"]

    def look(self, deployment):
        return self.client.get_deployment(deploymentId=deployment)["deploymentInfo"]

    def test_each_look_finds_the_next_status(self):
        destine({"statuses": ["InProgress", "Succeeded"]})
        made = self.deploy()
        self.assertEqual(
            ["InProgress", "Succeeded", "Succeeded"], [self.look(made)["status"] for _ in range(3)]
        )

    def test_without_a_fate_it_stays_created(self):
        made = self.deploy()
        self.assertEqual(["Created", "Created"], [self.look(made)["status"] for _ in range(2)])
        self.assertEqual([], self.client.list_deployment_targets(deploymentId=made)["targetIds"])

    def test_a_group_takes_one_at_a_time(self):
        destine({"statuses": ["Succeeded"]})
        first = self.deploy()
        self.assertIn(f"'{first}'", self.refused("DeploymentLimitExceededException", self.deploy))
        self.look(first)
        self.deploy()

    def test_failure_and_its_targets(self):
        error = {"code": "HEALTH_CONSTRAINTS", "message": "too many failed"}
        destine({"statuses": ["Failed"], "error": error, "targets": [TARGET]})
        made = self.deploy()
        self.assertEqual(error, self.look(made)["errorInformation"])
        ids = self.client.list_deployment_targets(deploymentId=made)["targetIds"]
        self.assertEqual([TARGET["targetId"]], ids)
        found = self.client.batch_get_deployment_targets(deploymentId=made, targetIds=ids)["deploymentTargets"]
        self.assertEqual([{**TARGET, "deploymentId": made}], [one["instanceTarget"] for one in found])
        batch = self.client.batch_get_deployment_targets
        self.refused("DeploymentTargetDoesNotExistException", batch, deploymentId=made, targetIds=["i-0"])
        too_many = [f"i-{number}" for number in range(26)]
        self.refused("DeploymentTargetListSizeExceededException", batch, deploymentId=made, targetIds=too_many)

    def test_rollback_to_the_last_good_revision(self):
        destine({"statuses": ["Succeeded"]}, {"statuses": ["Failed"], "rollback": {"statuses": ["InProgress"]}})
        self.look(self.deploy("good"))
        failed = self.deploy("bad")
        rollback = self.look(failed)["rollbackInfo"]["rollbackDeploymentId"]
        found = self.look(rollback)
        self.assertEqual("good", found["revision"]["s3Location"]["key"])
        self.assertEqual(("InProgress", "codeDeployRollback"), (found["status"], found["creator"]))
        self.assertEqual(failed, found["rollbackInfo"]["rollbackTriggeringDeploymentId"])
        self.refused("DeploymentLimitExceededException", self.deploy)

    def test_no_rollback_without_a_good_revision(self):
        destine({"statuses": ["Failed"], "rollback": {"statuses": ["InProgress"]}})
        self.assertNotIn("rollbackDeploymentId", self.look(self.deploy()).get("rollbackInfo", {}))

    def test_made_and_unanswered(self):
        destine({"statuses": ["InProgress"], "unanswered": True})
        self.refused("InternalFailure", self.deploy)
        [made] = self.client.list_deployments(**GROUP)["deployments"]
        self.assertEqual("key", self.look(made)["description"])
