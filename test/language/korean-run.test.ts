import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EngineEvent } from "../../src/engine/report.ts";
import type { Saying } from "../../src/engine/saying.ts";
import { korean } from "../../src/language/ko/korean.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { type Rehearsal, rehearse } from "../commands/rehearsal.ts";

const hangul = /[가-힣]/;

const inKorean = (sayings: Saying[]) => [...new Set(sayings.map((saying) => inLanguage(korean, saying)))];

describe.each(["alb", "direct"] as const)("a whole life with the entry %s", (entry) => {
  let events: EngineEvent[];
  let one: Rehearsal;
  beforeEach(() => {
    events = [];
    one = rehearse({ domain: "example.com", entry, database: { engine: "postgres" } }, (event) => events.push(event));
  });
  afterEach(() => one.end());

  const told = <Type extends EngineEvent["type"]>(type: Type) =>
    events.filter((event): event is Extract<EngineEvent, { type: Type }> => event.type === type);

  test("is told in Korean: what is made, what is waited for, and what is taken down", async () => {
    expect(await one.provision()).toMatchObject({ exitCode: 0 });
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });

    const titles = inKorean(told("resource").map(({ title }) => title));
    expect(titles.filter((title) => !hangul.test(title))).toEqual([]);
    expect(titles).toContain("데이터베이스 shop-prod-db");
    expect(told("resource").map(({ action }) => action)).toEqual(expect.arrayContaining(["created", "deleted"]));

    const waits = inKorean(told("progress").map(({ what }) => what));
    expect(waits.filter((wait) => !hangul.test(wait))).toEqual([]);
    expect(waits).toContain("데이터베이스 shop-prod-db 사용 가능 상태");
    expect(waits).toContain("데이터베이스 shop-prod-db 삭제 완료");
    expect(waits.some((wait) => wait.startsWith("Route 53에 레코드 example.com A 반영"))).toBe(true);
  });
});
