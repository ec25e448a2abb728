import { randomBytes } from "node:crypto";

/** An idempotency token that every service takes: 32 hexadecimal digits. */
export const newToken = () => randomBytes(16).toString("hex");
