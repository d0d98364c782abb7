import type { LinkReport } from "../report/report.ts";

/** The short paths of a fixture's expectations and what each reads from a report. */
const SHORT_PATHS: Readonly<Record<string, (report: LinkReport) => unknown>> = {
  link: (report) => report.link.value,
  kind: (report) => report.link.kind,
  start: (report) => report.link.start,
  end: (report) => report.link.end,
  url: (report) => report.url,
  status: (report) => report.resolution.status,
  final: (report) => report.resolution.finalUrl,
  canonical: (report) => report.resolution.canonicalUrl,
  removed: (report) => report.resolution.removed,
  skipped: (report) => report.resolution.skipped,
  failure: (report) => report.resolution.failure?.code ?? null,
  title: (report) => report.resolution.page?.title,
  app: (report) => report.app?.id ?? null,
  owner: (report) => report.app?.owner ?? null,
  class: (report) => report.app?.class ?? null,
  entity: (report) => report.app?.entity?.type ?? null,
  entityId: (report) => report.app?.entity?.id ?? null,
  finding: (report) => report.findings.map((finding) => finding.kind),
  action: (report) => report.verdict.action,
  notice: (report) => report.verdict.notice,
  rulebook: (report) => report.verdict.rulebook,
  edition: (report) => report.verdict.edition,
  rule: (report) => report.verdict.rule,
  decidedBy: (report) => report.verdict.decidedBy,
  hash: (report) => report.verdict.hash,
  basis: (report) => report.verdict.basis,
  reason: (report) => report.verdict.reason,
  web: (report) => report.open.web,
  ios: (report) => report.open.ios,
  android: (report) => report.open.android,
  universal: (report) => report.open.universal,
  copy: (report) => report.open.copy,
  payment: (report) => Object.fromEntries(report.payments.map(({ method, status }) => [method, status])),
};

export const SHORT_PATH_NAMES: readonly string[] = Object.keys(SHORT_PATHS);

export function isShortPath(path: string): boolean {
  return Object.hasOwn(SHORT_PATHS, path);
}

/** One thing a fixture expected that was otherwise. */
export interface Mismatch {
  /** Position of the link in the message, from 0; null when the number of links is wrong. */
  readonly index: number | null;
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Compares what a fixture expects with the reports.
 *
 * A path is a short one of the table or a dotted path into the report (`verdict.edition`). Objects are compared by the
 * keys the expectation names, lists by the elements it names; `finding` and `removed` also take one word; `null` and `[]`
 * mean none.
 */
export function mismatches(
  expected: readonly Readonly<Record<string, unknown>>[],
  reports: readonly LinkReport[],
): Mismatch[] {
  const found: Mismatch[] = [];
  if (expected.length !== reports.length) {
    const actual = reports.map((report) => report.link.value);
    found.push({ index: null, path: "links", expected: expected.length, actual });
  }
  for (const [index, entry] of expected.entries()) {
    const report = reports[index];
    if (report === undefined) break;
    for (const [path, value] of Object.entries(entry)) {
      const actual = readPath(report, path);
      if (!fits(value, actual)) found.push({ index, path, expected: value, actual });
    }
  }
  return found;
}

function readPath(report: LinkReport, path: string): unknown {
  const short = Object.hasOwn(SHORT_PATHS, path) ? SHORT_PATHS[path] : undefined;
  if (short !== undefined) return short(report);
  let value: unknown = report;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function fits(expected: unknown, actual: unknown): boolean {
  if (expected === null)
    return actual === null || actual === undefined || (Array.isArray(actual) && actual.length === 0);
  if (Array.isArray(expected)) {
    // A recording writes it where there was none: what came later is no such list.
    if (expected.length === 0) return Array.isArray(actual) && actual.length === 0;
    return Array.isArray(actual) && expected.every((wanted) => actual.some((one) => fits(wanted, one)));
  }
  if (typeof expected === "object") {
    if (typeof actual !== "object" || actual === null) return false;
    return Object.entries(expected).every(([key, value]) => fits(value, Reflect.get(actual, key)));
  }
  if (Array.isArray(actual)) return actual.includes(expected);
  return Object.is(expected, actual);
}

/** What a recording writes as the expectation of a report: the verdict and whose the link is. */
export function recordedExpectation(report: LinkReport): Record<string, unknown> {
  const paths = ["link", "kind", "app", "entity", "canonical", "finding", "action", "notice", "rule"];
  return Object.fromEntries(paths.map((path) => [path, readPath(report, path) ?? null]));
}

/** What would have been met: the same paths with what the reports hold, and for a link that nothing named what a recording writes. */
export function updatedExpectation(
  expected: readonly Readonly<Record<string, unknown>>[],
  reports: readonly LinkReport[],
): readonly Record<string, unknown>[] {
  return reports.map((report, index) => {
    const paths = Object.keys(expected[index] ?? {});
    if (paths.length === 0) return recordedExpectation(report);
    return Object.fromEntries(paths.map((path) => [path, readPath(report, path) ?? null]));
  });
}
