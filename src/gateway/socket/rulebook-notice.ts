import type { RulebookFrame, RulebookInForce } from "../../protocol/client-frames.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Connection } from "./connection.ts";

export interface RulebookNoticeParts {
  readonly connections: Iterable<Connection>;
  readonly rulebookAt: (at: Date) => RulebookInForce;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Tells everyone signed in when another rulebook or edition decides than at the last call. */
export function createRulebookNotice({ connections, rulebookAt, clock, log }: RulebookNoticeParts): () => void {
  let told = rulebookAt(clock());
  return () => {
    const inForce = rulebookAt(clock());
    if (inForce.rulebook === told.rulebook && inForce.edition === told.edition && inForce.hash === told.hash) return;
    told = inForce;
    const { rulebook, edition, hash } = inForce;
    log({ event: "rulebook_in_force", rulebook, edition, hash });
    const frame = JSON.stringify({ type: "rulebook", rulebook, edition, hash } satisfies RulebookFrame);
    for (const connection of connections) if (connection.phase.phase === "chatting") connection.write(frame);
  };
}
