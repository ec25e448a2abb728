import { writeFileSync } from "node:fs";
import { jsonSchema } from "../src/config/json-schema.ts";

writeFileSync("schema.json", jsonSchema());
