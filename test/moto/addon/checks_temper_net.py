"""Where the add-on changes moto's mind: EC2 and Route 53."""

from checks_server import ServerTest, client

TAGS = [{"Key": "a", "Value": "b"}]


class Groups(ServerTest):
    def setUp(self):
        super().setUp()
        self.ec2 = client("ec2")
        self.subnets = self.ec2.describe_subnets()["Subnets"]
        self.first, self.second = self.group("first"), self.group("second")

    def group(self, name):
        vpc = self.subnets[0]["VpcId"]
        return self.ec2.create_security_group(GroupName=name, Description="d", VpcId=vpc)["GroupId"]

    def in_use(self, group):
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=group)

    def test_named_by_a_rule(self):
        pair = {"GroupId": self.second, "Description": "from second"}
        permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [pair]}
        tags = [{"ResourceType": "security-group-rule", "Tags": TAGS}]
        ingress = {"GroupId": self.first, "IpPermissions": [permission]}
        self.ec2.authorize_security_group_ingress(**ingress, TagSpecifications=tags)
        self.in_use(self.second)
        filters = [{"Name": "group-id", "Values": [self.first]}]
        rules = self.ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
        rule = next(rule for rule in rules if not rule["IsEgress"])
        self.assertEqual(("from second", TAGS), (rule["Description"], rule["Tags"]))
        revoke = {"GroupId": self.first, "SecurityGroupRuleIds": [rule["SecurityGroupRuleId"]]}
        self.ec2.revoke_security_group_ingress(**revoke)
        self.ec2.delete_security_group(GroupId=self.second)

    def test_default_egress_can_be_revoked(self):
        anywhere = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        self.ec2.revoke_security_group_egress(GroupId=self.first, IpPermissions=anywhere)
        found = self.ec2.describe_security_groups(GroupIds=[self.first])["SecurityGroups"][0]
        self.assertEqual([], found["IpPermissionsEgress"])

    def test_used_by_balancer_and_database(self):
        ids = [subnet["SubnetId"] for subnet in self.subnets][:2]
        client("elbv2").create_load_balancer(Name="app", Subnets=ids, SecurityGroups=[self.first])
        self.in_use(self.first)
        client("rds").create_db_instance(
            DBInstanceIdentifier="app",
            DBInstanceClass="db.t4g.micro",
            Engine="postgres",
            MasterUsername="app_owner",
            ManageMasterUserPassword=True,
            VpcSecurityGroupIds=[self.second],
        )
        self.in_use(self.second)

    def launch(self, **more):
        interface = {"DeviceIndex": 0, "SubnetId": self.subnets[0]["SubnetId"], "Groups": [self.first]}
        return self.ec2.run_instances(
            **{
                "ImageId": "ami-12345678",
                "MinCount": 1,
                "MaxCount": 1,
                "InstanceType": "t3.small",
                "ClientToken": "token",
                "IamInstanceProfile": {"Name": "app"},
                "NetworkInterfaces": [interface],
                **more,
            }
        )["Instances"][0]

    def test_one_launch_per_token(self):
        client("iam").create_instance_profile(InstanceProfileName="app")
        instance = self.launch()
        name = instance["InstanceId"]
        self.assertEqual([self.first], [group["GroupId"] for group in instance["SecurityGroups"]])
        self.assertEqual(name, self.launch()["InstanceId"])
        self.assertNotEqual(name, self.launch(ClientToken="other")["InstanceId"])
        self.refused("IdempotentParameterMismatch", self.launch, InstanceType="t3.micro")
        self.ec2.terminate_instances(InstanceIds=[name])
        self.refused("IdempotentInstanceTerminated", self.launch)

    def test_terminated_instance_lets_go(self):
        client("iam").create_instance_profile(InstanceProfileName="app")
        name = self.launch()["InstanceId"]
        address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        self.ec2.associate_address(AllocationId=address, InstanceId=name)
        self.in_use(self.first)
        self.refused("InvalidIPAddress.InUse", self.ec2.release_address, AllocationId=address)
        self.ec2.terminate_instances(InstanceIds=[name])
        filters = [{"Name": "group-id", "Values": [self.first]}]
        self.assertEqual([], self.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"])
        self.ec2.delete_security_group(GroupId=self.first)
        self.ec2.release_address(AllocationId=address)

    def test_running_instances_report_to_systems_manager(self):
        client("iam").create_instance_profile(InstanceProfileName="app")
        name = self.launch()["InstanceId"]
        found = client("ssm").describe_instance_information()["InstanceInformationList"]
        self.assertEqual([(name, "Online")], [(one["InstanceId"], one["PingStatus"]) for one in found])


class Route53(ServerTest):
    def setUp(self):
        super().setUp()
        self.route53 = client("route53")
        self.zone = self.route53.create_hosted_zone(Name="example.com", CallerReference="once")["HostedZone"]["Id"]

    def change(self, *changes):
        def one(action, name, value, kind="A"):
            record = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}
            return {"Action": action, "ResourceRecordSet": record}

        batch = {"Changes": [one(*change) for change in changes]}
        return self.route53.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch=batch)

    def wrong(self, words, *changes):
        message = self.refused("InvalidChangeBatch", lambda: self.change(*changes))
        self.assertIn(words, message)

    def test_caller_reference(self):
        create = self.route53.create_hosted_zone
        self.refused("HostedZoneAlreadyExists", create, Name="example.com", CallerReference="once")
        create(Name="example.com", CallerReference="twice")

    def test_changes(self):
        self.change(("CREATE", "a.example.com", "192.0.2.1"))
        self.wrong("already exists", ("CREATE", "a.example.com.", "192.0.2.1"))
        self.change(("UPSERT", "a.example.com", "192.0.2.2"))
        self.wrong("do not match", ("DELETE", "a.example.com", "192.0.2.1"))
        self.wrong("not found", ("DELETE", "b.example.com", "192.0.2.1"))
        self.wrong("conflicts", ("UPSERT", "a.example.com", "x.example.org", "CNAME"))
        self.wrong("conflicts", ("UPSERT", "example.com", "x.example.org", "CNAME"))
        self.wrong("not permitted", ("UPSERT", "c.example.com", "192.0.2.1"), ("UPSERT", "a.example.org", "192.0.2.1"))
        records = self.route53.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        self.assertEqual(["NS", "SOA", "A"], [record["Type"] for record in records])
        self.change(("DELETE", "a.example.com", "192.0.2.2"), ("CREATE", "a.example.com", "192.0.2.3"))
