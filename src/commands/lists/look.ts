import { canonicalAddress } from "../../findings/lists/canonical-address.ts";
import { covers, entryText, type ListEntry } from "../../findings/lists/entry.ts";
import { readCatalog, wholeText, type KeptList } from "../../findings/lists/kept/catalog.ts";
import { guardsFor } from "../../findings/lists/kept/update-list.ts";
import { emptyReport, readList } from "../../findings/lists/read-list.ts";
import { sourceFile } from "../../findings/lists/source-file.ts";
import { writtenEntry } from "../../findings/lists/written-entry.ts";
import { appHosts } from "../../findings/lists/guards.ts";
import { decidedEffects } from "./shared.ts";
import { openRegistry } from "../../apps/registry.ts";
import { UsageError, type Console, type ExitCode } from "../cli/command.ts";
import { progressBar } from "../cli/progress-bar.ts";
import { listsFolder, type ListsValues } from "./options.ts";
import { exceptionTold } from "./except.ts";
import { timeText } from "./tell-list.ts";

/** `hutong lists look ADDRESS`: every entry that covers it, read from the texts of the lists themselves, and decided ones. */
export async function lookAt(words: readonly string[], values: ListsValues, console: Console): Promise<ExitCode> {
  const [text, ...more] = words;
  if (text === undefined || more.length > 0) throw new UsageError("expected one ADDRESS");
  const address = canonicalAddress(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `http://${text}`);
  if (address === null) throw new UsageError("ADDRESS: expected a host or an address");
  const folder = listsFolder(values);
  const nowMs = Date.now();
  const catalog = readCatalog(folder);
  const hosts = appHosts(openRegistry().apps());
  const found: { readonly list: KeptList; readonly entry: ListEntry }[] = [];
  for (const list of catalog.lists) {
    const bar = progressBar(console, list.name);
    const source = sourceFile(wholeText(folder, list), (bytes) => bar.show(bytes, list.text.bytes));
    const { format, subdomains, name } = list;
    const options = { format, subdomains, nowMs, guards: guardsFor(catalog, name, { appHosts: hosts }) };
    for (const entry of readList(source, options, emptyReport()))
      if (covers(entry, address)) found.push({ list, entry });
    bar.end();
  }
  const exceptions = catalog.exceptions.filter(({ entry, untilMs }) => {
    const written = writtenEntry(entry, { line: 1, isException: true });
    return (untilMs === null || untilMs > nowMs) && written !== null && covers(written, address);
  });
  const decided = (await decidedEffects(values)).flatMap(({ effect, ...about }) => {
    if (effect.kind === "suspend" || (effect.untilMs !== null && effect.untilMs <= nowMs)) return [];
    const written = writtenEntry(effect.entry, { line: 1, isException: effect.kind === "exception" });
    return written !== null && covers(written, address) ? [{ ...about, effect }] : [];
  });
  if (values.json) {
    const entries = found.map(({ list, entry }) => ({
      list: list.name,
      kind: entry.kind ?? list.kind,
      entry: entryText(entry),
      covers: entry.covers,
      line: entry.line,
      exception: entry.isException,
      version: list.text.version,
      at: new Date(list.confirmedAtMs).toISOString(),
    }));
    const told = decided.map(({ caseId, effect, at }) => ({
      case: caseId,
      ...(effect.kind === "entry" ? { entry: effect.entry, kind: effect.finding } : { exception: effect.entry }),
      until: effect.untilMs === null ? null : new Date(effect.untilMs).toISOString(),
      at: at.toISOString(),
    }));
    await console.write(`${JSON.stringify({ entries, exceptions, decided: told }, null, 2)}\n`);
    return 0;
  }
  for (const { list, entry } of found) {
    const what = entry.isException ? "exception" : (entry.kind ?? list.kind);
    const version = list.text.version === null ? "" : `, version ${list.text.version}`;
    const word = entry.covers.replaceAll("_", " ");
    await console.write(
      `${list.name}, line ${entry.line}: ${what}: ${entryText(entry)} (${word})${version}, confirmed ${timeText(list.confirmedAtMs)}\n`,
    );
  }
  for (const exception of exceptions) await console.write(`exception ${exceptionTold(exception)}\n`);
  for (const { caseId, effect, at } of decided) {
    const what = effect.kind === "entry" ? effect.finding : "exception";
    const until = effect.untilMs === null ? "without end" : `until ${timeText(effect.untilMs)}`;
    await console.write(
      `decided by moderators ${timeText(at.getTime())}, ${until}: ${what}: ${effect.entry} (case ${caseId})\n`,
    );
  }
  if (found.length === 0 && decided.length === 0) console.tell("no list names it");
  return 0;
}
