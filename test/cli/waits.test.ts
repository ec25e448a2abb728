import { describe, expect, it } from "vitest";
import { boxed } from "../../src/cli/box.ts";
import { wrapped } from "../../src/cli/terminal.ts";
import { createWaits } from "../../src/cli/waits.ts";
import { cut, padEnd, widthOf, wrap } from "../../src/layout/width.ts";

/** A terminal with or without a live line, and what was to be seen on it. */
function watched(isLive: boolean, columns = 100) {
  const live: (string | undefined)[] = [];
  const lines: string[] = [];
  const waits = createWaits({
    text: String,
    isLive,
    columns: () => columns,
    live: (line, end = "") => live.push(line === undefined ? undefined : line + end),
    line: (line) => lines.push(line),
  });
  const wait = (key: string, elapsedSeconds: number, usualSeconds?: number, reason?: string) =>
    waits.tell({
      type: "progress",
      step: key.split(".")[0]!,
      key,
      what: `${key} to come`,
      elapsedSeconds,
      ...(usualSeconds !== undefined && { usualSeconds }),
      ...(reason !== undefined && { reason }),
    });
  return { waits, wait, lines, now: () => live.at(-1) };
}

describe("the live line", () => {
  it("says what is waited for, how long already and how long it usually takes", () => {
    const { wait, now, lines } = watched(true);
    wait("rds.instance", 65, 420);
    expect(now()).toBe("rds: rds.instance to come (1 min 5 s, usually 7 min)");
    expect(lines).toEqual([]);
  });

  it("is about the wait that will take longest, and counts the others", () => {
    const { wait, waits, now } = watched(true);
    wait("rds.instance", 10, 420);
    wait("alb.load-balancer", 10, 150);
    wait("ec2.instance", 10, 16);
    expect(now()).toBe("rds: rds.instance to come (10 s, usually 7 min) +2 more");
    waits.end("rds.instance");
    expect(now()).toBe("alb: alb.load-balancer to come (10 s, usually 2 min 30 s) +1 more");
    waits.endStep("alb");
    waits.end("ec2.instance");
    expect(now()).toBeUndefined();
  });

  it("tells once and for good why something takes longer than usual", () => {
    const { wait, lines, now } = watched(true);
    wait("rds.instance", 630, 420, "it is backing-up");
    expect(lines).toEqual([]);
    wait("rds.instance", 631, 420, "it is backing-up");
    wait("rds.instance", 850, 420, "it is backing-up");
    expect(lines).toEqual(["rds: waiting for rds.instance to come takes longer than usual: it is backing-up"]);
    expect(now()).toContain("usually 7 min, longer than usual");
    wait("rds.instance", 900, 420, "it is modifying");
    expect(lines).toHaveLength(2);
  });

  it("is about what is late, however soon the rest may come, and says so without a reason, too", () => {
    const { wait, lines, now } = watched(true);
    wait("rds.instance", 200, 420);
    wait("acm.issuance", 200, 90);
    expect(now()).toBe("acm: acm.issuance to come (3 min 20 s, usually 1 min 30 s, longer than usual) +1 more");
    expect(lines).toEqual(["acm: waiting for acm.issuance to come takes longer than usual; AWS gives no reason"]);
  });

  it("keeps what is waited for whole on a narrow screen, and gives up the rest first", () => {
    const { wait, now } = watched(true, 60);
    wait("alb.load-balancer", 10, 150);
    wait("rds.database-shop-prod-db", 858, 420);
    expect(now()).toBe("rds: rds.database-shop-prod-db to come (14 min 18 s)");
    const wide = watched(true, 80);
    wide.wait("rds.instance", 10, 420);
    wide.wait("alb.load-balancer", 10, 150);
    expect(wide.now()).toBe("rds: rds.instance to come (10 s, usually 7 min) +1 more");
  });

  it("shows the reason of a wait that only a person can end", () => {
    const { wait, now } = watched(true);
    wait("route53.delegation", 30, undefined, "nothing has changed yet");
    expect(now()).toBe("route53: route53.delegation to come: nothing has changed yet (30 s)");
  });
});

describe("without a live line", () => {
  it("a wait is mentioned when it begins and every minute, with its reason when it is long", () => {
    const { wait, lines } = watched(false);
    for (const seconds of [0, 5, 30, 59, 61, 90, 122]) wait("ec2.instance", seconds, 16, "it is pending");
    expect(lines).toEqual([
      "ec2: waiting for ec2.instance to come (0 s, usually 16 s)",
      "ec2: waiting for ec2.instance to come takes longer than usual: it is pending",
      "ec2: waiting for ec2.instance to come (1 min 1 s, usually 16 s, longer than usual)",
      "ec2: waiting for ec2.instance to come (2 min 2 s, usually 16 s, longer than usual)",
    ]);
  });
});

describe("what is to be copied", () => {
  const servers = ["ns-395.awsdns-11.org", "ns-1004.awsdns-44.co.uk"];

  it("stands in a frame of straight edges, in letters every console has where it must", () => {
    for (const unicode of [true, false]) {
      const lines = boxed(servers, { columns: 60, unicode });
      expect(new Set(lines.map(widthOf)).size).toBe(1);
      expect(lines.join("\n")).toContain(servers[1]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is meant
      expect(/[^\x00-\x7f]/.test(lines.join(""))).toBe(unicode);
    }
  });

  it("loses its frame rather than a letter where it does not fit", () => {
    expect(boxed(servers, { columns: 24, unicode: true })).toEqual(servers);
    expect(wrapped(`id ${"x".repeat(70)}`, 60).split("\n")).toEqual(["id", `  ${"x".repeat(70)}`]);
  });
});

describe("widths", () => {
  it("count what is seen: a Korean letter twice, a colour not at all", () => {
    expect(widthOf("이름")).toBe(4);
    expect(widthOf("\u001b[31mred\u001b[39m")).toBe(3);
    expect(padEnd("이름", 6)).toBe("이름  ");
  });

  it("wrap between words, and leave alone what fits to the last column", () => {
    expect(wrap("a".repeat(60), 60, { indent: 2 })).toEqual(["a".repeat(60)]);
    const lines = wrap("탄력적 IP 주소는 로드 밸런서 뒤에서는 필요하지 않습니다", 20, { indent: 2 });
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => widthOf(line) > 20)).toEqual([]);
    expect(lines.slice(1).every((line) => line.startsWith("  "))).toBe(true);
  });

  it("cut to what fits, and say so", () => {
    expect(cut("database shop", 20)).toBe("database shop");
    expect(cut("데이터베이스 이름", 10)).toBe("데이터...");
    expect(widthOf(cut("데이터베이스 이름", 10))).toBeLessThanOrEqual(10);
  });
});
