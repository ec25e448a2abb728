/**
 * Preloaded into the wizard's process: kills it at the n-th write of its state, in the middle of the text or right after
 * the rename. Without `DIE_AT_WRITE` (`12:torn`, `12:renamed`) it writes how many there were into `COUNT_WRITES`.
 */
import fs, { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [number, moment] = (process.env.DIE_AT_WRITE ?? "0:").split(":");
const { openSync, writeSync, renameSync } = fs;
const die = () => process.kill(process.pid, "SIGKILL");
let writes = 0;
let handle;

fs.openSync = (path, ...rest) => {
  const opened = openSync(path, ...rest);
  if (/\.json\.\d+\.tmp$/.test(String(path)) && String(path).includes("prod.json")) {
    handle = opened;
    writes += 1;
  }
  return opened;
};
fs.writeSync = (file, bytes, ...rest) => {
  if (file === handle && moment === "torn" && writes === Number(number)) {
    writeSync(file, bytes.subarray(0, bytes.length / 2));
    die();
  }
  return writeSync(file, bytes, ...rest);
};
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (String(to).endsWith("prod.json") && moment === "renamed" && writes === Number(number)) die();
};
syncBuiltinESMExports();

if (process.env.COUNT_WRITES) process.on("exit", () => writeFileSync(process.env.COUNT_WRITES, String(writes)));
