import { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";

/** The body of an answer as the SDK gives it: a stream that can turn itself into bytes or text. */
export function objectBody(bytes: Buffer): NonNullable<GetObjectCommandOutput["Body"]> {
  const stream = Readable.from([bytes], { objectMode: false });
  return Object.assign(stream, {
    transformToByteArray: async () => new Uint8Array(bytes),
    transformToString: async (encoding = "utf8") => bytes.toString(encoding as BufferEncoding),
    transformToWebStream: () => Readable.toWeb(stream) as ReadableStream,
  }) as unknown as NonNullable<GetObjectCommandOutput["Body"]>;
}
