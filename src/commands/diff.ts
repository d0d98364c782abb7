import { openChecker } from "../check/checker.ts";
import { diffRulebooks } from "../policy/compare/diff.ts";
import { diffHtml, type DiffSide } from "../pages/diff-page.ts";
import { diffText } from "../pages/report-text.ts";
import type { Subject } from "../policy/compare/survey.ts";
import { verdictTables } from "../policy/compare/verdict-table.ts";
import { splitReference } from "../rulebooks/shelf.ts";
import { readTimeline } from "../rulebooks/timeline.ts";
import { changedLinks, changedLinksText } from "./cli/changed-links.ts";
import { knownAppsOf } from "../rulebooks/known-apps.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { HOST_PLATFORM, comparedFrom, subjectOf, toJson } from "./cli/rulebook-input.ts";
import { programVersion } from "../input/program-version.ts";
import { PAGE_LOCALE, pageLocale, writePage } from "./cli/write-page.ts";

const OPTIONS = {
  "host-platform": HOST_PLATFORM,
  json: { kind: "flag", help: "the differences as JSON" },
  html: { kind: "text", value: "FILE", help: "write the comparison as a page to read, print and keep" },
  locale: PAGE_LOCALE,
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
    const { registry, shelf } = checker;
    const subjects = toldApart([left, subjectOf(shelf, left)], [right, subjectOf(shelf, right)]);
    const rulebooks = subjects.map(({ rulebook }) => rulebook);
    const host = comparedFrom(registry, values["host-platform"], rulebooks);
    const apps = knownAppsOf(registry, { host });
    const seen = (subject: Subject): Subject => ({
      ...subject,
      ...(host === undefined ? {} : { host }),
      ...(subject.rulebook.owners === null
        ? {}
        : { apps: knownAppsOf(registry, { host, rulebook: subject.rulebook }) }),
    });
    const [leftSubject, rightSubject] = [seen(subjects[0]), seen(subjects[1])];
    const found = diffRulebooks(leftSubject, rightSubject, { apps });
    const names = [left, right] as const;
    const overFixtures = await changedLinks(checker, names, files);
    if (values.html !== undefined) {
      const sideOf = (subject: Subject): DiffSide => ({
        subject,
        tables: verdictTables(subject, subject.apps ?? apps),
      });
      const sides = [sideOf(leftSubject), sideOf(rightSubject)] as const;
      const page = {
        sides,
        changed: files.length === 0 ? null : overFixtures.changed,
        events: readTimeline(),
        made: { at: new Date(), version: programVersion() },
        locale: pageLocale(values.locale),
      };
      await writePage(values.html, diffHtml(found, page), console);
      if (!values.json) return 0;
    }
    const text = files.length === 0 ? "" : `\n${changedLinksText(overFixtures, names, console.columns ?? 80)}`;
    await console.write(values.json ? toJson({ ...found, fixtures: overFixtures.changed }) : diffText(found) + text);
    return 0;
  },
};

type Referred = readonly [reference: string, subject: Subject];

/** A copy of a book has its id: then each is told by what the command calls it. */
function toldApart([left, one]: Referred, [right, other]: Referred): readonly [Subject, Subject] {
  if (one.rulebook === other.rulebook || one.rulebook.id !== other.rulebook.id) return [one, other];
  const called = (reference: string, subject: Subject): Subject => ({
    ...subject,
    rulebook: { ...subject.rulebook, id: splitReference(reference).name },
  });
  return [called(left, one), called(right, other)];
}
