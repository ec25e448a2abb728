import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { completionScript } from "../../src/cli/completion.ts";
import { createProgram, shells } from "../../src/cli/program.ts";
import { stepNames } from "../../src/steps/step-names.ts";
import { run, testWith } from "../delivery/tool.ts";
import { openProgram } from "../support/pty.ts";

const program = createProgram(async () => undefined, { out: () => undefined, err: () => undefined });
const commands = program.commands.map((command) => command.name());

/** Names that would do something if a shell ever read them as code. */
const hostile = [
  "$(touch pwned)",
  "`touch pwned`",
  "a;touch pwned",
  "x'y",
  'x"y',
  "-rf",
  "*",
  "two words",
  "new\nline",
];

/** A project with two environments, hostile neighbours, a second state folder and AWS profiles. */
function folderWithStates() {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (...path: string[]) => writeFileSync(join(folder, ...path), "");
  for (const state of [".deploy-wizard", "other", ".aws"]) mkdirSync(join(folder, state));
  for (const name of ["prod", "stage", "sandbox-world", ...hostile]) write(".deploy-wizard", `${name}.json`);
  write(".deploy-wizard", "prod.json.bak");
  write("other", "blue.json");
  for (const name of ["answers.json", ...hostile]) write(name);
  writeFileSync(
    join(folder, ".aws/config"),
    "[default]\nregion = eu-central-1\n[profile work]\n[ profile a.b@c ]\n[profile $(touch pwned)]\n[sso-session corp]\n",
  );
  for (const shell of shells) writeFileSync(join(folder, `completion.${shell}`), completionScript(program, shell));
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    AWS_CONFIG_FILE: "",
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
  };
  return { folder, env, has: (name: string) => readdirSync(folder).includes(name) };
}

/** What a shell offers for a line that ends where the cursor is, in the shell's order. */
type Offer = (line: string, home: ReturnType<typeof folderWithStates>) => string[];

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

