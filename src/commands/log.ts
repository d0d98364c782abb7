import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCheckpoint } from "../log/checkpoint.ts";
import { readVerifierKey, verifierKeyText, type VerifierKey } from "../log/notes.ts";
import { UnsignableLogError } from "../log/publish.ts";
import { commitTo } from "../log/seal.ts";
import { folderSource, HIDDEN } from "../log/source.ts";
import { tilePath, tilesOf } from "../log/tiles.ts";
import { entryIn, verifyLog, verifyProof } from "../log/verify.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import {
  readOptions,
  UsageError,
  wholeNumber,
  type Command,
  type Console,
  type ExitCode,
  wordsOf,
} from "./cli/command.ts";
import { withDatabase } from "./cli/data-folder.ts";
import { progressBar } from "./cli/progress-bar.ts";
import { keptIn, readText } from "./log/kept.ts";
import { withLog, withOwnLog } from "./log/open-log.ts";
import { LOG_OPTIONS, type LogValues } from "./log/options.ts";
import { verifiedTold } from "./log/told.ts";
import { LogUnavailable } from "./log/url-source.ts";
import { watchLog } from "./log/watch.ts";

type Run = (words: readonly string[], values: LogValues, console: Console) => Promise<ExitCode>;

const SUBCOMMANDS: Readonly<Record<string, Run>> = {
  verify,
  export: exportLog,
  show,
  proof,
  checkpoint,
  watch,
  rotate,
};

export const log: Command = {
  name: "log",
  usage: [
    "hutong log verify [DIR|URL] [--key VKEY] [--from FILE] [--against DIR]",
    "hutong log verify --proof FILE [--key VKEY]",
    "hutong log export DIR [URL]",
    "hutong log show N [--match FIELD=VALUE]",
    "hutong log proof N",
    "hutong log checkpoint",
    "hutong log watch URL --keep FILE [--every SECONDS]",
    "hutong log rotate",
  ].join("\n"),
  summary: "the log of decisions: checks it, shows it, hands it out, signs it with another key",
  options: LOG_OPTIONS,
  words: wordsOf(Object.keys(SUBCOMMANDS)),
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, LOG_OPTIONS, console.env);
    const [word = "", ...words] = positionals;
    const run = Object.hasOwn(SUBCOMMANDS, word) ? SUBCOMMANDS[word] : undefined;
    if (run === undefined) throw new UsageError(expectedWord(word, Object.keys(SUBCOMMANDS)));
    try {
      return await withDatabase("log", console, () => run(words, values, console));
    } catch (error) {
      if (!(error instanceof UnsignableLogError || error instanceof LogUnavailable)) throw error;
      console.tell(`hutong log: ${error.message}`);
      return 1;
    }
  },
};

/** @throws {UsageError} */
function keysFrom({ key }: Pick<LogValues, "key">): readonly VerifierKey[] {
  return key.map((text) => {
    const read = readVerifierKey(text.trim());
    if (read === null) throw new UsageError("expected NAME+ID+KEY, as /v1/log/key tells it", { field: "--key" });
    return read;
  });
}

function atMost(words: readonly string[], count: number, expected: string): void {
  if (words.length > count) throw new UsageError(expected);
}

function indexFrom(words: readonly string[]): number {
  const [text = "", ...more] = words;
  if (more.length > 0 || !/^(?:0|[1-9]\d{0,14})$/u.test(text))
    throw new UsageError("expected the number N of one entry");
  return Number(text);
}

async function verify(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  atMost(words, 1, "expected one DIR or URL, or none");
  const given = keysFrom(values);
  if (values.proof !== undefined) return verifyOne(readText(values.proof, "--proof"), given, values, console);
  return withLog<ExitCode>(words[0], values, console, async ({ source, ownKey }) => {
    const own = ownKey === null ? null : readVerifierKey(ownKey);
    const keys = given.length > 0 ? given : own === null ? null : [own];
    const bar = progressBar(console, "log");
    const kept = values.from.flatMap((file) => keptIn(file));
    const against = values.against === undefined ? null : folderSource(values.against);
    const verified = await verifyLog({
      source,
      keys,
      kept,
      against,
      onEntries: (done, total) => bar.show(done, total),
    }).finally(() => bar.end());
    const { checkpoint: signed, problems, signedBy, fitting, entries, unread } = verified;
    if (values.json) {
      const told = {
        ok: problems.length === 0,
        origin: signed?.origin ?? null,
        size: signed?.size ?? null,
        root: signed?.root.toString("base64") ?? null,
        entries,
        unread,
        signedBy: signedBy?.map(verifierKeyText) ?? null,
        fitting,
        problems,
      };
      await console.write(`${JSON.stringify(told, null, 2)}\n`);
    } else await console.write(`${verifiedTold(verified, keys ?? []).join("\n")}\n`);
    return problems.length === 0 ? 0 : 1;
  });
}

const PROOF_FAULTS = {
  malformed: "this is no .tlog-proof",
  no_entry: "the proof carries no entry",
  bad_signature: "the checkpoint's signature is not its key's",
  unknown_keys: "the checkpoint is signed by no key that was given",
  other_root: "the entry is not in the tree that the checkpoint signs",
} as const;

