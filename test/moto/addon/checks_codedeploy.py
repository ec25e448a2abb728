"""The CodeDeploy calls that the add-on brings."""

from datetime import datetime

from checks_server import ACCOUNT, REGION, ServerTest, client

ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploy"
TAGS = [{"Key": "a", "Value": "b"}]


def arn(kind, name):
    return f"arn:aws:codedeploy:{REGION}:{ACCOUNT}:{kind}:{name}"


class CodeDeploy(ServerTest):
    def setUp(self):
        super().setUp()
        self.client = client("codedeploy")
        self.client.create_application(applicationName="app", tags=TAGS)

    def group(self, **more):
        self.sent = {
            "applicationName": "app",
            "deploymentGroupName": "group",
            "serviceRoleArn": ROLE,
            "deploymentStyle": {"deploymentType": "IN_PLACE", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
            "loadBalancerInfo": {"targetGroupInfoList": [{"name": "targets"}]},
            "autoRollbackConfiguration": {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
            "ec2TagSet": {"ec2TagSetList": [[{"Key": "a", "Value": "b", "Type": "KEY_AND_VALUE"}]]},
            **more,
        }
        self.client.create_deployment_group(**self.sent, tags=TAGS)

    def read_group(self, name="group"):
        found = self.client.get_deployment_group(applicationName="app", deploymentGroupName=name)
        return found["deploymentGroupInfo"]

    def test_group_gives_back_what_was_sent(self):
        self.group()
        found = self.read_group()
        self.assertEqual(self.sent, {name: found[name] for name in self.sent})
        self.assertEqual("Server", found["computePlatform"])

    def test_times_are_numbers(self):
        # Where CodeDeploy says a text, boto3 guesses; a number is what AWS sends and what every SDK reads.
        created = self.client.get_application(applicationName="app")["application"]["createTime"]
        self.assertIsInstance(created, datetime)

    def test_deployment(self):
        self.group()
        location = {"bucket": "bucket", "key": "key", "bundleType": "zip"}
        revision = {"revisionType": "S3", "s3Location": location}
        group = {"applicationName": "app", "deploymentGroupName": "group"}
        made = self.client.create_deployment(**group, revision=revision)["deploymentId"]
        self.assertRegex(made, r"d-[A-Z0-9]{9}")
        self.assertEqual([made], self.client.list_deployments(**group)["deployments"])
        self.client.stop_deployment(deploymentId=made)
        self.assertEqual("Stopped", self.client.get_deployment(deploymentId=made)["deploymentInfo"]["status"])

    def test_update_group(self):
        self.group()
        update = {"applicationName": "app", "currentDeploymentGroupName": "group"}
        self.client.update_deployment_group(
            **update, newDeploymentGroupName="other", deploymentConfigName="CodeDeployDefault.AllAtOnce"
        )
        found = self.read_group("other")
        self.assertEqual("CodeDeployDefault.AllAtOnce", found["deploymentConfigName"])
        self.assertEqual(self.sent["ec2TagSet"], found["ec2TagSet"])
        tags = self.client.list_tags_for_resource(ResourceArn=arn("deploymentgroup", "app/other"))["Tags"]
        self.assertEqual(TAGS, tags)
        self.refused("DeploymentGroupDoesNotExistException", self.client.update_deployment_group, **update)

    def test_update_application(self):
        self.group()
        self.client.update_application(applicationName="app", newApplicationName="new")
        self.assertEqual(["new"], self.client.list_applications()["applications"])
        self.assertEqual(["group"], self.client.list_deployment_groups(applicationName="new")["deploymentGroups"])
        code = "ApplicationDoesNotExistException"
        self.refused(code, self.client.update_application, applicationName="app", newApplicationName="x")

    def test_deletes(self):
        self.group()
        self.client.delete_deployment_group(applicationName="app", deploymentGroupName="group")
        self.refused("DeploymentGroupDoesNotExistException", self.read_group)
        self.client.delete_application(applicationName="app")
        self.refused("ApplicationDoesNotExistException", self.client.get_application, applicationName="app")
        self.refused("ApplicationDoesNotExistException", self.client.list_deployment_groups, applicationName="app")
        self.client.delete_application(applicationName="app")

    def test_tags(self):
        resource = arn("application", "app")
        self.client.tag_resource(ResourceArn=resource, Tags=[{"Key": "c", "Value": "d"}])
        self.client.untag_resource(ResourceArn=resource, TagKeys=["a"])
        found = self.client.list_tags_for_resource(ResourceArn=resource)["Tags"]
        self.assertEqual([{"Key": "c", "Value": "d"}], found)
        code = "ApplicationDoesNotExistException"
        self.refused(code, self.client.list_tags_for_resource, ResourceArn=arn("application", "none"))

    def test_batch_of_groups(self):
        self.group()
        names = ["group", "none"]
        found = self.client.batch_get_deployment_groups(applicationName="app", deploymentGroupNames=names)
        self.assertEqual(1, len(found["deploymentGroupsInfo"]))
        self.assertIn("none", found["errorMessage"])
