import type { ClientFrameOf } from "../../protocol/client-frames.ts";
import { ProtocolError } from "../../protocol/errors.ts";

/**
 * The positions of a device, sent in parts because one frame would be too large.
 * What no part names counts as missing on the device. So once a part was refused, the whole is refused too.
 */
export type PartialSync =
  | { readonly kind: "gathered"; readonly have: Map<string, number>; readonly updates: Map<string, number> }
  | { readonly kind: "too_large" };

/** All that was said. */
export type Said = Extract<PartialSync, { kind: "gathered" }>;

/** @param most  Conversations in `have`, and in `updates`. An id has 24 characters, so this bounds the bytes as well. */
export function withPart(
  before: PartialSync | null,
  { have, updates }: Pick<ClientFrameOf<"sync">, "have" | "updates">,
  most: number,
): PartialSync {
  if (before?.kind === "too_large") return before;
  const gathered = before ?? { kind: "gathered", have: new Map(), updates: new Map() };
  for (const [id, seq] of Object.entries(have)) gathered.have.set(id, seq);
  for (const [id, update] of Object.entries(updates)) gathered.updates.set(id, update);
  return gathered.have.size > most || gathered.updates.size > most ? { kind: "too_large" } : gathered;
}

/** @throws {ProtocolError} `sync_too_large` */
export function wholeOf(parts: PartialSync): Said {
  if (parts.kind === "too_large") throw new ProtocolError("sync_too_large");
  return parts;
}
