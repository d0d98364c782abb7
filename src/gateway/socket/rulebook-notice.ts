import type { RulebookFrame, RulebookInForce } from "../../protocol/client-frames.ts";
import type { Decider } from "../../rulebooks/shelf.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Connection } from "./connection.ts";

export interface RulebookNoticeParts {
  readonly connections: Iterable<Connection>;
  readonly decider: () => Decider;
  readonly clock: () => Date;
  readonly log: Log;
}

/** What a decider is at an instant, as clients are told. */
export function inForceAt({ book, editionAt }: Decider, at: Date): RulebookInForce {
  const edition = editionAt(at);
  return { rulebook: book.rulebook.id, edition: edition?.id ?? null, hash: edition?.hash ?? null };
}

/** Tells everyone signed in when another rulebook or edition decides than at the last call. */
export function createRulebookNotice({ connections, decider, clock, log }: RulebookNoticeParts): () => void {
  let told = inForceAt(decider(), clock());
  return () => {
    const inForce = inForceAt(decider(), clock());
    if (inForce.rulebook === told.rulebook && inForce.edition === told.edition && inForce.hash === told.hash) return;
    told = inForce;
    const { rulebook, edition, hash } = inForce;
    log({ event: "rulebook_in_force", rulebook, edition, hash });
    const frame = JSON.stringify({ type: "rulebook", rulebook, edition, hash } satisfies RulebookFrame);
    for (const connection of connections) if (connection.phase.phase === "chatting") connection.write(frame);
  };
}
