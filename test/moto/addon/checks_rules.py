"""The rules beyond the models: for each a wrong request that is refused, and a right one that is not."""

from checks_server import REGION, ServerTest, client


class Rules(ServerTest):
    def each_wrong(self, function, right, wrong):
        """Every (member, value, words) put into the right request is refused; the right request is not."""
        for member, value, words in wrong:
            with self.subTest(member=member, value=str(value)[:40]):
                self.violates(words, function, **{**right, member: value})
        return function(**right)

    def test_security_group(self):
        ec2 = client("ec2")
        vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        group = self.each_wrong(
            ec2.create_security_group,
            {"GroupName": "web (a)", "Description": "from: #1 [x] {y}; $*!", "VpcId": vpc},
            [
                ("GroupName", "it's", "GroupName"),
                ("GroupName", "sg-mine", "sg-"),
                ("Description", "a -> b", "Description"),
                ("Description", "d" * 256, "Description"),
            ],
        )

        def permission(description, **more):
            port = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **more}
            return [{**port, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": description}]}]

        wrong = [
            ("IpPermissions", permission('"quoted"'), "IpPermissions[0].IpRanges[0].Description"),
            ("IpPermissions", permission("ok", ToPort=80), "FromPort and ToPort"),
        ]
        right = {"GroupId": group["GroupId"], "IpPermissions": permission("https")}
        self.each_wrong(ec2.authorize_security_group_ingress, right, wrong)

    def test_run_instances(self):
        interface = [{"DeviceIndex": 0, "Groups": []}]
        right = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "UserData": "x" * 16384}
        wrong = [
            ("UserData", "x" * 16385, "16384"),
            ("ClientToken", "t" * 65, "64 ASCII"),
            ("ClientToken", "é", "64 ASCII"),
            ("BlockDeviceMappings", [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 0}}], "GiB"),
        ]
        ec2 = client("ec2")
        self.each_wrong(ec2.run_instances, right, wrong)
        both = {"NetworkInterfaces": interface, "SubnetId": "subnet-1"}
        self.violates("inside NetworkInterfaces", ec2.run_instances, **right, **both)

    def test_database(self):
        right = {
            "DBInstanceIdentifier": "app-db1",
            "DBInstanceClass": "db.t4g.micro",
            "Engine": "postgres",
            "MasterUsername": "app_owner",
            "ManageMasterUserPassword": True,
            "AllocatedStorage": 20,
            "StorageType": "gp3",
            "DBName": "app",
        }
        wrong = [
            ("DBInstanceIdentifier", "app--db", "single hyphens"),
            ("DBInstanceIdentifier", "app-", "single hyphens"),
            ("DBInstanceIdentifier", "1app", "a letter"),
            ("DBInstanceIdentifier", "a" * 64, "at most 63"),
            ("MasterUsername", "Admin", "reserve"),
            ("MasterUsername", "o" * 17, "at most 16"),
            ("AllocatedStorage", 19, "20 up to"),
            ("DBName", "my-app", "DBName"),
            ("MasterUserPassword", "secret-secret", "ManageMasterUserPassword"),
        ]
        rds = client("rds")
        self.each_wrong(rds.create_db_instance, right, wrong)
        group = {"DBParameterGroupFamily": "postgres17", "Description": "d"}
        self.each_wrong(
            rds.create_db_parameter_group,
            {**group, "DBParameterGroupName": "app"},
            [("DBParameterGroupName", "app_", "single hyphens")],
        )
        ids = [one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"]][:2]
        self.each_wrong(
            rds.create_db_subnet_group,
            {"DBSubnetGroupName": "app", "DBSubnetGroupDescription": "d", "SubnetIds": ids},
            [("DBSubnetGroupName", "default", "not default"), ("DBSubnetGroupName", "a/b", "letters")],
        )
        delete = {"DBInstanceIdentifier": "app-db1", "FinalDBSnapshotIdentifier": "last"}
        self.each_wrong(rds.delete_db_instance, delete, [("FinalDBSnapshotIdentifier", "last-", "single hyphens")])

    def test_load_balancer(self):
        ec2, elb = client("ec2"), client("elbv2")
        subnets = ec2.describe_subnets()["Subnets"]
        ids = [subnet["SubnetId"] for subnet in subnets][:2]
        wrong = [
            ("Name", "-app", "no hyphen"),
            ("Name", "app_1", "letters"),
            ("Name", "a" * 33, "at most 32"),
            ("Name", "internal-app", "internal-"),
            ("Subnets", ids[:1], "at least two"),
        ]
        self.each_wrong(elb.create_load_balancer, {"Name": "app", "Subnets": ids}, wrong)
        group = {"Name": "app", "Protocol": "HTTP", "Port": 80, "VpcId": subnets[0]["VpcId"]}
        right = {**group, "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5}
        wrong = [("HealthCheckTimeoutSeconds", 10, "less than the interval, 10")]
        self.each_wrong(elb.create_target_group, right, wrong)

    def test_parameter(self):
        tags = [{"Key": "a", "Value": "b"}]
        right = {"Name": "/app/KEY_1", "Type": "SecureString", "Value": "v" * 4096, "Tags": tags}
        wrong = [
            ("Name", "/aws/key", "neither aws nor ssm"),
            ("Name", "ssm-key", "neither aws nor ssm"),
            ("Name", "/a b", "letters"),
            ("Name", "a/b", "begins with a slash"),
            ("Value", "", "1 up to 4096"),
            ("Value", "é" * 2049, "1 up to 4096"),
            ("Overwrite", True, "together with Overwrite"),
        ]
        self.each_wrong(client("ssm").put_parameter, right, wrong)

    def test_bucket(self):
        right = {"Bucket": "app.data-1", "CreateBucketConfiguration": {"LocationConstraint": REGION}}
        names = "App a_b xn--app sthree-app amzn-s3-demo-app app-s3alias app--ol-s3 1.2.3.4 a..b"
        wrong = [("Bucket", name, "Bucket") for name in names.split()]
        self.each_wrong(client("s3", checked=False).create_bucket, right, wrong)

    def test_certificate(self):
        right = {"DomainName": "example.com", "ValidationMethod": "DNS", "IdempotencyToken": "a_1"}
        wrong = [("IdempotencyToken", "a-1", "IdempotencyToken"), ("IdempotencyToken", "a" * 33, "32")]
        self.each_wrong(client("acm").request_certificate, right, wrong)

    def test_traffic_control(self):
        codedeploy = client("codedeploy")
        codedeploy.create_application(applicationName="app")
        right = {
            "applicationName": "app",
            "deploymentGroupName": "group",
            "serviceRoleArn": "arn:aws:iam::123456789012:role/deploy",
            "loadBalancerInfo": {"targetGroupInfoList": [{"name": "targets"}]},
            "deploymentStyle": {"deploymentType": "IN_PLACE", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        }
        style = {"deploymentType": "IN_PLACE", "deploymentOption": "WITHOUT_TRAFFIC_CONTROL"}
        wrong = [("deploymentStyle", style, "WITH_TRAFFIC_CONTROL")]
        self.each_wrong(codedeploy.create_deployment_group, right, wrong)
