/** As the global `fetch`, as far as it is used. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Pick<Response, "ok" | "json">>;

/** Which registry answers for which endings. */
const bootstrap = "https://data.iana.org/rdap/dns.json";

/**
 * The registrar of a registrable domain, as its registry names it; undefined when it does not tell. That is only a
 * convenience, so whatever goes wrong on the way (no network, an answer of another shape, `signal`) is "does not tell".
 * @see https://www.rfc-editor.org/rfc/rfc9224 for the bootstrap
 * @see https://www.rfc-editor.org/rfc/rfc9083#section-5.1 for the entities
 */
export async function registrarByRdap(domain: string, fetch: Fetch, signal: AbortSignal): Promise<string | undefined> {
  try {
    const server = serverFor(domain, await read(fetch, bootstrap, signal));
    return server && registrarIn(await read(fetch, new URL(`domain/${domain}`, server).href, signal));
  } catch (error) {
    // Any failure of other people's servers, known or not, leaves the person where they were without this line.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

async function read(fetch: Fetch, url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal });
  return response.ok ? await response.json() : undefined;
}

/** `{"services": [[["com", "net"], ["https://rdap.verisign.com/com/v1/"]], ...]}`; the longest ending counts. */
function serverFor(domain: string, answer: unknown): string | undefined {
  const services = list(field(answer, "services")).map((service) => {
    const [endings, servers] = list(service);
    return { endings: texts(endings), servers: texts(servers) };
  });
  for (let ending = above(domain); ending !== ""; ending = above(ending)) {
    const service = services.find(({ endings }) => endings.includes(ending));
    const server = service?.servers.find((url) => url.startsWith("https://"));
    if (server) return server.endsWith("/") ? server : `${server}/`;
  }
  return undefined;
}

/** The formatted name (`fn`) in the card of the entity whose role is registrar. */
function registrarIn(answer: unknown): string | undefined {
  const registrar = list(field(answer, "entities")).find((each) => texts(field(each, "roles")).includes("registrar"));
  const [, properties] = list(field(registrar, "vcardArray"));
  const name = list(properties).find((property) => list(property)[0] === "fn");
  const [text] = texts([list(name)[3]]);
  return text && shown(text);
}

/** Somebody else's text, on one line of a screen. */
function shown(text: string): string | undefined {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line === "" ? undefined : line.slice(0, 60);
}

const above = (name: string) => name.split(".").slice(1).join(".");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((each) => typeof each === "string");
const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
