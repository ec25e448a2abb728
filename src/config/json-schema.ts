import { z } from "zod";
import { fileSchema } from "./schema.ts";

/** The text of schema.json, which lets editors complete and check deploy-wizard.json. Draft 7 is what they all know. */
export function jsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(fileSchema, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ $schema, title: "deploy-wizard.json", ...rest }, undefined, 2)}\n`;
}