async function verifyOne(
  text: string,
  keys: readonly VerifierKey[],
  { json }: LogValues,
  console: Console,
): Promise<ExitCode> {
  const checked = verifyProof(text, keys.length === 0 ? null : keys);
  const isProved = checked.kind === "proved";
  if (json) {
    const told = isProved ? { index: checked.index, size: checked.checkpoint.size, entry: entryIn(checked.entry) } : {};
    await console.write(`${JSON.stringify({ ok: isProved, kind: checked.kind, ...told }, null, 2)}\n`);
  } else if (isProved) {
    await console.write(`entry ${checked.index} is in the tree of ${checked.checkpoint.size} entries:\n`);
    await console.write(`${JSON.stringify(entryIn(checked.entry), null, 2)}\n`);
    if (keys.length === 0) console.tell("its signature was not checked: --key names the key that is trusted");
  } else console.tell(`hutong log: ${PROOF_FAULTS[checked.kind]}`);
  return isProved ? 0 : 1;
}

async function exportLog(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  const [folder, place, ...more] = words;
  if (folder === undefined || more.length > 0) throw new UsageError("expected one DIR, and a URL or nothing");
  return withLog<ExitCode>(place, values, console, async ({ source, ownKey }) => {
    const note = await source.checkpoint();
    const signed = readCheckpoint(note);
    if (signed === null) throw new LogUnavailable("the log has no checkpoint");
    for (const tile of tilesOf(signed.size)) {
      const bytes = await source.tile(tile);
      if (bytes === HIDDEN) throw new LogUnavailable(`${tilePath(tile)} is for auditors: --token-from`);
      if (bytes === null) throw new LogUnavailable(`${tilePath(tile)} is not there`);
      writeUnder(folder, tilePath(tile), bytes);
    }
    writeUnder(folder, "checkpoint", note);
    if (ownKey !== null) writeUnder(folder, "key", `${ownKey}\n`);
    console.tell(`${signed.size} entries are in ${folder}: hutong log verify ${folder}`);
    return 0;
  });
}

function writeUnder(folder: string, path: string, bytes: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

async function show(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  const index = indexFrom(words);
  return withOwnLog<ExitCode>(values, console, async ({ store }) => {
    const [found] = await store.logEntries(index, 1);
    if (found?.index !== index) {
      console.tell(`hutong log: there is no entry ${index}`);
      return 1;
    }
    const salts = await store.logSalts(index);
    const entry = entryIn(found.body);
    if (values.match !== undefined) return matches(found.body, salts, values.match, console);
    await console.write(
      values.json
        ? `${found.body.toString()}\n`
        : `${JSON.stringify(entry ?? JSON.parse(found.body.toString()), null, 2)}\n`,
    );
    if (salts.length > 0) console.tell(`salts are kept of: ${salts.map(({ field }) => field).join(", ")}`);
    return 0;
  });
}

/** Whether a commitment of an entry is to a value; nobody can say it once the salt is gone. */
function matches(
  body: Buffer,
  salts: readonly { readonly field: string; readonly salt: Buffer }[],
  given: string,
  console: Console,
): ExitCode {
  const [, field = "", value = ""] = /^([\w.]+)=(.*)$/su.exec(given) ?? [];
  const found = salts.find((each) => each.field === field);
  if (found === undefined) {
    const known = salts.map((each) => each.field).join(", ");
    console.tell(`hutong log: no salt is kept of this field${known === "" ? "" : `; of these: ${known}`}`);
    return 1;
  }
  const isIt = body.toString().includes(`"${commitTo(value, found.salt)}"`);
  console.tell(`${field} is ${isIt ? "" : "not "}a commitment to this value`);
  return isIt ? 0 : 1;
}

async function proof(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  const index = indexFrom(words);
  return withOwnLog<ExitCode>(values, console, async ({ publisher }) => {
    const text = await publisher.proof(index);
    if (text === null) {
      console.tell(`hutong log: there is no entry ${index}`);
      return 1;
    }
    await console.write(text);
    return 0;
  });
}

async function checkpoint(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  atMost(words, 0, "expected options only");
  return withOwnLog<ExitCode>(values, console, async ({ publisher }) => {
    const note = await publisher.checkpoint();
    const key = verifierKeyText(await publisher.verifierKey());
    if (values.json) await console.write(`${JSON.stringify({ checkpoint: note, key })}\n`);
    else {
      await console.write(note);
      console.tell(`key: ${key}`);
    }
    return 0;
  });
}

const MOST_SECONDS = 86_400;

async function watch(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  const [place, ...more] = words;
  if (place === undefined || more.length > 0) throw new UsageError("expected one URL");
  if (values.keep === undefined) throw new UsageError("expected where checkpoints are kept", { field: "--keep" });
  const everyS = values.every === undefined ? 60 : wholeNumber("every", values.every, 0, MOST_SECONDS);
  const parts = { keep: values.keep, keys: keysFrom(values), everyMs: everyS * 1_000, console };
  return withLog(place, values, console, ({ source }) => watchLog(source, parts));
}

async function rotate(words: readonly string[], values: LogValues, console: Console): Promise<ExitCode> {
  atMost(words, 0, "expected options only");
  return withOwnLog<ExitCode>(
    values,
    console,
    async ({ publisher }) => {
      const { index, checkpoint: note } = await publisher.rotate();
      const key = verifierKeyText(await publisher.verifierKey());
      if (values.json) await console.write(`${JSON.stringify({ index, checkpoint: note, key })}\n`);
      else {
        await console.write(`${key}\n`);
        console.tell(`entry ${index} says that this key follows; both signed it and the checkpoint`);
      }
      return 0;
    },
    { writes: true },
  );
}
