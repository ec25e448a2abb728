"""Requests held against the service models: a wrong one and a right one of each kind."""

import json

from checks_server import REGION, ServerTest, client, log, raw

FORM = {"content_type": "application/x-www-form-urlencoded"}
EC2 = "Version=2016-11-15"
JSON = {"content_type": "application/x-amz-json-1.1"}


class Query(ServerTest):
    def test_unknown_operation(self):
        status, body = raw("iam", body=b"Action=CreateRoll&Version=2010-05-08", **FORM)
        self.assertEqual(400, status)
        self.assertIn("<Code>NonConformingRequest</Code>", body)
        self.assertIn("CreateRoll", body)

    def test_wrong_version(self):
        _, body = raw("iam", body=b"Action=ListRoles&Version=2010-05-09", **FORM)
        self.assertIn("Version: sent 2010-05-09, expected 2010-05-08", body)

    def test_unknown_member(self):
        _, body = raw("iam", body=b"Action=ListRoles&Version=2010-05-08&Prefix=a", **FORM)
        self.assertIn("Prefix: sent 'a'", body)
        self.assertEqual("Prefix", log("violation")[-1]["complaints"][0]["path"])

    def test_list_without_member(self):
        body = b"Action=DescribeTags&Version=2015-12-01&ResourceArns.1=a"
        _, answer = raw("elasticloadbalancing", body=body, **FORM)
        self.assertIn("ResourceArns.1", answer)

    def test_named_list_members(self):
        body = b"Action=DescribeDBInstances&Version=2014-10-31&Filters.Filter.1.Name=engine&Filters.Filter.1.Values."
        self.assertEqual(200, raw("rds", body=body + b"Value.1=mysql", **FORM)[0])
        self.assertEqual(400, raw("rds", body=body + b"member.1=mysql", **FORM)[0])

    def test_required_integer_length_range_pattern_enum(self):
        iam, elb = client("iam", checked=False), client("elbv2", checked=False)
        document = json.dumps({"Version": "2012-10-17", "Statement": []})
        self.violates("AssumeRolePolicyDocument: sent nothing", iam.create_role, RoleName="a")
        words = "at most 64 characters"
        self.violates(words, iam.create_role, RoleName="a" * 65, AssumeRolePolicyDocument=document)
        self.violates("pattern", iam.create_role, RoleName="a b", AssumeRolePolicyDocument=document)
        group = {"Name": "a", "VpcId": "vpc-1", "Port": 80}
        self.violates("one of HTTP", elb.create_target_group, **group, Protocol="http")
        group["Port"] = 70000
        self.violates("at most 65535", elb.create_target_group, **group, Protocol="HTTP")
        group["Port"] = "eighty"
        self.violates("a whole number", elb.create_target_group, **group, Protocol="HTTP")
        iam.create_role(RoleName="a", AssumeRolePolicyDocument=document, Tags=[{"Key": "é", "Value": "ß 1"}])


class Ec2(ServerTest):
    def test_names_are_capitalised(self):
        good = f"Action=DescribeInstances&{EC2}&InstanceId.1=i-1234567890abcdef0".encode()
        self.assertIn("InvalidInstanceID", raw("ec2", body=good, **FORM)[1])
        _, body = raw("ec2", body=good.replace(b"InstanceId.1", b"instanceId.1"), **FORM)
        self.assertIn("<Response><Errors><Error><Code>NonConformingRequest</Code>", body)

    def test_indexes_without_gap(self):
        _, body = raw("ec2", body=f"Action=DescribeInstances&{EC2}&InstanceId.2=i-1".encode(), **FORM)
        self.assertIn("the indexes 1", body)

    def test_boolean_and_enum(self):
        ec2 = client("ec2", checked=False)
        launch = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1}
        body = f"Action=RunInstances&{EC2}&ImageId=ami-12345678&MinCount=1&MaxCount=1&EbsOptimized=yes".encode()
        self.assertIn("true or false", raw("ec2", body=body, **FORM)[1])
        metadata = {"HttpTokens": "always"}
        self.violates("MetadataOptions.HttpTokens", ec2.run_instances, **launch, MetadataOptions=metadata)
        ec2.run_instances(**launch, MetadataOptions={"HttpTokens": "required"})


