import { createHash } from "node:crypto";
import type { PeerStanding } from "../bus/hint-bus.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import type { Log } from "../telemetry/log.ts";

/** Gateways differ for a moment whenever a rulebook is put in force; for longer they should not. */
const DIFFERS_AFTER_MS = 60_000;

interface AgreementParts {
  /** Names the rulebook in force here, as {@link rulebookName} does. */
  readonly own: () => string;
  /** Looks whether another was put in force. */
  readonly look: () => void;
  readonly log: Log;
  /** Monotonic, milliseconds. */
  readonly nowMs: () => number;
}

/** Whether the gateways of one store decide by one rulebook. */
export interface RulebookAgreement extends PeerStanding {
  /** Gateways that have decided by another rulebook than this one for over a minute. */
  differing(): number;
}

/** Names what decides: SHA-256 of the rulebook's id, the hashes of its editions and the edition in force, hexadecimal. */
export function rulebookName({ book, editionAt }: Decider, at: Date): string {
  const { id, editions } = book.rulebook;
  const words = [id, ...editions.map(({ hash }) => hash), editionAt(at)?.id ?? ""];
  return createHash("sha256").update(words.join("\n")).digest("hex");
}

/** Compares what each gateway says of itself. A difference makes this one look once; one that lasts is logged once. */
export function createRulebookAgreement({ own, look, log, nowMs }: AgreementParts): RulebookAgreement {
  /** Since when a gateway differs, by its name. */
  const since = new Map<string, number>();
  let isTold = false;

  function agrees(gateway: string): void {
    since.delete(gateway);
    if (since.size === 0) isTold = false;
  }

  const lasting = () => [...since.values()].filter((fromMs) => nowMs() - fromMs > DIFFERS_AFTER_MS).length;

  return {
    says: () => ({ rulebook: own() }),
    heard(gateway, { rulebook }) {
      const mine = own();
      // A gateway of an earlier program says nothing of it.
      if (rulebook === null || rulebook === mine) {
        agrees(gateway);
        return;
      }
      if (!since.has(gateway)) {
        since.set(gateway, nowMs());
        look();
      }
      if (isTold || lasting() === 0) return;
      isTold = true;
      log({ event: "rulebook_differs", own: mine, other: rulebook });
    },
    gone: agrees,
    differing: lasting,
  };
}
