import { appendFileSync, existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { readCheckpoint, type Checkpoint } from "../../log/checkpoint.ts";
import { consistencyProof, isConsistent } from "../../log/merkle.ts";
import { openNote, readVerifierKey, verifierKeyText, type VerifierKey } from "../../log/notes.ts";
import { levelsOf, type LogSource } from "../../log/source.ts";
import { MissingHashError, subtreesIn } from "../../log/tiles.ts";
import { verifyLog } from "../../log/verify.ts";
import { UsageError, type Console, type ExitCode } from "../cli/command.ts";
import { linesIn, readText, type KeptLine } from "./kept.ts";
import { problemTold } from "./told.ts";
import { LogUnavailable } from "./url-source.ts";

interface WatchParts {
  readonly keep: string;
  /** None: the one that was trusted when the last checkpoint was kept. */
  readonly keys: readonly VerifierKey[];
  /** 0: one look. */
  readonly everyMs: number;
  readonly console: Console;
}

/** What does not continue what was kept is put beside it under this name: together they are the proof. */
const forkFile = (keep: string): string => `${keep}.fork`;

/**
 * Keeps checkpoints of a log that continue the one before. Ends with 1 at the first that does not: that one is put beside, and
 * what was kept stays what later ones are compared with.
 */
export async function watchLog(source: LogSource, { keep, keys, everyMs, console }: WatchParts): Promise<ExitCode> {
  for (;;) {
    try {
      const outcome = await lookOnce(source, keep, keys);
      if (outcome.kind === "broken") {
        console.tell(`hutong log: ${outcome.told}`);
        if (outcome.line !== null) {
          const file = forkFile(keep);
          appendLine(file, outcome.line);
          console.tell(`what was kept stays; the checkpoint that does not continue it is in ${file}`);
        }
        return 1;
      }
      if (outcome.kind === "grown") await console.write(`${outcome.size} entries, consistent\n`);
    } catch (error) {
      if (!(error instanceof LogUnavailable) || everyMs === 0) throw error;
      console.tell(`hutong log: ${error.message}; again in ${everyMs / 1_000} s`);
    }
    if (everyMs === 0) return 0;
    await pause(everyMs);
  }
}

type Outcome =
  | { readonly kind: "grown" | "same"; readonly size: number }
  /** `line`: the checkpoint that does not continue what was kept; null: none can be named. */
  | { readonly kind: "broken"; readonly told: string; readonly line: KeptLine | null };

function appendLine(file: string, line: KeptLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

async function lookOnce(source: LogSource, keep: string, given: readonly VerifierKey[]): Promise<Outcome> {
  const lines = existsSync(keep) ? linesIn(readText(keep, "--keep"), keep) : [];
  const last = lines.at(-1);
  const before = last === undefined ? null : readCheckpoint(last.checkpoint);
  const known = last?.key === undefined ? null : readVerifierKey(last.key);
  const trusted = given.length > 0 ? given : known === null ? [] : [known];
  if (trusted.length === 0)
    throw new UsageError("expected the key that is trusted, from the operator", { field: "--key" });
  const note = await source.checkpoint();
  const now = readCheckpoint(note);
  if (now === null) return { kind: "broken", told: problemTold({ kind: "no_checkpoint" }), line: null };
  const lineOf = (key?: VerifierKey): KeptLine => ({
    at: new Date().toISOString(),
    checkpoint: note,
    ...(key !== undefined && { key: verifierKeyText(key) }),
  });
  const opened = openNote(note, trusted);
  if (opened.kind === "bad_signature" || opened.kind === "malformed")
    return { kind: "broken", told: problemTold({ kind: "bad_signature" }), line: lineOf() };
  const found =
    opened.kind === "opened" && (before === null || before.origin === now.origin)
      ? await continues(source, before, now)
      : await followed({ ...source, checkpoint: async () => note }, lines, trusted);
  if (found.kind === "broken") return { ...found, line: lineOf() };
  if (found.kind === "grown") appendLine(keep, lineOf(opened.kind === "opened" ? opened.signedBy[0] : found.key));
  return found;
}

type Compared =
  | { readonly kind: "grown" | "same"; readonly size: number; readonly key?: VerifierKey }
  | { readonly kind: "broken"; readonly told: string };

/** Whether the tree of one checkpoint is the beginning of the other's. */
async function continues(source: LogSource, before: Checkpoint | null, now: Checkpoint): Promise<Compared> {
  const { size } = now;
  if (before === null) return { kind: "grown", size };
  if (before.size === size && before.root.equals(now.root)) return { kind: "same", size };
  const by = "the last checkpoint";
  if (before.size > size) return { kind: "broken", told: problemTold({ kind: "cut", entry: size, size: before.size }) };
  const read = subtreesIn(levelsOf(source, size));
  try {
    const proof = before.size === 0 ? [] : await consistencyProof(read, before.size, size);
    if (isConsistent(before, now, proof)) return { kind: "grown", size };
  } catch (error) {
    if (!(error instanceof MissingHashError)) throw error;
    return { kind: "broken", told: "tiles are missing that the checkpoint's tree has" };
  }
  return { kind: "broken", told: problemTold({ kind: "fork", entry: 0, size: before.size, by }) };
}

/** Another key or epoch: the entries that say so are read, which takes the whole log. */
async function followed(
  source: LogSource,
  lines: readonly KeptLine[],
  trusted: readonly VerifierKey[],
): Promise<Compared> {
  const kept = lines.flatMap(({ checkpoint: note }) => {
    const checkpoint = readCheckpoint(note);
    return checkpoint === null ? [] : [{ checkpoint, note, by: `the checkpoint of ${checkpoint.size}` }];
  });
  const verified = await verifyLog({ source, keys: trusted, kept, against: null, onEntries: () => {} });
  const [problem] = verified.problems;
  if (problem !== undefined) return { kind: "broken", told: problemTold(problem) };
  const key = verified.signedBy?.[0];
  if (key === undefined) return { kind: "broken", told: problemTold({ kind: "unknown_key" }) };
  return { kind: "grown", size: verified.entries, key };
}