class Json(ServerTest):
    def test_members_and_types(self):
        ssm = {**JSON, "x_amz_target": "AmazonSSM.GetParameter"}
        _, body = raw("ssm", body=b'{"Name":"/a","Decrypt":true}', **ssm)
        self.assertEqual("NonConformingRequest", json.loads(body)["__type"])
        self.assertIn("Decrypt", body)
        self.assertIn("a boolean", raw("ssm", body=b'{"Name":"/a","WithDecryption":"true"}', **ssm)[1])
        self.assertIn("a string", raw("ssm", body=b'{"Name":["/a"]}', **ssm)[1])
        self.assertIn("ParameterNotFound", raw("ssm", body=b'{"Name":"/a","WithDecryption":true}', **ssm)[1])

    def test_target(self):
        self.assertIn("AmazonSSM.", raw("ssm", body=b"{}", **JSON, x_amz_target="Ssm.GetParameter")[1])

    def test_no_secret_in_the_message(self):
        ssm = client("ssm", checked=False)
        self.violates("(sensitive)", ssm.put_parameter, Name="/a", Type="String", Value=["hush"])


class Rest(ServerTest):
    def test_bucket_operations_by_query(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="some-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket="some-bucket", VersioningConfiguration={"Status": "Enabled"})
        s3.put_object(Bucket="some-bucket", Key="a/b c", Body=b"x", Metadata={"k": "v"})
        s3.copy_object(Bucket="some-bucket", Key="c", CopySource="some-bucket/a/b c")
        s3.list_objects_v2(Bucket="some-bucket")
        s3.delete_objects(Bucket="some-bucket", Delete={"Objects": [{"Key": "c"}]})
        names = [line["operation"] for line in log("call")][-6:]
        wanted = "CreateBucket PutBucketVersioning PutObject CopyObject ListObjectsV2 DeleteObjects"
        self.assertEqual(wanted.split(), names)

    def test_xml_members_and_enums(self):
        s3 = client("s3", checked=False)
        versioning = {"Status": "On"}
        path = "VersioningConfiguration.Status"
        self.violates(path, s3.put_bucket_versioning, Bucket="b-1", VersioningConfiguration=versioning)
        body = b"<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>"
        self.assertIn("State", raw("s3", "PUT", "/b-1?versioning", body, content_md5="x")[1])
        body = b"<Versioning><Status>Enabled</Status></Versioning>"
        self.assertIn("VersioningConfiguration", raw("s3", "PUT", "/b-1?versioning", body, content_md5="x")[1])

    def test_query_header_and_checksum(self):
        self.assertIn("?list", raw("s3", "GET", "/b-1?list-type=2&list=1")[1])
        self.assertIn("x-amz-akl", raw("s3", "PUT", "/b-1/k", b"x", x_amz_akl="private")[1])
        delete = b"<Delete><Object><Key>a</Key></Object></Delete>"
        self.assertIn("checksum", raw("s3", "POST", "/b-1?delete", delete)[1])

    def test_route53(self):
        route53 = client("route53", checked=False)
        record = {"Name": "a.example.com", "Type": "Q", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
        change = route53.change_resource_record_sets
        path = "ChangeBatch.Changes[0].ResourceRecordSet.Type"
        self.violates(path, change, HostedZoneId="Z1", ChangeBatch=batch)
        record["Type"] = "A"
        self.refused("NoSuchHostedZone", change, HostedZoneId="Z1", ChangeBatch=batch)


class Log(ServerTest):
    def test_calls_say_whether_they_change_anything(self):
        client("iam").list_roles()
        client("codedeploy").create_application(applicationName="a")
        self.refused("NoSuchEntity", client("iam").get_role, RoleName="nobody")
        kept = [(line["operation"], line["mutating"], line["status"]) for line in log("call")[-3:]]
        self.assertEqual([("ListRoles", False, 200), ("CreateApplication", True, 200), ("GetRole", False, 404)], kept)

    def test_what_moto_lacks_is_no_server_error(self):
        report = client("iam").generate_organizations_access_report
        self.refused("NotImplemented", report, EntityPath="o-a1b2c3d4e5/r-a1b2")
        self.assertEqual("GenerateOrganizationsAccessReport", log("missing")[-1]["operation"])
