/** `destroy` that keeps data: the database's final snapshot, a bucket with files, the hosted zone. */
import { census, tollOf } from "./account.ts";
import { ended, type Outcome, type Reference, trial } from "./matrix.ts";
import { type Death, Victim } from "./victim.ts";

const keeping = ["destroy", "--confirm", "shop"];

export interface Kept extends Reference {
  /** As it was before: with files in the bucket. */
  full: Victim;
}

/** The same account with somebody's files, after a `destroy` that nobody killed. */
export async function takenDownButData(made: Reference): Promise<Kept> {
  const full = new Victim(made.victim);
  const world = full.world();
  const assets = world.s3.buckets.find(({ name }) => name.includes("-assets-"))!;
  assets.versions.push({ key: "photo", versionId: "1", size: 3, etag: '"1"', body: "YWJj", storedAt: world.now });
  full.write(world);
  const victim = new Victim(full);
  const { ran, calls, writes } = await victim.traced(keeping);
  if (ran.code !== 0) throw new Error(`a clean destroy ended with ${ran.code}\n${ran.stderr}`);
  return { ...made, full, victim, after: census(victim.world()), calls, writes };
}

/** Killed in it, then the same again: the data is there once, and everything else is gone. */
export async function keepingKilled(kept: Kept, death: Death): Promise<Outcome> {
  const run = async (victim: Victim) => {
    const first = await victim.run(keeping, death);
    const wrong = ended("destroy", await victim.run(keeping));
    const [wanted, found] = [dataIn(kept.victim), dataIn(victim)];
    if (wanted !== found) wrong.push(`of the data ${found} is there, not ${wanted}`);
    return { killed: first.code === null, wrong, toll: tollOf(victim.world(), kept.after, kept.before) };
  };
  return trial(death, run, kept.full);
}

/** What a person would miss, in words that compare; a snapshot's name has the time in it. */
export function dataIn(victim: Victim): string {
  const { rds, route53, s3 } = victim.world();
  const files = s3.buckets.flatMap(({ name, versions }) => (name.includes("-assets-") ? versions : []));
  const records = route53.zones.flatMap(({ name, records }) => (name === "example.com." ? records : []));
  const snapshots = rds.snapshots.map(({ databaseIdentifier, type }) => `${type} of ${databaseIdentifier}`);
  const told = [...files.map(({ key }) => key), ...records.map(({ Name, Type }) => `${Name} ${Type}`)];
  return [...told, ...snapshots].join(", ");
}
