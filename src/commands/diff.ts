import { readFile } from "node:fs/promises";
import { openChecker } from "../check/checker.ts";
import { checkContextOf } from "../check/context.ts";
import type { VerdictReport } from "../check/report.ts";
import { parseFixtures } from "../replay/fixture.ts";
import { diffRulebooks } from "../policy/diff.ts";
import { type ChangedLink, diffHtml, type DiffSide } from "../policy/diff-html.ts";
import { diffText, verdictText } from "../policy/report-text.ts";
import type { Subject } from "../policy/survey.ts";
import { verdictTables } from "../policy/verdict-table.ts";
import { readOptions, UsageError, type Command } from "./command.ts";
import { knownAppsOf, subjectOf, toJson } from "./rulebook-input.ts";
import { writePage } from "./write-page.ts";
import { wrapped } from "./wrapped.ts";

const OPTIONS = {
  json: { kind: "flag", help: "the differences as JSON" },
  html: { kind: "text", value: "FILE", help: "write the comparison as a page to read, print and keep" },
} as const;

export const diff: Command = {
  name: "diff",
  usage: "hutong diff [options] A B [FIXTURES…]",
  summary: "where two rulebooks or editions differ: over every input, and over the links of given fixtures",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [left, right, ...files] = positionals;
    if (left === undefined || right === undefined)
      throw new UsageError("expected two rulebooks, each an id, id@edition or a file");
    const checker = openChecker();
    const apps = knownAppsOf(checker.registry);
    const [leftSubject, rightSubject] = [subjectOf(checker.shelf, left), subjectOf(checker.shelf, right)];
    const found = diffRulebooks(leftSubject, rightSubject, { apps });
    const changed: ChangedLink[] = [];
    for (const file of files) {
      for (const line of parseFixtures(await readFile(file, "utf8"))) {
        if ("error" in line) throw new UsageError(`${file}: ${line.error.message}`);
        const { fixture } = line;
        const context = checkContextOf(fixture, new Date());
        const [before, after] = [left, right].map((book) => checker.check(fixture.text, context, book));
        for (const [index, report] of before?.entries() ?? []) {
          const other = after?.[index];
          if (other === undefined) continue;
          const [one, two] = [report.verdict, other.verdict];
          if (one.action === two.action && one.notice === two.notice) continue;
          changed.push({
            fixture: fixture.id,
            link: report.link.value,
            left: changedVerdict(one),
            right: changedVerdict(two),
          });
        }
      }
    }
    if (values.html !== undefined) {
      const sideOf = (subject: Subject): DiffSide => ({ subject, tables: verdictTables(subject, apps) });
      const sides = [sideOf(leftSubject), sideOf(rightSubject)] as const;
      const page = { sides, changed: files.length === 0 ? null : changed, madeAt: new Date() };
      await writePage(values.html, diffHtml(found, page), console);
      if (!values.json) return 0;
    }
    const columns = console.columns ?? 80;
    const overFixtures = files.length === 0 ? "" : `\n${changedText(changed, columns)}`;
    await console.write(values.json ? toJson({ ...found, fixtures: changed }) : diffText(found) + overFixtures);
    return 0;
  },
};

function changedVerdict({ action, notice, rule, decidedBy }: VerdictReport) {
  return { verdict: verdictText({ action, notice }), action, notice, rule, decidedBy };
}

function changedText(changed: readonly ChangedLink[], columns: number): string {
  const lines = changed.flatMap(({ fixture, link, left, right }) => [
    `  ${fixture}`,
    wrapped("    ", link, columns),
    wrapped(
      "    ",
      `${verdictText(left)} (${left.rule ?? left.decidedBy}) → ${verdictText(right)} (${right.rule ?? right.decidedBy})`,
      columns,
    ),
  ]);
  return [`Links of the fixtures whose verdict differs: ${changed.length}`, ...lines, ""].join("\n");
}
