import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createSatori, type Satori, SATORI_EVENTS_PATH } from "../satori/satori.ts";
import type { Environment } from "./environment.ts";
import type { FrameParts } from "./frames/request.ts";
import type { Identity } from "./identity.ts";
import type { Network } from "./network.ts";
import type { Admission } from "./socket/admission.ts";
import type { FrameCache } from "./socket/frames-for-readers.ts";
import { readTarget } from "./socket/request-target.ts";
import { textOfRefusal, UPGRADE_REFUSALS } from "./socket/upgrade-refusals.ts";

interface SatoriDoorParts {
  readonly environment: Environment;
  readonly identity: Identity;
  readonly handling: FrameParts;
  readonly frameCache: FrameCache;
  readonly network: Network;
  readonly isStopping: () => boolean;
}

/** The bots' server on the gateway's port. A bot's token is no cookie: whichever Host and Origin a request names, it needs one. */
export function openSatori({
  environment,
  identity,
  handling,
  frameCache,
  network,
  isStopping,
}: SatoriDoorParts): Satori {
  const { limits, rates, clock, now, onFault } = environment;
  const { store, bus } = handling.storage;
  const { posting } = handling;
  return createSatori({
    store,
    bus,
    posting,
    verdicts: frameCache,
    identify: identity.identify,
    isSuspended: identity.isSuspended,
    bots: identity.bots,
    limits,
    rates,
    clock,
    now,
    callerOf: network.callerOf,
    isStopping,
    onFault,
  });
}

/** Leads an upgrade to the socket that it asks for. @param base  The way to the gateway, `/chat`; empty when there is none. */
export function upgradeTo(satori: Satori, admission: Pick<Admission, "upgrade">, base: string): Admission["upgrade"] {
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    readTarget(request, base);
    if (request.url?.split("?", 1)[0] !== SATORI_EVENTS_PATH) {
      admission.upgrade(request, socket, head);
      return;
    }
    socket.on("error", () => socket.destroy());
    const status = satori.upgrade(request, socket, head);
    if (status === null) return;
    socket.once("finish", () => socket.destroy());
    socket.end(textOfRefusal(status === 429 ? UPGRADE_REFUSALS.greeting : UPGRADE_REFUSALS.full));
  };
}
