import { getPublicSuffix } from "tldts";
import { entryText } from "../../findings/lists/entry.ts";
import type { KeptException } from "../../findings/lists/kept/catalog.ts";
import { readCatalog } from "../../findings/lists/kept/catalog.ts";
import { changeBeside } from "../../findings/lists/kept/update-list.ts";
import { isName } from "../../findings/lists/formats/host-name.ts";
import { vainEntry, writtenEntry } from "../../findings/lists/written-entry.ts";
import { instantSchema } from "../../report/context.ts";
import { UsageError, type Console, type ExitCode } from "../cli/command.ts";
import { listsFolder, type ListsValues } from "./options.ts";
import { timeText } from "./tell-list.ts";

export const EXCEPT_VERBS = ["add", "remove", "list"] as const;
const WHO = "operator";

/** `hutong lists except add|remove|list`: exceptions are dated, and beat every list. */
export async function exceptLists(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const [verb, entry, ...more] = words;
  if (more.length > 0) throw new UsageError("expected one ENTRY");
  const folder = listsFolder(values);
  if (verb === "list" && entry === undefined) {
    const { exceptions } = readCatalog(folder);
    if (values.json) await console.write(`${JSON.stringify(exceptions.map(publicException), null, 2)}\n`);
    else for (const exception of exceptions) await console.write(`${exceptionTold(exception)}\n`);
    return 0;
  }
  if (!(verb === "add" || verb === "remove") || entry === undefined) {
    throw new UsageError("expected except add ENTRY, except remove ENTRY, or except list");
  }
  const parsed = writtenEntry(entry, { line: 1, isException: true });
  if (parsed === null) throw new UsageError(FORMS);
  const same = (other: KeptException): boolean => other.entry === entry;
  if (verb === "remove") {
    let isThere = false;
    await changeBeside(folder, ({ exceptions, ownHosts }) => {
      isThere = exceptions.some(same);
      return isThere ? { exceptions: exceptions.filter((other) => !same(other)), ownHosts } : null;
    });
    console.tell(isThere ? `${entry} is an exception no more` : "there is no such exception: hutong lists except list");
    return isThere ? 0 : 1;
  }
  const vain = vainEntry(entry);
  if (vain !== null) throw new UsageError(`ENTRY: expected ${vain}`);
  if (!isName(parsed.host)) throw new UsageError(FORMS);
  if (parsed.covers === "subdomains" && parsed.host === getPublicSuffix(parsed.host))
    throw new UsageError(`ENTRY: expected a host below ${parsed.host}: nobody vouches for all that are there`);
  const nowMs = Date.now();
  const untilMs = untilFrom(values.until, nowMs);
  const made: KeptException = { entry, by: WHO, reason: values.reason ?? null, madeAtMs: nowMs, untilMs };
  await changeBeside(folder, ({ exceptions, ownHosts }) => ({
    exceptions: [...exceptions.filter((other) => !same(other)), made],
    ownHosts,
  }));
  console.tell(
    `${entryText(parsed)} is excepted from every list, and from what its name looks like${untilMs === null ? "" : ` until ${timeText(untilMs)}`}`,
  );
  return 0;
}

const FORMS = "ENTRY: expected a host, a host with a path prefix, or a full address";

function untilFrom(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  const { data, error } = instantSchema.safeParse(text);
  // Of a day that no calendar has it is said.
  if (data === undefined) throw new UsageError(error?.issues[0]?.message ?? "", { field: "--until" });
  if (data.getTime() <= nowMs) throw new UsageError("expected a day to come", { field: "--until" });
  return data.getTime();
}

function publicException({ entry, by, reason, madeAtMs, untilMs }: KeptException) {
  const until = untilMs === null ? null : new Date(untilMs).toISOString();
  return { entry, by, reason, madeAt: new Date(madeAtMs).toISOString(), until };
}

/** An exception in a line. */
export function exceptionTold({ entry, by, reason, madeAtMs, untilMs }: KeptException): string {
  const until = untilMs === null ? "no end" : `until ${timeText(untilMs)}`;
  return `${entry}: by ${by}, since ${timeText(madeAtMs)}, ${until}${reason === null ? "" : `: ${reason}`}`;
}
