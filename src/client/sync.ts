import type { ClientFrameInput, DeletedFrame, ErrorFrame } from "../protocol/client-frames.ts";
import { createPositions, type Standing } from "./positions.ts";
import { RETRY_MS, type AnswerOf } from "./requests.ts";
import { syncFrames } from "./sync-frames.ts";
import type { ConnectOptions } from "./types.ts";

/** What was received of every conversation, and how what was missed is fetched. */
export interface Sync {
  /** Last sequence number received in each conversation. */
  readonly have: Readonly<Record<string, number>>;
  /** Last update number received in each. */
  readonly updates: Readonly<Record<string, number>>;
  /**
   * Asks for what was missed.
   *
   * @param maxFrameBytes  The largest frame that the gateway takes.
   */
  start(maxFrameBytes: number): void;
  /** The connection ended: what it was asked is not answered any more. */
  abandon(): void;
  /** Takes an answer. `done` when all that was waited for has come, `reset` when the gateway's store is another one. */
  synced(frame: AnswerOf<"synced">): "done" | "reset" | "other";
  /** Takes a refusal. `again` when it was of this and is tried again, `never` when trying again is useless. */
  refused(error: ErrorFrame): "again" | "never" | "other";
  /** How a message stands; only the `next` one is to be told. `isFirst`: there is nothing before it for this user. */
  message(frame: AnswerOf<"message">, isFirst: boolean): Standing;
  /** Whether an update is to be told. */
  isNewUpdate(frame: UpdateFrame): boolean;
  /** Whether a message of this client's own was not told yet. */
  isNewSent(frame: AnswerOf<"sent">): boolean;
}

type UpdateFrame = Pick<DeletedFrame, "conversation" | "update" | "re">;

interface SyncParts {
  readonly from: NonNullable<ConnectOptions["from"]>;
  readonly newId: () => string;
  readonly send: (frame: ClientFrameInput) => void;
  /** Acts after a while, unless the connection ends before. */
  readonly later: (waitMs: number, act: () => void) => void;
  /** Something came after a gap while nothing is being fetched. */
  readonly onMissed: () => void;
}

/** One fetching of what was missed, until it is answered. */
interface Run {
  /** Of all frames that asked; the last one is answered. */
  readonly ids: readonly string[];
  readonly maxFrameBytes: number;
  /** What parts of the answer told. */
  readonly heads: Record<string, number>;
  readonly updates: Record<string, number>;
}

export function createSync({ from, newId, send, later, onMissed }: SyncParts): Sync {
  const positions = createPositions(typeof from === "object" ? from.have : {});
  const updates = createPositions(typeof from === "object" ? (from.updates ?? {}) : {});
  let epoch = typeof from === "object" ? from.epoch : null;
  /** Before this is known it cannot be told what is next. */
  let isPositioned = from !== "now";
  let run: Run | null = null;

  function start(maxFrameBytes: number): void {
    const frames = isPositioned
      ? syncFrames({ have: positions.have, updates: updates.have, epoch }, newId, maxFrameBytes)
      : [{ type: "sync" as const, id: newId(), from: "now" as const, partial: false }];
    run = { ids: frames.map(({ id }) => id), maxFrameBytes, heads: {}, updates: {} };
    for (const frame of frames) send(frame);
  }

  function startAgain(refused: Run, waitMs: number): void {
    later(waitMs, () => {
      if (run === refused) start(refused.maxFrameBytes);
    });
  }

  return {
    get have() {
      return positions.have;
    },
    get updates() {
      return updates.have;
    },
    start,
    abandon() {
      run = null;
    },
    synced({ re, heads, updates: updateHeads, complete, epoch: told, partial }) {
      // A gateway that does not know parts answers each of them.
      if (run === null || re !== run.ids.at(-1)) return "other";
      Object.assign(run.heads, heads);
      Object.assign(run.updates, updateHeads);
      if (partial === true) return "other";
      const answer = run;
      run = null;
      if (!isPositioned || !complete) {
        positions.adopt(answer.heads);
        updates.adopt(answer.updates);
      } else updates.advance(answer.updates);
      isPositioned = true;
      epoch = told;
      return complete ? "done" : "reset";
    },
    refused({ re, temporary, retryAfterMs }) {
      if (run === null || re === undefined || !run.ids.includes(re)) return "other";
      if (!temporary) return "never";
      startAgain(run, retryAfterMs ?? RETRY_MS);
      return "again";
    },
    message({ conversation, seq }, isFirst) {
      // The sync that runs tells the position.
      if (!isPositioned) return "known";
      const standing = isFirst ? positions.begin(conversation, seq) : positions.take(conversation, seq);
      // While a sync runs it brings what is between; outside of one, something was missed.
      if (standing === "gap" && run === null) onMissed();
      return standing;
    },
    isNewUpdate({ conversation, update, re }) {
      if (!isPositioned) return false;
      // While a sync runs numbers may be skipped: its messages show what those did.
      if (run !== null || re !== undefined) return updates.takeAhead(conversation, update);
      const standing = updates.take(conversation, update);
      if (standing === "gap") onMissed();
      return standing === "next";
    },
    isNewSent: ({ conversation, seq }) => positions.takeAhead(conversation, seq),
  };
}
