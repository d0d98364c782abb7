import { ListRefused } from "../findings/lists/formats/read.ts";
import { SourceUnavailable } from "../findings/lists/fetch/fetch-source.ts";
import { DamagedListsError, readCatalog } from "../findings/lists/kept/catalog.ts";
import { ListsInUse } from "../findings/lists/kept/lock.ts";
import { publicList } from "../findings/lists/kept/public-list.ts";
import { addList, changeBeside, removeList, tryList, updateList } from "../findings/lists/kept/update-list.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { readOptions, UsageError, wordsOf, type Command, type Console, type ExitCode } from "./cli/command.ts";
import { progressBar } from "./cli/progress-bar.ts";
import { EXCEPT_VERBS, exceptLists } from "./lists/except.ts";
import { lookAt } from "./lists/look.ts";
import { LISTS_OPTIONS, listsFolder, originHosts, updateParts, wishFrom, type ListsValues } from "./lists/options.ts";
import { onLists } from "./lists/shared.ts";
import type { ListFormat } from "../findings/lists/formats/formats.ts";
import type { ListGuards } from "../findings/lists/guards.ts";
import type { KeptChanges } from "../messages/changes-by.ts";
import { changesTold, wouldChange } from "./lists/would-change.ts";
import { belowTold, countTold, linesTold, listTold } from "./lists/tell-list.ts";

type Run = (words: readonly string[], values: ListsValues, console: Console) => Promise<ExitCode>;

const SUBCOMMANDS: Readonly<Record<string, Run>> = { add, update, remove, stats, look: lookAt, except: exceptLists };

export const lists: Command = {
  name: "lists",
  usage: [
    "hutong lists add NAME SOURCE --kind KIND [options]",
    "hutong lists update [NAME…] [--force]",
    "hutong lists remove NAME",
    "hutong lists stats [NAME] [--json]",
    "hutong lists look ADDRESS",
    "hutong lists except add|remove ENTRY [--until DAY] [--reason TEXT], except list",
  ].join("\n"),
  summary: "threat lists: what is known about links, also while the gateway runs",
  options: LISTS_OPTIONS,
  words: { ...wordsOf(Object.keys(SUBCOMMANDS)), except: EXCEPT_VERBS },
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, LISTS_OPTIONS, console.env);
    const [word = "", ...words] = positionals;
    const run = Object.hasOwn(SUBCOMMANDS, word) ? SUBCOMMANDS[word] : undefined;
    if (run === undefined) throw new UsageError(expectedWord(word, Object.keys(SUBCOMMANDS)));
    try {
      return await onLists([word, words], values, console, (here) => run(words, here, console));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      console.tell(`hutong lists: ${error.message}`);
      return 1;
    }
  },
};

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof ListRefused ||
    error instanceof SourceUnavailable ||
    error instanceof DamagedListsError ||
    error instanceof ListsInUse
  );
}

async function add(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const wish = wishFrom(words, values);
  const bar = progressBar(console, wish.name);
  const parts = {
    ...updateParts(values, console),
    onBytes: (bytes: number, of: number | null) => bar.show(bytes, of),
    onRead: (bytes: number, of: number) => bar.show(bytes, of),
  };
  const own = originHosts(values);
  const isDry = values["dry-run"];
  if (own.length > 0 && !isDry) await ownHosts(parts.folder, own);
  try {
    if (isDry) {
      const changes: KeptChanges[] = [];
      const look = async (path: string, as: ListFormat, guards: ListGuards): Promise<void> => {
        const cannotJudge = () => console.tell("a kept message cannot be judged: it is not counted");
        const found = await wouldChange({ wish, path, format: as, guards }, values, cannotJudge);
        if (found !== null) changes.push(found);
      };
      const { report, guess, format } = await tryList(wish, values.force, parts, look);
      bar.end();
      const because = guess === null ? "" : ` (${guess.because})`;
      await console.write(
        `${[`${wish.name}: would take ${countTold(report)} as ${format}${because}`, ...linesTold(report), ...belowTold(report), ...changes.flatMap(changesTold)].join("\n")}\n`,
      );
      return 0;
    }
    const outcome = await addList(wish, values.force, parts);
    bar.end();
    if (outcome.kind !== "updated") return 1;
    const { list, report, guess } = outcome;
    const because = guess === null ? "" : ` (${guess.because})`;
    await console.write(
      `${[`${list.name}: ${countTold(report)} taken as ${list.format}${because}`, ...linesTold(report), ...belowTold(report)].join("\n")}\n`,
    );
    return 0;
  } finally {
    bar.end();
  }
}

async function ownHosts(folder: string, hosts: readonly string[]): Promise<void> {
  await changeBeside(folder, ({ exceptions, ownHosts: known }) => {
    const missing = hosts.filter((host) => !known.includes(host));
    return missing.length === 0 ? null : { exceptions, ownHosts: [...known, ...missing] };
  });
}

async function update(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const { lists: known } = readCatalog(listsFolder(values));
  const names = words.length > 0 ? words : known.map(({ name }) => name);
  if (names.length === 0) console.tell("there is no list yet: hutong lists add");
  let code: ExitCode = 0;
  for (const name of names) {
    const bar = progressBar(console, name);
    const parts = {
      ...updateParts(values, console),
      onBytes: (bytes: number, of: number | null) => bar.show(bytes, of),
      onRead: (bytes: number, of: number) => bar.show(bytes, of),
    };
    const outcome = await updateList(name, values.force, parts).finally(() => bar.end());
    if (outcome.kind === "failed") {
      console.tell(`${name}: not updated: ${outcome.reason}`);
      code = 1;
    } else if (outcome.kind === "unchanged")
      await console.write(`${name}: unchanged, ${countTold(outcome.list.text)}\n`);
    else {
      const { list, report } = outcome;
      await console.write(
        `${[`${name}: ${countTold(report)} taken as ${list.format}`, ...linesTold(report)].join("\n")}\n`,
      );
    }
  }
  return code;
}

async function remove(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0) throw new UsageError("expected one NAME");
  const isThere = await removeList(name, updateParts(values, console));
  console.tell(isThere ? `${name} is removed` : "there is no such list: hutong lists stats");
  return isThere ? 0 : 1;
}

async function stats(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const { lists: known } = readCatalog(listsFolder(values));
  const [name, ...more] = words;
  if (more.length > 0) throw new UsageError("expected one NAME or none");
  const asked = name === undefined ? known : known.filter((list) => list.name === name);
  const nowMs = Date.now();
  if (values.json) {
    const told = asked.map((list) => ({
      ...publicList(list, nowMs),
      place: list.place,
      text: list.text,
      everyMs: list.everyMs,
      dueAt: new Date(list.dueAtMs).toISOString(),
      failures: list.failures,
    }));
    await console.write(`${JSON.stringify(told, null, 2)}\n`);
  } else for (const list of asked) await console.write(`${listTold(list, nowMs).join("\n")}\n`);
  if (asked.length > 0) return 0;
  console.tell(name === undefined ? "there is no list yet: hutong lists add" : "there is no such list");
  return name === undefined ? 0 : 1;
}
