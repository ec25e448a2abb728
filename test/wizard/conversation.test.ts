import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Asks, back } from "../../src/commands/asks.ts";
import { widthOf } from "../../src/layout/width.ts";
import { converse } from "../../src/wizard/conversation.ts";
import { openDraft } from "../../src/wizard/draft.ts";
import { settings } from "../../src/wizard/settings.ts";
import { sheetOf } from "./asking.ts";

/** What is answered: text, the number of a choice, `undefined` for Enter, or the way back. */
type Reply = string | number | undefined | typeof back;

/** A person who answers from a script, and what that person was asked. */
function scripted(replies: Record<string, Reply[]>) {
  const asked: string[] = [];
  const names: string[][] = [];
  const reply = (message: string): Reply => {
    asked.push(message);
    const key = Object.keys(replies).find((part) => message.includes(part));
    return key === undefined ? undefined : replies[key]!.shift();
  };
  const ask: Asks = {
    async text({ message, default: proposed, problem }) {
      const given = reply(String(message));
      if (given === back) return back;
      const answer = given === undefined ? (proposed ?? "") : String(given);
      expect(problem(answer), `${message} ${answer}`).toBeUndefined();
      return answer;
    },
    async choose({ message, choices, default: proposed }) {
      const given = reply(String(message));
      names.push(choices.map(({ name }) => String(name)));
      if (given === back) return back;
      return typeof given === "number" ? choices[given]!.value : proposed;
    },
    confirm: () => Promise.reject(new Error("nothing is confirmed here")),
  };
  return { ask, asked, names };
}

async function talk(replies: Record<string, Reply[]>, sheet = sheetOf()) {
  const person = scripted({ "app called": ["shop"], "your domain": ["example.com"], ...replies });
  const told: string[] = [];
  const io = { ask: person.ask, text: String, columns: 60 };
  await converse({ io, sheet, settings, onAnswer: async (path) => void told.push(path) });
  return { ...person, told, config: sheet.complete() };
}

describe("the conversation", () => {
  it("asks six questions in the order of the steps, then shows everything", async () => {
    const { asked, told, config } = await talk({});
    expect(asked.map((message) => message.split(" ").slice(0, 3).join(" "))).toEqual([
      "What is the",
      "EC2: what runs",
      "RDS: which database?",
      "Route 53: your",
      "How do visitors",
      "CodeDeploy: which GitHub",
      "Your answers, to",
    ]);
    expect(told).toEqual(["app", "runtime", "database.engine", "domain", "entry", "github.repository"]);
    expect(config).toEqual(sheetOf({ file: { app: "shop", domain: "example.com" } }).complete());
  });

  it("goes back to the question before, and asks the first again where there is none before", async () => {
    const { asked, config } = await talk({
      "app called": [back, "shop", "store"],
      "what runs": [back, 1],
    });
    expect(asked.slice(0, 5).map((message) => message.split(" ").slice(0, 3).join(" "))).toEqual([
      "What is the",
      "What is the",
      "EC2: what runs",
      "What is the",
      "EC2: what runs",
    ]);
    expect(config).toMatchObject({ app: "store", runtime: "node" });
  });

  it("goes back from the review to the last question", async () => {
    const { asked } = await talk({ "Your answers": [back, undefined] });
    expect(asked.slice(-3).map((message) => message.split(" ").slice(0, 3).join(" "))).toEqual([
      "Your answers, to",
      "CodeDeploy: which GitHub",
      "Your answers, to",
    ]);
  });

  it("changes any answer from the review, and comes back to it", async () => {
    const { names, config } = await talk({
      "Your answers": [3, 6, undefined],
      "Which port": ["9090"],
      "Which EC2": ["t4g.medium"],
    });
    expect(config).toMatchObject({ port: 9090, server: { instanceType: "t4g.medium" } });
    expect(names.at(-1)!.join("\n")).toMatch(/Port +9090[\s\S]*Server +t4g\.medium/);
  });

  it("shows only what the config has a place for, in lines that fit", async () => {
    const { names } = await talk({ "which database": [3] });
    const review = names.at(-1)!;
    expect(review.join("\n")).toMatch(/Database +none/);
    expect(review.join("\n")).not.toMatch(/backups|branch/);
    expect(review.filter((line) => widthOf(line) > 58)).toEqual([]);
    const long = sheetOf({
      file: { app: "shop", domain: `${"a".repeat(40)}.${"b".repeat(15)}.com`, healthCheck: `/${"x".repeat(90)}` },
    });
    const { names: cut } = await talk({ "your domain": [undefined] }, long);
    expect(cut.at(-1)!.filter((line) => widthOf(line) > 58)).toEqual([]);
  });

  it("asks only for what no flag has answered", async () => {
    const { asked } = await talk({}, sheetOf({ flags: { app: "shop", domain: "example.com", runtime: "node" } }));
    expect(asked).toHaveLength(4);
  });
});

describe("answers of an interrupted wizard", () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), "deploy-wizard-draft-"));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };

  it("are read again, one environment's apart from another's, until they are forgotten", () => {
    const state = join(folder(), ".deploy-wizard");
    expect(openDraft(state, "prod").read()).toEqual(new Map());
    const answers = new Map<string, unknown>([
      ["app", "shop"],
      ["database", null],
      ["server.disk", 30],
    ]);
    openDraft(state, "prod").write(answers);
    expect(statSync(join(state, "prod.answers.json")).mode & 0o777).toBe(0o600);
    expect(statSync(state).mode & 0o777).toBe(0o700);
    expect(openDraft(state, "prod").read()).toEqual(answers);
    expect(openDraft(state, "dev").read()).toEqual(new Map());
    openDraft(state, "prod").forget();
    expect(openDraft(state, "prod").read()).toEqual(new Map());
  });

  it.each(["", "{", "[]", "null", '"text"', "\0\0\0"])("are as good as none when the file is %j", (text) => {
    const state = folder();
    writeFileSync(join(state, "prod.answers.json"), text);
    expect(openDraft(state, "prod").read()).toEqual(new Map());
  });

  it("are as good as none when the file is a folder", () => {
    const state = folder();
    mkdirSync(join(state, "prod.answers.json"));
    expect(openDraft(state, "prod").read()).toEqual(new Map());
  });
});
