/** What the tests of the workflow make and read in moto themselves; only the workflow uses the aws CLI, which is slow. */
import {
  BatchGetDeploymentsCommand,
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type DeploymentInfo,
  ListDeploymentsCommand,
} from "@aws-sdk/client-codedeploy";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Moto } from "../support/moto.ts";
import { values } from "./workflow-projects.ts";

export function openAws({ endpoint }: Moto) {
  const { bucket, application: applicationName, deploymentGroup: deploymentGroupName, region } = values;
  const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const codeDeploy = new CodeDeployClient({ endpoint, region, credentials });
  return {
    /** Without the real bucket's policy, with which moto would not take plain http. */
    async prepareBucket(): Promise<void> {
      const LocationConstraint = region as "eu-west-1";
      await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint } }));
    },
    async prepareGroup(): Promise<void> {
      const serviceRoleArn = "arn:aws:iam::123456789012:role/deploy";
      await codeDeploy.send(new CreateApplicationCommand({ applicationName }));
      await codeDeploy.send(new CreateDeploymentGroupCommand({ applicationName, deploymentGroupName, serviceRoleArn }));
    },
    async keys(): Promise<string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key }) => Key!);
    },
    async object(key: string): Promise<Uint8Array> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Body!.transformToByteArray();
    },
    /** Every deployment there is, in the order in which they were made. */
    async deployments(): Promise<DeploymentInfo[]> {
      const { deployments: deploymentIds = [] } = await codeDeploy.send(new ListDeploymentsCommand({}));
      if (deploymentIds.length === 0) return [];
      const { deploymentsInfo } = await codeDeploy.send(new BatchGetDeploymentsCommand({ deploymentIds }));
      return deploymentsInfo!;
    },
    /** As somebody else would, from elsewhere. */
    async deploy(key: string): Promise<string> {
      const revision = { revisionType: "S3", s3Location: { bucket, key, bundleType: "zip" } } as const;
      const where = { applicationName, deploymentGroupName };
      const made = await codeDeploy.send(new CreateDeploymentCommand({ ...where, revision, description: key }));
      return made.deploymentId!;
    },
    close() {
      s3.destroy();
      codeDeploy.destroy();
    },
  };
}
