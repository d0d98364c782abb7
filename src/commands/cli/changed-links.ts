import type { Checker } from "../../check/checker.ts";
import type { VerdictReport } from "../../report/report.ts";
import type { ChangedLink } from "../../pages/diff-page.ts";
import { verdictText } from "../../pages/report-text.ts";
import { parseFixtures } from "../../replay/fixture.ts";
import { offlineJudge } from "../../replay/offline-judge.ts";
import { UsageError } from "./command.ts";
import { readFixtureFile } from "./fixture-file.ts";
import { forTerminal, wrapped } from "./wrapped.ts";

/** Links of fixtures, and those of them that two rulebooks judge differently. */
export interface FixtureDiff {
  readonly links: number;
  readonly changed: readonly ChangedLink[];
}

/**
 * Judges every link of the files by both rulebooks, whatever rulebook a fixture names; recorded answers are followed.
 *
 * @param references  Two rulebooks, each an id, `id@edition` or a file.
 * @throws {UsageError} when a file cannot be read or a line is no fixture.
 */
export async function changedLinks(
  checker: Checker,
  references: readonly [string, string],
  files: readonly string[],
): Promise<FixtureDiff> {
  const judge = offlineJudge(checker, (decider) => decider);
  const changed: ChangedLink[] = [];
  let links = 0;
  for (const file of files) {
    for (const line of parseFixtures(await readFixtureFile(file))) {
      if ("error" in line) throw new UsageError(line.error.message, { file });
      const { fixture, source } = line;
      const [before, after] = await Promise.all(references.map((rulebook) => judge({ ...fixture, rulebook }, source)));
      for (const [index, { link, verdict }] of before?.entries() ?? []) {
        const other = after?.[index]?.verdict;
        links++;
        if (other === undefined || (verdict.action === other.action && verdict.notice === other.notice)) continue;
        changed.push({
          fixture: fixture.id,
          link: link.value,
          left: changedVerdict(verdict),
          right: changedVerdict(other),
        });
      }
    }
  }
  return { links, changed };
}

function changedVerdict({ action, notice, rule, decidedBy }: VerdictReport) {
  return { verdict: verdictText({ action, notice }), action, notice, rule, decidedBy };
}

/** One heading for all links that change alike, by the same two rules. */
export function changedLinksText(
  { links, changed }: FixtureDiff,
  [left, right]: readonly [string, string],
  columns: number,
): string {
  const lines = [`Links of the fixtures whose verdict differs: ${changed.length} of ${links}`];
  const kinds = Map.groupBy(
    changed,
    (link) => `${left} ${verdictText(link.left)}, ${right} ${verdictText(link.right)}`,
  );
  for (const [kind, some] of kinds) {
    lines.push("", wrapped("", `${kind}: ${some.length}`, columns));
    for (const [rules, alike] of Map.groupBy(some, byRules)) {
      lines.push(wrapped("  by ", rules, columns));
      for (const [link, fixtures] of Map.groupBy(alike, ({ link }) => link)) {
        const ids = fixtures.map(({ fixture }) => fixture).join(", ");
        lines.push(wrapped("     ", forTerminal(link), columns), wrapped("       in ", ids, columns));
      }
    }
  }
  return `${lines.join("\n")}\n`;
}

function byRules({ left, right }: ChangedLink): string {
  return `${left.rule ?? left.decidedBy} against ${right.rule ?? right.decidedBy}`;
}
