import type { Take } from "../../access/rates.ts";
import type { StoredMessage } from "../../chat/conversation.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import { linksIn } from "../socket/frames-for-readers.ts";
import type { Hub } from "../socket/hub.ts";
import { isBehind, type Held } from "../socket/position.ts";
import { bring, type Bringing, type BringParts, type Place } from "./bring.ts";

export interface CatchUpParts extends BringParts {
  readonly hub: Pick<Hub, "at" | "release">;
  /** The user's allowance for what is judged only because the user's devices differ. */
  readonly rejudge: Take;
}

/**
 * Tells a device what it could not be told when its turn came: all of it, in order, as its user's allowance fills again. What comes
 * meanwhile is told after it. A sync that the device asks for takes its place.
 *
 * @param from  Where the device stands.
 */
export async function catchUp(
  connection: Connection,
  chatting: Chatting,
  from: Held,
  { hub, rejudge, ...parts }: CatchUpParts,
): Promise<void> {
  const isCurrent = () => chatting.telling === from && connection.phase === chatting;
  const bringing: Bringing = { connection, chatting, isCurrent, untilAllowed };
  const places = new Map<string, Place>();
  // What is written by now was told before.
  await connection.inOrder();
  while (isCurrent()) {
    const next = nextBehind();
    if (next === null) {
      // In the same turn as the last look: from here on it is told again.
      hub.release(chatting, places);
      return;
    }
    const upTo = hub.at(next.id);
    await bring({ ...bringing, isBounded: upTo !== undefined }, next.id, next.place, upTo ?? next.place, parts);
    // Nobody here is told of it any more: what there was for this user was brought.
    if (upTo === undefined) from.noted.delete(next.id);
  }

  function nextBehind(): { readonly id: string; readonly place: Place } | null {
    for (const [id, { seq, update }] of from.noted) {
      const place = places.get(id) ?? { seq, update, seqAtStart: seq, updateAtStart: 0 };
      places.set(id, place);
      // Should another way take over, it goes on from there.
      from.noted.set(id, place);
      const told = hub.at(id);
      if (told === undefined || isBehind(place, told)) return { id, place };
    }
    return null;
  }

  async function untilAllowed(about: StoredMessage | null): Promise<void> {
    const links = about === null ? 0 : linksIn(about);
    if (links === 0) return;
    for (let waitMs = rejudge(chatting.user, links); waitMs !== null && isCurrent();) {
      await later(waitMs);
      waitMs = isCurrent() ? rejudge(chatting.user, links) : null;
    }
  }
}

function later(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A wait for an allowance keeps no program from ending.
    setTimeout(resolve, waitMs).unref();
  });
}
