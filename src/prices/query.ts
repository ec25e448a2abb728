import type { Engine, PriceItem } from "./price-item.ts";

/** How AWS's Price List is asked for one price. */
export interface PriceQuery {
  /** The service code. */
  service: string;
  /** Attributes of the product, each matched exactly. */
  attributes: Record<string, string>;
  /**
   * Its usage types, as they stand on the bill behind the code of the Region. They tell the product from others with
   * the same attributes: on Outposts, reserved, or for outdated engines.
   */
  usages: [string, ...string[]];
}

/** `APN2-BoxUsage:t4g.small` is `BoxUsage:t4g.small`; in us-east-1 there may be no code. */
export const withoutRegion = (usageType: string) => usageType.replace(/^(?:EU|[A-Z]{3,4}\d+)-/, "");

const engineNames: Record<Engine, string> = { postgres: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB" };

/**
 * The question whose only answer is this item.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
 */
export function queryFor(item: PriceItem, region: string): PriceQuery {
  const here = { regionCode: region };
  switch (item.kind) {
    case "server": {
      const plain = { operatingSystem: "Linux", tenancy: "Shared", preInstalledSw: "NA", capacitystatus: "Used" };
      const attributes = { ...here, instanceType: item.instanceType, ...plain };
      return { service: "AmazonEC2", attributes, usages: [`BoxUsage:${item.instanceType}`] };
    }
    case "disk": {
      const attributes = { ...here, productFamily: "Storage", volumeApiName: "gp3" };
      return { service: "AmazonEC2", attributes, usages: ["EBS:VolumeUsage.gp3"] };
    }
    case "public-ipv4": {
      const attributes = { ...here, group: "VPCPublicIPv4Address" };
      return { service: "AmazonVPC", attributes, usages: ["PublicIPv4:InUseAddress"] };
    }
    case "database": {
      const attributes = {
        ...here,
        productFamily: "Database Instance",
        instanceType: item.class,
        databaseEngine: engineNames[item.engine],
        deploymentOption: item.multiAz ? "Multi-AZ" : "Single-AZ",
      };
      return {
        service: "AmazonRDS",
        attributes,
        usages: [`${item.multiAz ? "Multi-AZ" : "Instance"}Usage:${item.class}`],
      };
    }
    case "database-storage": {
      const attributes = {
        ...here,
        productFamily: "Database Storage",
        volumeType: "General Purpose-GP3",
        databaseEngine: engineNames[item.engine],
        deploymentOption: "Single-AZ",
      };
      return { service: "AmazonRDS", attributes, usages: ["RDS:GP3-Storage"] };
    }
    case "snapshot": {
      // The price is the same for our three engines.
      const attributes = { ...here, productFamily: "Storage Snapshot", databaseEngine: engineNames.postgres };
      return { service: "AmazonRDS", attributes, usages: ["RDS:ChargedBackupUsage"] };
    }
    case "secret":
      // The name differs between Regions.
      return {
        service: "AWSSecretsManager",
        attributes: here,
        usages: ["AWSSecretsManager-Secrets", "AWSSecretsManager-Secret"],
      };
    case "hosted-zone":
      return { service: "AmazonRoute53", attributes: { usagetype: "HostedZone" }, usages: ["HostedZone"] };
    case "load-balancer": {
      const attributes = { ...here, productFamily: "Load Balancer-Application" };
      return { service: "AWSELB", attributes, usages: ["LoadBalancerUsage"] };
    }
    case "capacity-unit": {
      const attributes = { ...here, productFamily: "Load Balancer-Application" };
      return { service: "AWSELB", attributes, usages: ["LCUUsage"] };
    }
    case "bucket-storage": {
      const attributes = { ...here, storageClass: "General Purpose", volumeType: "Standard" };
      return { service: "AmazonS3", attributes, usages: ["TimedStorage-ByteHrs"] };
    }
    case "traffic-out": {
      const attributes = { fromRegionCode: region, toLocation: "External", transferType: "AWS Outbound" };
      return { service: "AWSDataTransfer", attributes, usages: ["DataTransfer-Out-Bytes"] };
    }
  }
}
