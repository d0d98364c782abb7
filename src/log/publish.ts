import { checkpointText, originOf, proofText, readCheckpoint } from "./checkpoint.ts";
import { keyChangeText, publicText, type LogKeys } from "./keys.ts";
import type { LogHead, LogStore } from "./log-store.ts";
import { inclusionProof, leafHash, rootOfInclusion, treeRoot, type SubtreeReader, type TreeHash } from "./merkle.ts";
import { keyThumbprint, signNote, type SigningKey } from "./notes.ts";
import { createSubtreeCache } from "./subtree-cache.ts";
import { createLogSurvey } from "./survey.ts";
import { subtreesIn, type LevelReader } from "./tiles.ts";

/** What a log is signed from. */
export interface KeptLog extends LogStore {
  readonly epoch: string;
  lookAtEpoch(): Promise<string>;
}

interface PublishParts {
  readonly log: KeptLog;
  readonly keys: LogKeys;
  readonly now: () => Date;
}

/** The log is not signed. `another_key`: it names a key that is not here. `forked`: it is not what was signed before. */
export class UnsignableLogError extends Error {
  override readonly name = "UnsignableLogError";
  readonly code: "another_key" | "forked";

  constructor(code: UnsignableLogError["code"]) {
    super(
      code === "another_key"
        ? "the log names another key than the one here: bring that log-key or HUTONG_LOG_KEY back"
        : "the log is not what its last checkpoint signed; a backup that was brought back needs hutong epoch",
    );
    this.code = code;
  }
}

/** Public keys that signed before, the last one first; of base64 and spaces. */
function keysBefore(kept: string | null): readonly Buffer[] {
  return (kept ?? "")
    .split(" ")
    .filter((key) => key !== "")
    .slice(0, MOST_KEYS_BEFORE)
    .map((key) => Buffer.from(key, "base64"));
}

/** Verdicts of older keys have long run out. */
const MOST_KEYS_BEFORE = 4;

/** Source: RFC 8037, section 2. Its `kid` is the thumbprint of RFC 7638. */
function jwkOf(publicKey: Buffer) {
  const x = publicKey.toString("base64url");
  return { kty: "OKP", crv: "Ed25519", x, kid: keyThumbprint(publicKey), alg: "EdDSA", use: "sig" };
}

/** Between two that try at one moment; each sees what the other did. */
const MAX_TRIES = 8;

