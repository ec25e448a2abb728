import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { linesOf, project, resultOf, stateFile } from "./project.ts";

const shop = ["init", "--yes", "--app", "shop", "--no-domain"];

describe("what is mistyped", () => {
  test.each([
    [["destory"], "✖ Unknown command 'destory'.", "  Did you mean destroy?"],
    [["delete"], "✖ Unknown command 'delete'.", "  Did you mean destroy?"],
    [["remove"], "✖ Unknown command 'remove'.", "  Did you mean destroy?"],
    [["start"], "✖ Unknown command 'start'.", "  Did you mean init?"],
    [["STATUS"], "✖ Unknown command 'STATUS'.", "  Did you mean status?"],
    [["version"], "✖ Unknown command 'version'.", "  `deploy-wizard --version` prints it."],
    [["db"], "✖ Unknown command 'db'.", "  Did you mean rds?"],
    [["frobnicate"], "✖ Unknown command 'frobnicate'.", "  `deploy-wizard --help` lists the commands."],
    [["status", "--wach"], "✖ Unknown option '--wach'.", "  Did you mean --watch?"],
    [["rds", "--disk", "9"], "✖ Unknown option '--disk'.", "  --disk is a flag of `deploy-wizard init`."],
    [["rds", "--xyzzy"], "✖ Unknown option '--xyzzy'.", "  `deploy-wizard rds --help` lists what can be given."],
    [["plan", "--lang", "kr"], "✖ --lang: kr given; expected one of en, ko.", "  Did you mean ko?"],
    [["completion", "zhs"], "✖ completion: zhs given; expected one of bash, zsh, fish.", "  Did you mean zsh?"],
    [["status", "--watch", "0.5"], "✖ --watch: 0.5 given; expected a number of seconds of at least 1."],
    [
      ["plan", "--sandbox", "--env"],
      "✖ Option '--env <name>' argument missing.",
      "  `deploy-wizard plan --help` lists what can be given.",
    ],
  ])("%j is an error like all others, with what to type instead", async (args, ...lines) => {
    const { runForReal } = project();
    const { code, stdout, stderr } = await runForReal(args, { LANG: "en_US.UTF-8", LC_ALL: "" });
    expect({ code, stdout, lines: linesOf(stderr) }).toEqual({ code: 2, stdout: "", lines });
  });

  test.each([
    [["--entry", "abl"], /--entry .*"abl" given; expected one of alb, direct; did you mean alb\?/],
    [["--database", "postgress"], /--database .*"postgress" given; .*did you mean postgres\?/],
    [["--runtime", "spring"], /--runtime .*"spring" given; .*did you mean spring-boot\?/],
    [["--runtime", "cobol"], /--runtime .*"cobol" given; expected one of spring-boot, node, docker$/m],
  ])("%j names the value that was probably meant, if there is one", async (flags, expected) => {
    const { expectRun } = project();
    expect((await expectRun(2, [...shop, ...flags])).stderr).toMatch(expected);
  });

  test.each([[["delete"]], [["rds", "--disk", "9"]], [["plan", "--lang", "kr"]], [[]], [["completion"]]])(
    "%j with --json: one error line, then the result, and nothing for people",
    async (args) => {
      const { code, stdout, stderr, events } = await project().runForReal([...args, "--json"]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
      expect(linesOf(stdout)).toHaveLength(2);
      const command = args.find((arg) => ["rds", "plan", "completion"].includes(arg)) ?? "";
      expect(events[0]).toEqual({
        type: "error",
        code: "usage",
        message: expect.any(String),
        hint: expect.any(String),
      });
      expect(events[1]).toMatchObject({ type: "result", command, status: "failed" });
    },
  );

  test("a terminal that shows ASCII alone gets x for ✖", async () => {
    const { stderr } = await project().runForReal(["destory"], { TERM: "dumb" });
    expect(stderr).toBe("x Unknown command 'destory'.\n  Did you mean destroy?\n");
  });
});

test("no command at all: the help on stderr, exit 2", async () => {
  const { code, stdout, stderr } = await project().runForReal([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^Usage: deploy-wizard <command>/);
  expect(linesOf(stderr).at(-2)).toBe("✖ No command given.");
});

test("completion needs neither config nor network, and --json carries the script in the result", async () => {
  const { runForReal, has } = project();
  const { code, stdout, stderr } = await runForReal(["completion", "bash"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("complete -F _deploy_wizard deploy-wizard\n");
  const json = await runForReal(["completion", "bash", "--json"]);
  expect(linesOf(json.stdout)).toHaveLength(1);
  expect(resultOf(json)).toMatchObject({ status: "complete", script: stdout });
  expect(has(".deploy-wizard")).toBe(false);
});

describe("what nobody foresaw", () => {
  /** Something that nobody waits for fails in the middle of a run: once there is a state. */
  const crash = {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      `import fs from "node:fs";
      setInterval(() => { if (fs.existsSync("${stateFile}")) throw new Error("the moon fell") }, 50);`,
    )}`,
  };

  test("is one line with a hint for people, without a stack trace", async () => {
    const { expectRun } = project();
    const { stderr } = await expectRun(1, [...shop, "--poll-interval", "60"], {
      env: { ...crash, DEPLOY_WIZARD_SANDBOX_SPEED: "1" },
    });
    expect(stderr).toMatch(
      /Something unexpected happened: the moon fell\n +What was made is recorded; `deploy-wizard resume`/,
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("stays JSON with --json", async () => {
    const { expectRun } = project();
    const run = await expectRun(1, [...shop, "--json"], { env: { ...crash, DEPLOY_WIZARD_SANDBOX_SPEED: "1" } });
    expect(run.stderr).toBe("");
    expect(linesOf(run.stdout)).toHaveLength(run.events.length);
    expect(run.events.at(-2)).toMatchObject({
      type: "error",
      code: "unexpected",
      message: expect.stringContaining("moon"),
    });
    expect(resultOf(run)).toMatchObject({ command: "init", status: "failed" });
  });
});

test.each([["status"], ["plan"], ["--help"], ["completion bash"]])(
  "a reader that closes %s early: it ends quietly",
  async (args) => {
    const one = project();
    await one.expectRun(0, [...shop, "--database", "none"]);
    const wizard = new URL("../../bin/deploy-wizard.js", import.meta.url).pathname;
    // The reading end is closed before anything is written.
    const child = spawn(
      "bash",
      ["-c", `"$0" "$1" ${args} --sandbox > >(exec <&-; sleep 0.1)`, process.execPath, wizard],
      {
        cwd: one.folder,
        env: { PATH: process.env.PATH, HOME: one.folder, LANG: "en_US.UTF-8" },
      },
    );
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    await new Promise((done) => child.once("close", done));
    expect(stderr).not.toMatch(/✖|Interrupted|EPIPE|^\s+at /m);
  },
);
