import { openChecker } from "../check/checker.ts";
import { warningsOf } from "../check/rulebook-change.ts";
import { DEFAULT_CONFIG } from "../config.ts";
import { warningText } from "../policy/compare/change.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { rulebookToKeep, type KeptRulebook } from "../rulebooks/kept.ts";
import { DEFAULT_RULEBOOK, type RulebookShelf } from "../rulebooks/shelf.ts";
import type { SharedState } from "../store/shared.ts";
import { readOptions, UsageError, type Command, type Console, type ExitCode, wordsOf } from "./cli/command.ts";
import { parseContextFields } from "./cli/judge-options.ts";
import { openDatabase, STORE_OPTION } from "./cli/messages-store.ts";

const OPTIONS = {
  ...STORE_OPTION,
  at: { kind: "text", value: "TIME", help: "show: when it was in force: ISO 8601, or a day, China time (now)" },
} as const;

const VERBS = ["put", "show", "history"] as const;

export const rulebook: Command = {
  name: "rulebook",
  usage: "hutong rulebook [options] put FILE|ID, show or history",
  summary: "the rulebook that all gateways on one database decide by",
  options: OPTIONS,
  words: wordsOf(VERBS),
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [word = "", reference, ...more] = positionals;
    const verb = VERBS.find((each) => each === word);
    if (verb === undefined) throw new UsageError(expectedWord(word, VERBS));
    if (more.length > 0 || (reference === undefined) === (verb === "put"))
      throw new UsageError(verb === "put" ? "expected one FILE or ID" : `expected nothing after ${verb}`);
    if (values.at !== undefined && verb !== "show") throw new UsageError("is for show", { field: "--at" });
    const at = values.at === undefined ? null : (parseContextFields({ at: values.at }).at ?? null);
    // Before the database is asked: an invalid one changes nothing.
    const { shelf } = openChecker();
    const given = verb === "put" && reference !== undefined ? rulebookToKeep(shelf, reference) : null;
    const store = await openDatabase(values.store);
    try {
      const { shared } = store;
      if (given !== null) return await put(given, { shelf, shared, console });
      return verb === "show" ? await show(at, shared, console) : await history(shared, console);
    } finally {
      await store.close();
    }
  },
};

const named = ({ reference, hash }: Pick<KeptRulebook, "reference" | "hash">): string =>
  `${reference} (${hash.slice(0, 12)})`;

async function put(
  given: Parameters<SharedState["putRulebook"]>[0],
  {
    shelf,
    shared,
    console,
  }: { readonly shelf: RulebookShelf; readonly shared: SharedState; readonly console: Console },
): Promise<ExitCode> {
  const replaced = (await shared.rulebookInForce()) ?? rulebookToKeep(shelf, DEFAULT_RULEBOOK);
  const { inForce, before, isNew } = await shared.putRulebook(given);
  if (!isNew) console.tell(`${named(inForce)} is in force already, since ${inForce.since.toISOString()}`);
  else console.tell(`${named(inForce)} is in force${before === null ? "" : ` in the place of ${named(before)}`}`);
  if (!isNew) return 0;
  const change = { before: replaced, after: given, hostPlatform: DEFAULT_CONFIG.hostPlatform, at: new Date() };
  for (const warning of warningsOf(change)) console.tell(`hutong rulebook: warning: ${warningText(warning)}`);
  return 0;
}

/** The text goes to stdout, byte for byte as it was put. */
async function show(at: Date | null, shared: SharedState, console: Console): Promise<ExitCode> {
  const found = await (at === null ? shared.rulebookInForce() : shared.rulebookAt(at));
  if (found === null) {
    console.tell(
      `hutong rulebook: none was put in force${at === null ? "" : " until then"}; the shipped wechat decides`,
    );
    return 1;
  }
  console.tell(`${named(found)}, in force since ${found.since.toISOString()}`);
  await console.write(found.text);
  return 0;
}

async function history(shared: SharedState, console: Console): Promise<ExitCode> {
  for (const each of await shared.rulebookHistory()) {
    const { number, since, hash, reference } = each;
    const line = `${number}  ${since.toISOString()}  ${hash.slice(0, 12)}  ${reference}`;
    await console.write(`${console.columns === null ? JSON.stringify(each) : line}\n`);
  }
  return 0;
}
