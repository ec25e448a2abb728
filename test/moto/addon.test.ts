import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { addonDirectory, motoAvailable, program } from "../support/moto-install.ts";

/** As unittest tells of one test: `test_tags (checks_codedeploy.CodeDeploy.test_tags) ... ok`. */
const told = /^(test_\w+) \(([\w.]+)\)(?:\n.*)? \.\.\. (.*)$/gm;

const available = await motoAvailable();
const report = available ? await runUnittest() : "";
const outcomes = [...report.matchAll(told)].map(([, name = "", id = "", outcome]) => ({ name, id, outcome }));

describe.skipIf(!available)("the add-on of moto_server, tested in Python", () => {
  test("each test is told of", () => {
    expect(outcomes, report).toHaveLength(Number(/^Ran (\d+) tests?/m.exec(report)?.[1]));
  });

  test.for(outcomes)("$id", ({ name, id, outcome }) => {
    const details = report.split("=".repeat(70)).find((part) => part.includes(`: ${name} (${id})\n`));
    expect(outcome, details).toBe("ok");
  });
});

/** What Python's unittest says. The Python is the one that moto_server belongs to, since the tests need boto3. */
function runUnittest(): Promise<string> {
  const PATH = [dirname(program("moto_server") ?? ""), process.env.PATH].join(delimiter);
  const args = ["-B", "-m", "unittest", "discover", "-v", "-s", addonDirectory];
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, PATH }, maxBuffer: 64 * 1024 * 1024 };
    execFile("python3", args, options, (error, _stdout, stderr) => {
      // It ends with 1 when a test fails, which the report tells better; otherwise it did not get that far.
      if (error && !/^Ran \d+ test/m.test(stderr)) reject(error);
      else resolve(stderr);
    });
  });
}
