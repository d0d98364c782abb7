import { openBooks } from "../check/books.ts";
import { auditRulebook } from "../policy/compare/audit.ts";
import { auditText } from "../pages/report-text.ts";
import { readTimeline } from "../rulebooks/timeline.ts";
import { knownAppsOf } from "../rulebooks/known-apps.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { HOST_PLATFORM, comparedFrom, toJson } from "./cli/rulebook-input.ts";
import { programVersion } from "../input/program-version.ts";
import { PAGE_LOCALE, pageLocale, writePage } from "./cli/write-page.ts";

const OPTIONS = {
  against: { kind: "text", value: "BOOK", help: "hold it to the obligations of another rulebook, such as miit" },
  "host-platform": HOST_PLATFORM,
  json: { kind: "flag", help: "the audit as JSON" },
  html: { kind: "text", value: "FILE", help: "write the audit as a page to read, print and keep" },
  locale: PAGE_LOCALE,
} as const;

export const audit: Command = {
  name: "audit",
  usage: "hutong audit [options] RULEBOOK",
  summary: "what is wrong or unequal in a rulebook, over every input it can tell apart",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [reference, ...more] = positionals;
    if (reference === undefined || more.length > 0) throw new UsageError("expected one RULEBOOK: an id or a file");
    const { registry, shelf } = openBooks();
    const { rulebook } = shelf.find(reference);
    const host = comparedFrom(registry, values["host-platform"], [rulebook]);
    const apps = knownAppsOf(registry, { host, rulebook });
    const against = values.against === undefined ? undefined : shelf.find(values.against).rulebook;
    const found = auditRulebook(rulebook, {
      apps,
      asOf: new Date(),
      ...(host === undefined ? {} : { host }),
      ...(against === undefined ? {} : { against }),
    });
    if (values.html !== undefined) {
      // Who asks for no page need not wait for its parts.
      const [{ auditHtml }, { verdictTables }] = await Promise.all([
        import("../pages/audit-page.ts"),
        import("../policy/compare/verdict-table.ts"),
      ]);
      const tables = verdictTables({ rulebook, edition: null }, apps);
      await writePage(
        values.html,
        auditHtml(found, {
          rulebook,
          tables,
          events: readTimeline(),
          made: { at: new Date(), version: programVersion() },
          locale: pageLocale(values.locale),
        }),
        console,
      );
    }
    if (values.json) await console.write(toJson(found));
    else if (values.html === undefined) await console.write(auditText(found));
    const faults = [
      found.silentRules,
      found.unusedRules,
      found.missing,
      found.unequal,
      found.unusedMeant,
      found.pagelessInPlace,
      found.looserByChoice,
      found.olderThanSources,
      found.distantDates,
      found.unfitTests,
    ];
    const isKept = found.obligations.every(({ breaches }) => breaches.length === 0);
    return isKept && faults.every(({ length }) => length === 0) ? 0 : 1;
  },
};
