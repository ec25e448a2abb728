import { statSync } from "node:fs";
import { list } from "tar";
import { z } from "zod";
import type { ArtifactProblem } from "./artifact.ts";

/** The tag that the server runs. */
export const imageTag = "app:current";

const remake = `\`docker build --tag ${imageTag} . && docker save ${imageTag} | gzip > image.tar.gz\` makes it.`;

/** What is used of manifest.json. */
const manifestSchema = z.array(z.looseObject({ Config: z.string(), RepoTags: z.array(z.string()).nullish() }));
const configSchema = z.looseObject({ architecture: z.string().optional() });

/** What Docker calls the processors that EC2 calls otherwise. */
const platforms = { arm64: "arm64", x86_64: "amd64" } as const;

/**
 * Why `docker load` on the server would not give it an image that runs there; undefined when nothing speaks against it.
 * @see https://github.com/moby/docker-image-spec/blob/main/spec.md
 */
export async function imageProblem(
  path: string,
  architecture: keyof typeof platforms,
): Promise<ArtifactProblem | undefined> {
  if (!statSync(path).isFile()) return { problem: "it is no file", hint: remake };
  let files: Map<string, string>;
  try {
    files = await smallFiles(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `the archive is not whole (${why})`, hint: remake };
  }
  const images = manifestSchema.safeParse(parsed(files.get("manifest.json"))).data ?? [];
  const image = images.find(({ RepoTags }) => RepoTags?.includes(imageTag)) ?? images[0];
  if (!image) return { problem: "it is no archive of `docker save`", hint: remake };
  if (!image.RepoTags?.includes(imageTag)) {
    const tags = image.RepoTags?.join(", ") || "none";
    return { problem: `the image is not tagged ${imageTag} (its tags: ${tags})`, hint: remake };
  }
  const config = configSchema.safeParse(parsed(files.get(image.Config))).data;
  const wanted = platforms[architecture];
  if (config?.architecture && config.architecture !== wanted) {
    return {
      problem: `the image is for ${config.architecture}, and the server is ${wanted}`,
      hint: `\`docker build --platform linux/${wanted} --tag ${imageTag} . && docker save ${imageTag} | gzip > image.tar.gz\` makes one that fits.`,
    };
  }
  return undefined;
}

/** Manifests and configs are small; layers are not. */
const smallBytes = 256 * 1024;
/** An archive of nothing but small files could fill the memory. */
const smallBytesInAll = 64 * 1024 * 1024;

/** The small files of a tar archive, compressed or not, by name. Throws when it ends in the middle. */
async function smallFiles(path: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let kept = 0;
  await list({
    file: path,
    onReadEntry(entry) {
      if (entry.size > smallBytes || kept + entry.size > smallBytesInAll) return;
      kept += entry.size;
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => files.set(entry.path, Buffer.concat(chunks).toString("utf8")));
    },
  });
  return files;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
