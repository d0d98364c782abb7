import { writeFile } from "node:fs/promises";
import { openChecker } from "../check/checker.ts";
import { watchCoverage } from "../replay/coverage.ts";
import { openLiveJudge } from "../replay/live-judge.ts";
import { offlineJudge } from "../replay/offline-judge.ts";
import { REPORTERS, reporterFor } from "../replay/reporters.ts";
import { runFixtures, type Outcome } from "../replay/run-fixtures.ts";
import { WRAPPERS_OPTION, wrappersFrom } from "./cli/wrappers-option.ts";
import { coverageText } from "./cli/coverage-text.ts";
import { errorCode, readFixtureFile } from "./cli/fixture-file.ts";
import { oneOf, readOptions, UsageError, type Command } from "./cli/command.ts";

const OPTIONS = {
  against: { kind: "text", value: "URL", help: "replay over a live gateway (ws://127.0.0.1:8080) instead of offline" },
  reporter: { kind: "text", value: "NAME", help: "pretty, json or junit (pretty)" },
  ...WRAPPERS_OPTION,
  coverage: { kind: "flag", help: "say which rules and edges of the rulebooks the fixtures reached" },
  record: { kind: "text", value: "FILE", help: "write what happened as a new fixture file" },
} as const;

export const replay: Command = {
  name: "replay",
  usage: "hutong replay [options] FILES…",
  summary: "fixtures → met or not, expectation by expectation; exit code 1 when one is not",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals: files } = readOptions(argv, OPTIONS, console.env);
    if (files.length === 0) throw new UsageError("expected at least one fixture file");
    const reporterName = oneOf("reporter", values.reporter ?? "pretty", REPORTERS);
    if (values.coverage && (values.against !== undefined || reporterName === "junit")) {
      throw new UsageError("expected an offline replay, reported as pretty or json", { field: "--coverage" });
    }
    if (values.against !== undefined && values.wrappers !== undefined) {
      throw new UsageError("expected an offline replay: a gateway has its own", { field: "--wrappers" });
    }
    const reporter = reporterFor(reporterName);
    const watch = watchCoverage();
    const judge =
      values.against === undefined
        ? offlineJudge(openChecker({ wrappers: wrappersFrom(values) }), (decider) => watch.watched(decider))
        : await openLiveJudge(values.against);
    const outcomes: Outcome[] = [];
    for (const file of files) {
      for await (const outcome of runFixtures(file, await readFixtureFile(file), judge)) {
        outcomes.push(outcome);
        await console.write(reporter.outcome(outcome));
      }
    }
    await console.write(reporter.end(outcomes));
    if (values.coverage) {
      const coverage = watch.coverage();
      await console.write(
        reporterName === "json" ? `${JSON.stringify({ coverage })}\n` : coverageText(coverage, console.columns ?? 80),
      );
    }
    if (values.record !== undefined) {
      const lines = outcomes.flatMap(({ recorded }) => (recorded === null ? [] : [`${JSON.stringify(recorded)}\n`]));
      await writeFile(values.record, lines.join(""), { flag: "wx" }).catch((error: unknown) => {
        throw new UsageError(`${values.record}: expected a file to make anew (${errorCode(error)})`, {
          field: "--record",
        });
      });
    }
    if (outcomes.length === 0) throw new UsageError("the files hold no fixture");
    return outcomes.every(({ result }) => result.kind === "passed") ? 0 : 1;
  },
};