/** Words as readline splits them: = stands alone. */
const bashOffers: Offer = (line, { folder, env }) => {
  const script = `cd "$1" && shift && . ./completion.bash && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _deploy_wizard
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const words = line.split(/ +|(?==)|(?<==)/);
  const { status, stdout, stderr } = run("bash", ["--norc", "-c", script, "bash", folder, ...words], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return linesOf(stdout);
};

const fishOffers: Offer = (line, { folder, env }) => {
  const script = 'cd $argv[1]; and source completion.fish; and complete -C "$argv[2]"';
  const { status, stdout, stderr } = run("fish", ["--no-config", "-c", script, folder, line], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return linesOf(stdout).map((offered) => offered.split("\t")[0]!);
};

/** What is typed, something of what must be offered, and what must not. */
const rows: [line: string, offered: string[], not: string[]][] = [
  ["deploy-wizard ", ["init", "resume", ...stepNames, "status", "destroy", "completion", "help"], ["--env"]],
  ["deploy-wizard de", ["destroy"], ["init"]],
  ["deploy-wizard --env prod --json p", ["plan"], ["prod"]],
  ["deploy-wizard --env prod --json name", ["nameservers"], []],
  ["deploy-wizard init --en", ["--entry", "--env", "--endpoint-url"], ["--elastic-ip"]],
  ["deploy-wizard rds --e", ["--env", "--endpoint-url"], ["--entry"]],
  ["deploy-wizard status --wa", ["--watch"], ["--wait"]],
  ["deploy-wizard status --sandbox --wat", ["--watch"], ["--wait"]],
  ["deploy-wizard status --env prod --wat", ["--watch"], ["--wait"]],
  ["deploy-wizard init --json --ent", ["--entry"], []],
  ["deploy-wizard nameservers --wa", ["--wait"], ["--watch"]],
  ["deploy-wizard init --entry ", ["alb", "direct"], ["--env", "answers.json"]],
  ["deploy-wizard init --runtime sp", ["spring-boot"], ["node"]],
  ["deploy-wizard init --database ", ["postgres", "mysql", "mariadb", "none"], []],
  ["deploy-wizard init --app ", [], ["--env", "answers.json", "init"]],
  ["deploy-wizard --lang ", ["en", "ko"], []],
  ["deploy-wizard completion ", ["bash", "zsh", "fish"], ["init"]],
  ["deploy-wizard help no", [], ["nameservers"]],
  ["deploy-wizard help net", ["network"], []],
  ["deploy-wizard plan --env ", ["prod", "stage"], ["sandbox-world", ...hostile]],
  ["deploy-wizard plan --env st", ["stage"], ["prod"]],
  ["deploy-wizard --state other plan --env ", ["blue"], ["prod"]],
  ["deploy-wizard --state nowhere plan --env ", [], ["prod"]],
  ["deploy-wizard plan --profile ", ["default", "work", "a.b@c"], ["corp"]],
  ["deploy-wizard plan --config answ", ["answers.json"], []],
  ["deploy-wizard plan --state ot", ["other"], []],
];

const withoutSlash = (offered: string[]) => offered.map((each) => each.replace(/\/$/, ""));

describe("bash", () => {
  testWith("bash").each(rows)("%j", (line, offered, not) => {
    const home = folderWithStates();
    const offers = bashOffers(line, home);
    expect(offers).toEqual(expect.arrayContaining(offered));
    for (const each of not) expect(offers).not.toContain(each);
    expect(home.has("pwned")).toBe(false);
  });

  testWith("bash")("commands in the order of the steps; a value may follow an equals sign", () => {
    const home = folderWithStates();
    expect(bashOffers("deploy-wizard ", home)).toEqual([...commands, "help"]);
    expect(bashOffers("deploy-wizard --env=", home)).toEqual(["prod", "stage"]);
    expect(bashOffers("deploy-wizard plan --state=other --env=b", home)).toEqual(["blue"]);
    expect(bashOffers("deploy-wizard plan --state ~/other --env ", home)).toEqual(["blue"]);
  });

  testWith("shellcheck")("shellcheck has nothing to say", () => {
    const { folder } = folderWithStates();
    const { stdout } = run("shellcheck", ["--shell=bash", join(folder, "completion.bash")]);
    expect(stdout).toBe("");
  });

  testWith("bash")("at a prompt: Tab inserts, and a hostile file name stays a name", async () => {
    const home = folderWithStates();
    const pty = openProgram("bash", ["--norc", "--noprofile", "-i"], { cwd: home.folder, env: home.env });
    pty.type("PS1='> '; . ./completion.bash; deploy-wizard() { printf 'ran <%s>\\n' \"$@\"; }\r");
    await pty.waitFor(/^>$/m);
    pty.type("deploy-wizard nameserv\t--env st\t\r");
    await pty.waitFor(/ran <nameservers>\nran <--env>\nran <stage>/);
    pty.type("deploy-wizard plan --config \\$\t\r");
    await pty.waitFor(/ran <--config>\nran <\$\(touch pwned\)>/);
    pty.press("ctrl-d");
    await pty.exit;
    expect(home.has("pwned")).toBe(false);
  });
});

describe("fish", () => {
  testWith("fish").each(rows)("%j", (line, offered, not) => {
    const home = folderWithStates();
    const offers = withoutSlash(fishOffers(line, home));
    expect(offers).toEqual(expect.arrayContaining(offered));
    for (const each of not) expect(offers).not.toContain(each);
    expect(home.has("pwned")).toBe(false);
  });

  testWith("fish")(
    "commands in the order of the steps, each with what it does; a value may follow an equals sign",
    () => {
      const home = folderWithStates();
      expect(fishOffers("deploy-wizard ", home)).toEqual([...commands, "help"]);
      expect(fishOffers("deploy-wizard --env=", home)).toEqual(["--env=prod", "--env=stage"]);
      expect(fishOffers("deploy-wizard plan --state=other --env b", home)).toEqual(["blue"]);
    },
  );
});

describe("zsh", () => {
  testWith("zsh")("offers the same at a prompt", async () => {
    const home = folderWithStates();
    const pty = openProgram("zsh", ["-f", "-i"], { cwd: home.folder, env: home.env, rows: 60, columns: 120 });
    await pty.waitFor(/[%#]/);
    pty.type("PS1='> '; autoload -Uz compinit; compinit -u -D; . ./completion.zsh; setopt noautomenu nolistbeep\r");
    await pty.waitFor(/^>$/m);
    for (const [line, offered, not] of rows) {
      // An empty line on an empty screen.
      pty.type("\x15\x0c");
      await pty.waitFor(/^>$/);
      pty.type(`${line}\t\t`);
      for (const word of offered) await pty.waitFor(standsAlone(word), 5000);
      if (offered.length === 0) await new Promise((done) => setTimeout(done, 500));
      expect(pty.screen()).not.toMatch(/_arguments|command not found/);
      const typed = line.split(" ");
      const words = pty
        .screen()
        .replace(`> ${typed.slice(0, -1).join(" ")}`, "")
        .split(/\s+/);
      for (const word of not) expect(words, line).not.toContain(word);
    }
    pty.type("\x15exit\r");
    await pty.exit;
    expect(home.has("pwned")).toBe(false);
  });
});

/** A word between blanks; a flag may be followed by =, a folder by a slash. */
const standsAlone = (word: string) => new RegExp(`(^|\\s)${word.replace(/[.$()]/g, "\\$&")}(?=[\\s=/]|$)`, "m");

test("a new flag and a new command are completed without another line", () => {
  const grown = createProgram(async () => undefined, { out: () => undefined, err: () => undefined });
  grown.command("brew").description("it's new").option("--bean <arabica|robusta>", "which [kind]: of bean");
  for (const shell of shells) {
    expect(completionScript(grown, shell)).toContain("brew");
    expect(completionScript(grown, shell)).toMatch(/arabica'? '?robusta/);
  }
});
