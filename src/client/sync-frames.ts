import type { ClientFrameInput } from "../protocol/client-frames.ts";

type SyncFrame = Extract<ClientFrameInput, { type: "sync" }>;

/** Where a client stands, for the gateway to go on from. */
interface Standpoint {
  readonly have: Readonly<Record<string, number>>;
  readonly updates: Readonly<Record<string, number>>;
  readonly epoch: string | null;
}

/**
 * The frames that say where a client stands: parts, where one frame would be larger than the gateway takes, and a last one, which
 * is answered. No conversation is left out, for one that is not named counts as 0.
 *
 * @param maxFrameBytes  As told in `welcome.limits`.
 */
export function syncFrames(standpoint: Standpoint, newId: () => string, maxFrameBytes: number): readonly SyncFrame[] {
  const { have, updates, epoch } = standpoint;
  const frame = (part: Part, partial: boolean): SyncFrame => ({
    type: "sync",
    id: newId(),
    have: part.have,
    updates: part.updates,
    ...(epoch === null ? {} : { epoch }),
    partial,
  });
  const emptyBytes = bytesOf({ ...frame(emptyPart(), false), id: LONGEST_ID });
  const parts = [emptyPart()];
  let bytes = emptyBytes;
  for (const id of new Set([...Object.keys(have), ...Object.keys(updates)])) {
    const numbers = [have[id], updates[id]].filter((each) => each !== undefined);
    // With a colon and a comma.
    const own = numbers.reduce((sum, number) => sum + bytesOf(id) + bytesOf(number) + 2, 0);
    if (bytes + own > maxFrameBytes) {
      parts.push(emptyPart());
      bytes = emptyBytes;
    }
    bytes += own;
    const part = parts.at(-1);
    if (part !== undefined && have[id] !== undefined) part.have[id] = have[id];
    if (part !== undefined && updates[id] !== undefined) part.updates[id] = updates[id];
  }
  return parts.map((part, index) => frame(part, index < parts.length - 1));
}

interface Part {
  readonly have: Record<string, number>;
  readonly updates: Record<string, number>;
}

/** Ids are counted. */
const LONGEST_ID = "9".repeat(16);
const encoder = new TextEncoder();

function emptyPart(): Part {
  return { have: {}, updates: {} };
}

/** As JSON in UTF-8. */
function bytesOf(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}
