"""Where the add-on changes moto's mind: S3, ACM, ELBv2, RDS, IAM, Systems Manager."""

import json

from checks_server import REGION, ServerTest, client, hold

TAGS = [{"Key": "a", "Value": "b"}]


class S3(ServerTest):
    def test_tls_only_policy_and_tags(self):
        s3 = client("s3")
        place = {"LocationConstraint": REGION, "Tags": TAGS}
        s3.create_bucket(Bucket="app-data", CreateBucketConfiguration=place)
        self.assertEqual(TAGS, s3.get_bucket_tagging(Bucket="app-data")["TagSet"])
        statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::app-data/*"}
        tls = {**statement, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [tls]})
        s3.put_bucket_policy(Bucket="app-data", Policy=policy)
        s3.put_object(Bucket="app-data", Key="k", Body=b"x")
        self.assertEqual(policy, s3.get_bucket_policy(Bucket="app-data")["Policy"])
        other = {**statement, "Action": "s3:PutObject"}
        s3.put_bucket_policy(Bucket="app-data", Policy=json.dumps({"Version": "2012-10-17", "Statement": [tls, other]}))
        with self.assertRaises(Exception, msg="a Deny without that condition still holds"):
            s3.put_object(Bucket="app-data", Key="k", Body=b"x")


class Balancer(ServerTest):
    def setUp(self):
        super().setUp()
        self.acm, self.elb, ec2 = client("acm"), client("elbv2"), client("ec2")
        subnets = ec2.describe_subnets()["Subnets"]
        self.balancer = {"Name": "app", "Subnets": [subnet["SubnetId"] for subnet in subnets[:2]]}
        self.arn = self.elb.create_load_balancer(**self.balancer, Tags=TAGS)["LoadBalancers"][0]["LoadBalancerArn"]
        self.group = {"Name": "app", "Protocol": "HTTP", "Port": 80, "VpcId": subnets[0]["VpcId"]}
        self.target = self.elb.create_target_group(**self.group)["TargetGroups"][0]["TargetGroupArn"]
        wanted = {"DomainName": "example.com", "ValidationMethod": "DNS", "IdempotencyToken": "t"}
        self.certificate = self.acm.request_certificate(**wanted)["CertificateArn"]
        self.listener = {
            "LoadBalancerArn": self.arn,
            "Protocol": "HTTPS",
            "Port": 443,
            "Certificates": [{"CertificateArn": self.certificate}],
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": self.target}],
        }

    def status(self):
        return self.acm.describe_certificate(CertificateArn=self.certificate)["Certificate"]["Status"]

    def test_same_settings_give_back_what_is_there(self):
        again = self.elb.create_load_balancer(**self.balancer)["LoadBalancers"]
        self.assertEqual([self.arn], [one["LoadBalancerArn"] for one in again])
        again = self.elb.create_target_group(**self.group)["TargetGroups"]
        self.assertEqual([self.target], [one["TargetGroupArn"] for one in again])
        first, second = [self.elb.create_listener(**self.listener)["Listeners"][0] for _ in range(2)]
        self.assertEqual(first["ListenerArn"], second["ListenerArn"])

    def test_other_settings_are_refused(self):
        code = "DuplicateLoadBalancerName"
        self.refused(code, self.elb.create_load_balancer, **self.balancer, Scheme="internal")
        self.refused("DuplicateTargetGroupName", self.elb.create_target_group, **{**self.group, "Port": 81})
        self.elb.create_listener(**self.listener)
        policy = {"SslPolicy": "ELBSecurityPolicy-2016-08"}
        self.refused("DuplicateListener", self.elb.create_listener, **self.listener, **policy)

    def test_held_certificate(self):
        hold(True)
        self.assertEqual("PENDING_VALIDATION", self.status())
        self.refused("UnsupportedCertificate", self.elb.create_listener, **self.listener)
        hold(False)
        self.assertEqual("ISSUED", self.status())
        self.elb.create_listener(**self.listener)

    def test_certificate_in_use(self):
        listener = self.elb.create_listener(**self.listener)["Listeners"][0]["ListenerArn"]
        delete = self.acm.delete_certificate
        self.refused("ResourceInUseException", delete, CertificateArn=self.certificate)
        self.elb.delete_listener(ListenerArn=listener)
        delete(CertificateArn=self.certificate)
        self.refused("ResourceNotFoundException", self.acm.describe_certificate, CertificateArn=self.certificate)
        self.acm.request_certificate(DomainName="example.com", IdempotencyToken="t")

    def test_deletion_protection(self):
        def protect(value):
            attributes = [{"Key": "deletion_protection.enabled", "Value": value}]
            self.elb.modify_load_balancer_attributes(LoadBalancerArn=self.arn, Attributes=attributes)

        protect("true")
        self.refused("OperationNotPermitted", self.elb.delete_load_balancer, LoadBalancerArn=self.arn)
        protect("false")
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)


class Rds(ServerTest):
    def test_database_and_what_it_uses(self):
        rds = client("rds")
        ids = [one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"]][:2]
        subnets, parameters = {"DBSubnetGroupName": "app"}, {"DBParameterGroupName": "app"}
        rds.create_db_subnet_group(**subnets, DBSubnetGroupDescription="d", SubnetIds=ids)
        rds.create_db_parameter_group(**parameters, DBParameterGroupFamily="postgres17", Description="d")
        name = {"DBInstanceIdentifier": "app"}
        made = rds.create_db_instance(
            **name,
            **subnets,
            **parameters,
            DBInstanceClass="db.t4g.micro",
            Engine="postgres",
            AllocatedStorage=20,
            MasterUsername="app_owner",
            ManageMasterUserPassword=True,
            DeletionProtection=True,
            CopyTagsToSnapshot=True,
            Tags=TAGS,
        )["DBInstance"]
        self.assertIn(":secret:rds!db-", made["MasterUserSecret"]["SecretArn"])
        final = {"FinalDBSnapshotIdentifier": "last"}
        self.refused("InvalidParameterCombination", rds.delete_db_instance, **name, **final)
        rds.modify_db_instance(**name, DeletionProtection=False)
        self.refused("InvalidParameterCombination", rds.delete_db_instance, **name)
        self.refused("InvalidDBSubnetGroupStateFault", rds.delete_db_subnet_group, **subnets)
        self.refused("InvalidDBParameterGroupState", rds.delete_db_parameter_group, **parameters)
        rds.delete_db_instance(**name, **final)
        snapshot = rds.describe_db_snapshots(DBSnapshotIdentifier="last")["DBSnapshots"][0]
        self.assertEqual(TAGS, snapshot["TagList"])
        rds.delete_db_subnet_group(**subnets)
        rds.delete_db_parameter_group(**parameters)

    def test_engine_versions(self):
        found = client("rds").describe_db_engine_versions(Engine="postgres", DefaultOnly=True)["DBEngineVersions"]
        self.assertEqual(["postgres17"], [one["DBParameterGroupFamily"] for one in found])


class Iam(ServerTest):
    def test_instance_profile_tags(self):
        iam = client("iam")
        iam.create_instance_profile(InstanceProfileName="app", Tags=TAGS)
        self.assertEqual(TAGS, iam.list_instance_profile_tags(InstanceProfileName="app")["Tags"])
        self.refused("NoSuchEntity", iam.list_instance_profile_tags, InstanceProfileName="none")

    def test_simulation(self):
        caller = {"PolicySourceArn": "arn:aws:iam::123456789012:user/someone", "ActionNames": ["s3:GetObject"]}
        results = client("iam").simulate_principal_policy(**caller)["EvaluationResults"]
        self.assertEqual(["allowed"], [result["EvalDecision"] for result in results])
