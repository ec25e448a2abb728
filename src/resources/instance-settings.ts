import type { BlockDeviceMapping, InstanceMetadataOptionsRequest } from "@aws-sdk/client-ec2";

/**
 * The metadata service answers only requests with a session token and only from the instance itself; the tags are
 * readable there, because the user data learns from them whose server it is.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
 */
export const safeMetadata = {
  HttpEndpoint: "enabled",
  HttpTokens: "required",
  HttpPutResponseHopLimit: 1,
  InstanceMetadataTags: "enabled",
} as const satisfies InstanceMetadataOptionsRequest;

/** The root volume of Amazon Linux 2023, encrypted and gone with its server. */
export const rootVolume = (sizeGiB: number): BlockDeviceMapping => ({
  DeviceName: "/dev/xvda",
  Ebs: { VolumeSize: sizeGiB, VolumeType: "gp3", Encrypted: true, DeleteOnTermination: true },
});
