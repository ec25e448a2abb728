import { expect, test } from "vitest";
import { built, program } from "../support/cli.ts";
import { openProgram, openPty, type Pty } from "../support/pty.ts";
import { initShop, project, stateFile } from "./project.ts";

/** The usual speed of the sandbox: a run takes long enough to be interrupted in the middle. */
const slowly = { DEPLOY_WIZARD_SANDBOX_SPEED: "30" };
const everything = [...initShop, "--wait", "--sandbox"];

/** The wizard under a shell that shows afterwards how the terminal was left. */
async function underShell(args: string[], cwd: string, env: Record<string, string> = {}): Promise<Pty> {
  await built();
  const script =
    'trap : INT TERM HUP; "$@"; echo "exit code $?"; stty -a | tr ";" "\\n" | grep -E "icanon|echo "; echo over';
  return openProgram("sh", ["-c", script, "sh", process.execPath, program, ...args], {
    cwd,
    env,
    columns: 100,
    rows: 40,
  });
}

async function expectTidy(pty: Pty, code: number): Promise<void> {
  await pty.exit;
  const screen = pty.screen();
  expect(screen).toContain(`exit code ${code}`);
  expect(screen).toMatch(/(^|\s)icanon/m);
  expect(screen).toMatch(/(^|\s)echo\s/m);
  expect(pty.cursorIsVisible()).toBe(true);
  expect(screen).not.toMatch(/^\s+at /m);
}

test.each([[[]], [["--quiet"]]])(
  "Ctrl-C %j says what is being finished and how to go on, and leaves the terminal as it was",
  async (more) => {
    const one = project();
    const pty = await underShell([...everything, ...more], one.folder, slowly);
    await expect.poll(() => one.has(stateFile), { timeout: 20_000 }).toBe(true);
    await new Promise((done) => setTimeout(done, 500));
    pty.press("ctrl-c");
    await pty.waitFor(/Interrupted\. .*; Ctrl-C once more leaves at\s+once/);
    await pty.waitFor(
      /Interrupted: what was under way was finished and recorded\.\s+`deploy-wizard resume` goes on from here\./,
    );
    await expectTidy(pty, 130);
    expect(one.has(".deploy-wizard/prod.lock")).toBe(false);
    await one.expectRun(0, ["resume", "--wait"]);
  },
);

test("the second Ctrl-C leaves at once, and resume goes on", async () => {
  const one = project();
  const pty = await underShell(everything, one.folder, slowly);
  await pty.waitFor(/created/);
  pty.press("ctrl-c");
  pty.press("ctrl-c");
  await pty.waitFor(/exit code 130/);
  await expectTidy(pty, 130);
  await one.expectRun(0, ["resume", "--wait"]);
});

test("at a question Ctrl-C ends at once: nothing was made, and init starts again", async () => {
  const one = project();
  const pty = await underShell(["init", "--sandbox"], one.folder);
  await pty.waitFor(/\?/);
  pty.press("ctrl-c");
  await pty.waitFor(/Interrupted\.\s+Nothing was made\. `deploy-wizard init` starts again; the answers are kept\./);
  await expectTidy(pty, 130);
  expect(one.has(stateFile)).toBe(false);
});

test("at the question of destroy Ctrl-C changes nothing", async () => {
  const one = project();
  await one.expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none"]);
  const before = one.read(stateFile);
  const pty = await underShell(["destroy", "--sandbox"], one.folder);
  await pty.waitFor(/Type shop/);
  pty.press("ctrl-c");
  await pty.waitFor(/Interrupted\.\s+Nothing was changed\./);
  await expectTidy(pty, 130);
  expect(one.read(stateFile)).toBe(before);
});

test.each(["SIGTERM", "SIGHUP"] as const)("%s in the middle is like Ctrl-C", async (signal) => {
  const one = project();
  const pty = await openPty({ args: everything, cwd: one.folder, env: slowly });
  await pty.waitFor(/created/);
  pty.signal(signal);
  expect(await pty.exit).toBe(130);
  expect(pty.screen()).toContain("`deploy-wizard resume` goes on from here.");
  expect(pty.cursorIsVisible()).toBe(true);
});

test.each(["SIGTERM", "SIGHUP"] as const)("%s at a question ends at once", async (signal) => {
  const pty = await openPty({ args: ["init", "--sandbox"], cwd: project().folder });
  await pty.waitFor(/\?/);
  pty.signal(signal);
  expect(await pty.exit).toBe(130);
  expect(pty.screen()).toContain("`deploy-wizard init` starts again");
  expect(pty.cursorIsVisible()).toBe(true);
});

test("in Korean", async () => {
  const pty = await openPty({ args: ["init", "--sandbox", "--lang", "ko"], cwd: project().folder });
  await pty.waitFor(/\?/);
  pty.press("ctrl-c");
  expect(await pty.exit).toBe(130);
  expect(pty.screen()).toMatch(/입력한\s+답은\s+남아\s+있습니다/);
});

test("a closed window: what was under way is finished and recorded, and resume goes on", async () => {
  const one = project();
  const pty = await openPty({ args: everything, cwd: one.folder, env: slowly });
  await pty.waitFor(/created/);
  pty.hangUp();
  await expect.poll(() => one.has(".deploy-wizard/prod.lock"), { timeout: 20_000 }).toBe(false);
  await one.expectRun(0, ["resume", "--wait"]);
});

test("a window that is closed at a question leaves no process behind", async () => {
  const pty = await openPty({ args: ["init", "--sandbox"], cwd: project().folder });
  await pty.waitFor(/\?/);
  pty.hangUp();
  await expect.poll(() => isAlive(pty.pid), { timeout: 10_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
