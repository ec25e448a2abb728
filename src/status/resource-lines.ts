import type { Inspected } from "../engine/inspect.ts";
import { say } from "../language/phrase.ts";
import { padEnd, widthOf } from "../layout/width.ts";
import { conditionOf } from "./condition.ts";
import type { Page, PageSettings } from "./page.ts";

/**
 * Every resource under its step: key, state and id, and what differs. An id is never cut: where it does not fit it
 * stands on a line of its own. `short` counts those that are as they should be.
 */
export function putResources(
  page: Page,
  resources: readonly Inspected[],
  { columns, text }: PageSettings,
  short: boolean,
): void {
  page.heading(say("statusResources"));
  const keyWidth = Math.max(0, ...resources.map(({ key }) => widthOf(key)));
  const stateWidth = Math.max(
    0,
    ...resources.map(({ state }) => widthOf(state)).filter((width) => width <= usualState),
  );

  const all = short ? resources.filter(isRemarkable) : resources;
  if (all.length < resources.length) page.put(2, say("statusAllFine", resources.length - all.length));
  for (const step of new Set(all.map((resource) => resource.step))) {
    const shown = all.filter((resource) => resource.step === step);
    page.put(2, step);
    for (const { key, state, id, foreign, drift } of shown) {
      const row = `${padEnd(key, keyWidth)}  ${padEnd(state, stateWidth)}`;
      const note = foreign ? `  ${text(say("statusThereBefore"))}` : "";
      const whole = `${row}  ${id}${note}`.trimEnd();
      if (4 + widthOf(whole) <= columns) page.whole(4, whole);
      else {
        page.whole(4, `${row}${note}`.trimEnd());
        page.put(6, id);
      }
      for (const difference of drift) page.put(6, state === "unknown" ? difference : say("statusDiffers", difference));
    }
  }
}

/** Longer states are rare, and push only their own line's id to the right. */
const usualState = 12;

const isRemarkable = (resource: Inspected) => resource.drift.length > 0 || conditionOf(resource) !== "fine";
