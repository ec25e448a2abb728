import type {
  LifecycleRule,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  S3,
  ServerSideEncryptionConfiguration,
  Tag,
} from "@aws-sdk/client-s3";
import { bucketHandlers } from "./s3-buckets.ts";
import { objectHandlers } from "./s3-objects.ts";
import { bucketSettingHandlers } from "./s3-settings.ts";
import { uploadHandlers } from "./s3-uploads.ts";
import { versionHandlers } from "./s3-versions.ts";
import type { Handlers } from "./scene.ts";

/** One version of an object, or the mark that it was deleted. */
export interface VersionRow {
  key: string;
  /** `null` for what was stored while versioning was off. */
  versionId: string;
  deleteMarker?: boolean;
  size: number;
  etag: string;
  /** Base64; left out when it is large, because the world is a file that is written often. */
  body?: string;
  contentType?: string;
  metadata?: Record<string, string>;
  storedAt: number;
}

/** An upload in parts that is not finished. */
export interface UploadRow {
  key: string;
  id: string;
  startedAt: number;
  /** What has arrived so far. */
  bytes?: number;
  /** The parts in base64, by their numbers, as long as they are few bytes. */
  parts?: Record<number, string>;
}

export interface BucketRow {
  name: string;
  /** Somebody else's account; planted by tests. */
  owner?: string;
  createdAt: number;
  tags: Tag[];
  publicAccess?: PublicAccessBlockConfiguration;
  ownership?: OwnershipControls;
  encryption?: ServerSideEncryptionConfiguration;
  policy?: string;
  versioning?: "Enabled" | "Suspended";
  lifecycle?: LifecycleRule[];
  /** Newest first. */
  versions: VersionRow[];
  uploads: UploadRow[];
}

export interface S3World {
  buckets: BucketRow[];
}

export const emptyS3 = (): S3World => ({ buckets: [] });

export const s3Handlers = {
  ...bucketHandlers,
  ...bucketSettingHandlers,
  ...objectHandlers,
  ...versionHandlers,
  ...uploadHandlers,
} satisfies Handlers<S3>;
