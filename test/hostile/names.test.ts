import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { appProblem, environmentProblem } from "../../src/config/app-name.ts";
import { domainProblem, parseDomain } from "../../src/config/domain.ts";
import { createNames } from "../../src/config/naming.ts";
import { run } from "../delivery/tool.ts";
import { appNames, domains, environments, hostileText, nearly } from "./arbitraries.ts";

/** A word that no shell, no path and no YAML reader takes for anything but itself. */
const plainWord = /^[a-z0-9][a-z0-9.-]*$/;
const elb = /^(?!internal-)[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/i;
const rds = /^(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const bucket = /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const iam = /^[\w+=,.@-]{1,64}$/;
const securityGroup = /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

test("every app and environment that is accepted gives names that AWS takes", () => {
  let accepted = 0;
  const property = fc.property(nearly(appNames), nearly(environments), (app, environment) => {
    if (appProblem(app) || environmentProblem(environment)) return;
    accepted += 1;
    expect(app).toMatch(plainWord);
    expect(environment).toMatch(plainWord);
    const names = createNames(app, environment, "0a1b2c3d4e");
    expect(names.loadBalancer).toMatch(elb);
    expect(names.targetGroup).toMatch(elb);
    for (const name of [names.database, names.dbSubnetGroup, names.dbParameterGroup("mysql8.4")]) {
      expect(name).toMatch(rds);
    }
    for (const name of [names.buildBucket, names.assetsBucket]) expect(name).toMatch(bucket);
    for (const name of [names.serverRole, names.codeDeployRole, names.githubRole]) expect(name).toMatch(iam);
    for (const name of [names.albGroup, names.appGroup, names.dbGroup]) expect(name).toMatch(securityGroup);
    expect(names.databaseName).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    expect(names.parameter("port")).toMatch(/^\/(?!aws|ssm)[a-zA-Z0-9_.\-/]{1,1000}$/);
    expect(parse(stringify({ name: names.prefix }))).toEqual({ name: names.prefix });
  });
  fc.assert(property, { numRuns: 3000 });
  expect(accepted).toBeGreaterThan(50);
});

test("every domain that is accepted is a plain word in the end, and a name in DNS", () => {
  let accepted = 0;
  const property = fc.property(nearly(domains), (typed) => {
    if (domainProblem(typed)) return;
    accepted += 1;
    const { ascii } = parseDomain(typed);
    expect(ascii).toMatch(plainWord);
    expect(ascii.length).toBeLessThanOrEqual(64);
    for (const label of ascii.split(".")) expect(label).toMatch(/^(?!-)[a-z0-9-]{1,63}(?<!-)$/);
    // What was read is read the same again.
    expect(parseDomain(ascii).ascii).toBe(ascii);
  });
  fc.assert(property, { numRuns: 3000 });
  expect(accepted).toBeGreaterThan(100);
});

test("such words are one word of a shell", () => {
  const words = fc.sample(fc.oneof(appNames, domains), 200).filter((word) => !appProblem(word) || !domainProblem(word));
  const { stdout } = run("bash", ["-s"], { input: `printf '%s\\n' ${words.join(" ")}` });
  expect(stdout.trimEnd().split("\n")).toEqual(words);
});

test("no text with anything odd in it is an app or an environment", () => {
  const odd = hostileText.filter((text) => /[^a-z0-9-]/.test(text));
  const property = fc.property(odd, (text) => {
    expect(appProblem(text)).toBeDefined();
    expect(environmentProblem(text)).toBeDefined();
  });
  fc.assert(property, { numRuns: 2000 });
});
