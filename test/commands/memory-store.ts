import type { StateStore } from "../../src/state/store.ts";

/** A state's file that outlives the processes which open it; `mustLive` throws once one of them is dead. */
export function memoryStore(): { opened(mustLive: () => void): StateStore; lose(): void } {
  let text: string | undefined;
  return {
    lose: () => {
      text = undefined;
    },
    opened: (mustLive) => ({
      where: "prod.json",
      backup: "prod.json.bak",
      read: async () => text,
      async write(next) {
        mustLive();
        text = next;
      },
      async remove() {
        mustLive();
        text = undefined;
      },
      async setAside() {
        mustLive();
        text = undefined;
        return "prod.json.broken";
      },
      lock: async () => ({ release: async () => undefined }),
    }),
  };
}
