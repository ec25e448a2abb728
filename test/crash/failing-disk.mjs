/**
 * Preloaded into the wizard's process: from the n-th write of its state on, `FAIL_AT_WRITE` (`12:write:ENOSPC`) makes the
 * writing, the flushing (`fsync`) or the renaming fail with that error.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [number, what, code] = process.env.FAIL_AT_WRITE.split(":");
const { openSync, writeSync, fsyncSync, renameSync } = fs;
let writes = 0;
let handle;
const fails = (action) => action === what && writes >= Number(number);
const refuse = (action) => {
  throw Object.assign(new Error(`${code}: ${action} was refused`), { code, syscall: action });
};

fs.openSync = (path, ...rest) => {
  const opened = openSync(path, ...rest);
  if (/prod\.json\.\d+\.tmp$/.test(String(path))) {
    handle = opened;
    writes += 1;
  }
  return opened;
};
fs.writeSync = (file, ...rest) => (file === handle && fails("write") ? refuse("write") : writeSync(file, ...rest));
fs.fsyncSync = (file) => (file === handle && fails("fsync") ? refuse("fsync") : fsyncSync(file));
fs.renameSync = (from, to) =>
  String(to).endsWith("prod.json") && fails("rename") ? refuse("rename") : renameSync(from, to);
syncBuiltinESMExports();
