import { expect, test } from "vitest";
import { checkCredentials } from "../../src/preflight/credentials.ts";
import { account, credentials, sessionOn } from "./examine.ts";

const caller = { arn: "arn:aws:iam::000000000000:user/mina", account: "000000000000" };

/** The one finding about credentials that end in so many minutes. */
async function check(more: Parameters<typeof credentials>[0], minutes?: number) {
  const session = sessionOn(account());
  const expiration = minutes === undefined ? undefined : new Date(session.clock.wall().getTime() + minutes * 60_000);
  const found = credentials({ ...more, ...(expiration && { expiration }) });
  const [finding] = await checkCredentials(
    { session, credentials: async () => found, journal: undefined, planned: undefined },
    caller,
  );
  return finding!;
}

test("a key without an end is said to be one, with whose it is", async () => {
  expect(await check({})).toMatchObject({
    status: "ok",
    message: "arn:aws:iam::000000000000:user/mina in account 000000000000; a long-lived key, without an end.",
  });
});

test("a session that lasts longer than a run is fine, and how long is said", async () => {
  expect(await check({ sessionToken: "x" }, 60)).toMatchObject({ status: "ok" });
  expect((await check({ sessionToken: "x" }, 60)).message).toContain("the session ends in 60 minutes");
  expect((await check({ sessionToken: "x" }, 600)).message).toContain("the session ends in 10 hours");
});

test("a session that may end within a run is a warning, with how to sign in again", async () => {
  const finding = await check({ sessionToken: "x" }, 29);
  expect(finding.status).toBe("warning");
  expect(finding.message).toContain("the session ends in 29 minutes");
  expect(finding.hint).toContain("aws sso login");
});

test("a session that is over is a problem", async () => {
  const finding = await check({ sessionToken: "x" }, -1);
  expect(finding.status).toBe("problem");
  expect(finding.message).toContain("the session ended at 2026-01-05T08:59:00.000Z");
});

test("a session token without a known end is unknown", async () => {
  expect((await check({ sessionToken: "x" })).status).toBe("unknown");
});
