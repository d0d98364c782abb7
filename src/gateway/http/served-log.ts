import type { LogStore } from "../../log/log-store.ts";
import { verifierKeyText } from "../../log/notes.ts";
import { UnsignableLogError, type Publisher } from "../../log/publish.ts";
import { tileOf } from "../../log/source.ts";
import { HttpError } from "./http-error.ts";
import type { HttpLog } from "./http-api.ts";

/** One signature serves all who ask within so long. Milliseconds. */
const SIGNED_FOR_MS = 1_000;

/** What asks for a signature while there is none to be had is refused by name: the fault is the operator's to mend. */
async function signed<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof UnsignableLogError ? new HttpError("log_unsigned", error.message) : error;
  }
}

/** The decision log as `/v1/log/` has it. */
export function servedLog(
  publisher: Publisher,
  store: Pick<LogStore, "logHashes" | "logEntries">,
  isPublic: boolean,
): HttpLog {
  let last: { readonly note: Promise<string>; readonly atMs: number } | null = null;
  return {
    isPublic,
    checkpoint() {
      const nowMs = performance.now();
      if (last === null || nowMs - last.atMs > SIGNED_FOR_MS) {
        const note = signed(publisher.checkpoint());
        last = { note, atMs: nowMs };
        // A fault is not kept.
        note.catch(() => (last = null));
      }
      return last.note;
    },
    verifierKey: async () => verifierKeyText(await signed(publisher.verifierKey())),
    async keyEntries() {
      const { keyEntries } = await publisher.survey();
      return keyEntries.map(({ index, body }) => ({ index, body: body.toString() }));
    },
    entries: (from, limit) => store.logEntries(from, limit),
    proof: (index) => signed(publisher.proof(index)),
    counts: async () => (await publisher.survey()).counts,
    tile: (place) => tileOf(store, place),
    jwks: () => signed(publisher.jwks()),
  };
}