export function createPublisher({ log, keys, now }: PublishParts) {
  /** The last checkpoint that this program made or compared with the tree. */
  let compared: string | null = null;
  const readLevel: LevelReader = (level, from, limit) => log.logHashes(level, from, limit);
  /** What is signed, and what a checkpoint is compared with, is read from the store each time. */
  const read: SubtreeReader = subtreesIn(readLevel);
  const cached = createSubtreeCache(readLevel);

  async function keyOf(head: LogHead): Promise<SigningKey> {
    const key = await keys.current(head.key);
    if (key === null || (head.key !== null && head.key !== publicText(key)))
      throw new UnsignableLogError("another_key");
    return key;
  }

  /** Signs the head as it is, by all of these keys. Null: somebody else changed it meanwhile. */
  async function signed(head: LogHead, epoch: string, by: readonly SigningKey[], key: string): Promise<string | null> {
    const origin = originOf(epoch);
    const root = await treeRoot(read, head.size);
    const last = head.checkpoint === null ? null : readCheckpoint(head.checkpoint);
    if (last !== null && last.origin === origin) {
      const isThere = last.size <= head.size && (await treeRoot(read, last.size)).equals(last.root);
      if (!isThere) throw new UnsignableLogError("forked");
    }
    const checkpoint = signNote(checkpointText({ origin, size: head.size, root }), origin, by);
    if (!(await log.keepCheckpoint({ epoch, key, size: head.size, checkpoint }, head))) return null;
    compared = checkpoint;
    return checkpoint;
  }

  /** The epoch as the log knows it; one that is new becomes an entry first. Null: it just did, or another was faster. */
  async function epochOf(head: LogHead, key: SigningKey): Promise<string | null> {
    const epoch = await log.lookAtEpoch();
    if (head.epoch === null || head.epoch === epoch) return epoch;
    const entry = { type: "epoch", at: now(), epoch, checkpoint: head.checkpoint } as const;
    await log.appendHeadChange(entry, { was: head, is: { key: publicText(key), epoch } });
    return null;
  }

  /**
   * The log as it is now, signed. What was signed already is given again.
   *
   * @throws {UnsignableLogError} when the key is another, or the log is none that continues what was signed.
   */
  async function checkpoint(): Promise<string> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const head = await log.logHead();
      const key = await keyOf(head);
      const epoch = await epochOf(head, key);
      if (epoch === null) continue;
      const last = head.checkpoint === null ? null : readCheckpoint(head.checkpoint);
      if (head.checkpoint !== null && last?.origin === originOf(epoch) && last.size === head.size) {
        if (head.checkpoint !== compared && !(await treeRoot(read, last.size)).equals(last.root))
          throw new UnsignableLogError("forked");
        compared = head.checkpoint;
        return head.checkpoint;
      }
      const made = await signed(head, epoch, [key], publicText(key));
      if (made !== null) return made;
    }
    throw new Error("the log's head changes faster than it is signed");
  }

  return {
    checkpoint,
    /** Public keys under the names that sign now: what verifies the next checkpoint. */
    async verifierKey() {
      const head = await log.logHead();
      return { name: originOf(await log.lookAtEpoch()), publicKey: (await keyOf(head)).publicKey };
    },
    /** The keys whose signatures hold: the one that signs, and those before it, whose last verdicts run out. A JWK Set. */
    async jwks() {
      const current = (await keyOf(await log.logHead())).publicKey;
      return { keys: [current, ...keysBefore(await log.loggedState("keys_before"))].map(jwkOf) };
    },
    /** Signs anything else of this log. */
    key: async () => keyOf(await log.logHead()),
    /** How many entries there are of which kind, and those of another key or epoch: by them a trusted key is followed. */
    survey: createLogSurvey(log),
    /** That an entry is in the log as it is signed now, with the entry; null: it is not there. */
    async proof(index: number): Promise<string | null> {
      const note = await checkpoint();
      const head = readCheckpoint(note);
      const [entry] = head !== null && index < head.size ? await log.logEntries(index, 1) : [];
      if (head === null || entry === undefined) return null;
      const proves = (hashes: readonly TreeHash[]) =>
        rootOfInclusion(index, head.size, leafHash(entry.body), hashes)?.equals(head.root) === true;
      let hashes = await inclusionProof(cached.read, index, head.size);
      if (!proves(hashes)) {
        // Another store was brought back under this program.
        cached.clear();
        hashes = await inclusionProof(cached.read, index, head.size);
      }
      return proofText({ index, hashes, checkpoint: note, extra: entry.body });
    },
    /** Another key signs from here on: an entry that both keys sign, and a checkpoint that both sign. */
    async rotate(): Promise<{
      readonly index: number;
      readonly before: string;
      readonly after: string;
      readonly checkpoint: string;
    }> {
      await checkpoint();
      const head = await log.logHead();
      const key = await keyOf(head);
      const next = await keys.drawNext();
      const [before, after] = [publicText(key), publicText(next)];
      const epoch = head.epoch ?? (await log.lookAtEpoch());
      const text = keyChangeText(originOf(epoch), before, after);
      const signatures: [string, string] = [key.sign(text).toString("base64"), next.sign(text).toString("base64")];
      const entry = { type: "key", at: now(), before, after, signatures } as const;
      const was = await log.loggedState("keys_before");
      await log.appendState({ name: "keys_before", was, is: [before, ...(was ?? "").split(" ")].join(" ").trim() }, []);
      const index = await log.appendHeadChange(entry, { was: head, is: { key: after, epoch } });
      if (index === null) throw new Error("another key follows already");
      let made: string | null = null;
      for (let tries = 0; made === null && tries < MAX_TRIES; tries += 1)
        made = await signed(await log.logHead(), epoch, [key, next], after);
      await keys.settle();
      return { index, before, after, checkpoint: made ?? (await checkpoint()) };
    },
  };
}

export type Publisher = ReturnType<typeof createPublisher>;
