import { z } from "zod";
import { tilePath } from "../../log/tiles.ts";
import { bytesOf, HIDDEN, type FoundTile, type LogSource } from "../../log/source.ts";

/** What `/v1/log/keys` answers. */
const keyEntriesSchema = z.object({ entries: z.array(z.object({ index: z.int().min(0), body: z.string() })) });

/** Undefined when it is no JSON. */
function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** The log cannot be had from its address. */
export class LogUnavailable extends Error {
  override readonly name = "LogUnavailable";
}

const TIMEOUT_MS = 30_000;
/** 256 entries of 64 KiB. */
const MAX_BYTES = 17 * 1_048_576;

/** A log that is served: under the gateway's address, or under the prefix itself. */
export function urlSource(address: URL, token: string | null): LogSource & { readonly key: () => Promise<string> } {
  const path = address.pathname.replace(/\/$/u, "");
  const prefix = `${address.origin}${path.endsWith("/v1/log") ? path : `${path}/v1/log`}`;

  async function ask(name: string): Promise<FoundTile> {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    let response: Response;
    try {
      response = await fetch(`${prefix}/${name}`, {
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: "error",
      });
      if (response.status === 403) return HIDDEN;
      if (response.status === 404) return null;
      if (!response.ok) throw new LogUnavailable(`${name}: the gateway answers ${response.status}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > MAX_BYTES) throw new LogUnavailable(`${name}: more than ${MAX_BYTES} bytes`);
      return bytes;
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      throw new LogUnavailable(`${name}: no answer`, { cause: error });
    }
  }

  return {
    async checkpoint() {
      const found = bytesOf(await ask("checkpoint"));
      if (found === null) throw new LogUnavailable("there is no decision log at this address");
      return found.toString();
    },
    tile: (place) => ask(tilePath(place)),
    async keyEntries() {
      const found = bytesOf(await ask("keys"));
      // A gateway of an earlier release has none.
      if (found === null) return [];
      const read = keyEntriesSchema.safeParse(jsonIn(found));
      if (!read.success) throw new LogUnavailable("keys: expected the entries of another key or epoch");
      return read.data.entries.map(({ index, body }) => ({ index, body: Buffer.from(body) }));
    },
    key: async () =>
      bytesOf(await ask("key"))
        ?.toString()
        .trim() ?? "",
  };
}
