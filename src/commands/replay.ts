import { accessSync, constants, existsSync } from "node:fs";
import { chmod, realpath, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../input/input-error.ts";
import { seen, spelt } from "../input/odd-characters.ts";
import { nearestWord } from "../policy/vocabulary.ts";
import { openChecker } from "../check/checker.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import { offlineJudge } from "../replay/offline-judge.ts";
import { REPORTERS, reporterFor } from "../replay/reporters.ts";
import { parseFixtures, type FixtureLine } from "../replay/fixture.ts";
import { runFixtures, type Outcome } from "../replay/run-fixtures.ts";
import { WRAPPERS_OPTION, wrappersFrom } from "./cli/wrappers-option.ts";
import { errorCode, readFixtureFile, STDIN } from "./cli/fixture-file.ts";
import { fixturePaths } from "./cli/fixture-paths.ts";
import { progressBar } from "./cli/progress-bar.ts";
import { oneOf, readOptions, UsageError, type Command, type Console } from "./cli/command.ts";

const OPTIONS = {
  against: { kind: "text", value: "URL", help: "replay over a live gateway (ws://127.0.0.1:8080) instead of offline" },
  reporter: { kind: "text", value: "NAME", choices: REPORTERS, help: "pretty, json or junit (pretty)" },
  ...WRAPPERS_OPTION,
  coverage: { kind: "flag", help: "say which rules and edges of the rulebooks the fixtures reached" },
  only: { kind: "list", value: "ID", help: "run this fixture alone; repeatable" },
  update: {
    kind: "flag",
    help: "write what happened in the place of expectations that were not met, into the same files",
  },
  quiet: { kind: "flag", help: "in words only what did not pass, and the sums" },
  record: { kind: "text", value: "FILE", help: "write what happened as a new fixture file" },
} as const;

export const replay: Command = {
  name: "replay",
  usage: "hutong replay [options] FILE|FOLDER|PATTERN…",
  summary: "fixtures → met or not, expectation by expectation; exit code 1 when one is not",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals: words } = readOptions(argv, OPTIONS, console.env);
    if (words.length === 0) throw new UsageError("expected at least one fixture file");
    const reporterName = oneOf("reporter", values.reporter ?? "pretty", REPORTERS);
    if (values.coverage && (values.against !== undefined || reporterName === "junit")) {
      throw new UsageError("expected an offline replay, reported as pretty or json", { field: "--coverage" });
    }
    if (values.against !== undefined && values.wrappers !== undefined) {
      throw new UsageError("expected an offline replay: a gateway has its own", { field: "--wrappers" });
    }
    const reporter = reporterFor(reporterName, values.quiet);
    const files = fixturePaths(words);
    if (values.record === STDIN)
      throw new UsageError("expected a file: standard output tells what was met", { field: "--record" });
    if (values.record !== undefined) refuseUnmakeable(values.record);
    if (values.update && files.includes(STDIN))
      throw new UsageError("expected files: what comes from standard input is written back nowhere", {
        field: "--update",
      });
    const contents = await Promise.all(files.map((file) => readOrWhy(file, console)));
    const texts = contents.map((content) => (typeof content === "string" ? content : ""));
    const only = values.only.length === 0 ? undefined : new Set(values.only);
    if (only !== undefined) refuseUnknownIds(only, texts);
    // Watching takes every edition of a book, not only those that are asked; the client is for a live gateway alone.
    const watch = values.coverage ? (await import("../replay/coverage.ts")).watchCoverage() : null;
    const watched = (decider: Decider): Decider => watch?.watched(decider) ?? decider;
    const judge =
      values.against === undefined
        ? offlineJudge(openChecker({ wrappers: wrappersFrom(values) }), watched)
        : await (
            await import("../replay/live-judge.ts")
          ).openLiveJudge(values.against, (message) => console.tell(message));
    const outcomes: Outcome[] = [];
    const mayCompareNothing = values.update || values.record !== undefined;
    const isLive = values.against !== undefined;
    const now = isLive ? undefined : new Date();
    // Where the outcomes are drawn on the terminal they are the progress.
    const isDrawn = reporterName === "pretty" && !values.quiet && console.columns !== null;
    const progress = progressBar(isDrawn ? {} : console, "replaying");
    const all = only?.size ?? texts.reduce((sum, text) => sum + lineCount(text), 0);
    for (const [index, file] of files.entries()) {
      const run = runFixtures(file, contents[index] ?? "", judge, {
        mayCompareNothing,
        ...(only && { only }),
        ...(now && { now }),
      });
      for await (const outcome of run) {
        outcomes.push(outcome);
        progress.show(outcomes.length, all);
        await console.write(reporter.outcome(outcome));
      }
    }
    progress.end();
    await console.write(reporter.end(outcomes));
    if (watch !== null) {
      const coverage = watch.coverage();
      const { coverageText } = await import("./cli/coverage-text.ts");
      await console.write(
        reporterName === "json" ? `${JSON.stringify({ coverage })}\n` : coverageText(coverage, console.columns ?? 80),
      );
    }
    const { record } = values;
    if (record !== undefined) {
      const lines = outcomes.flatMap(({ recorded }) => (recorded === null ? [] : [`${JSON.stringify(recorded)}\n`]));
      await writeFile(record, lines.join(""), { flag: "wx" }).catch((error: unknown) => {
        throw unmakeable(record, errorCode(error));
      });
    }
    if (outcomes.length === 0) throw new UsageError("the files hold no fixture");
    const undated = outcomes.filter(
      ({ recorded }) => now !== undefined && recorded?.["at"] === now.toISOString(),
    ).length;
    if (undated > 0 && record === undefined) {
      const which = undated === 1 ? "1 fixture has" : `${undated} fixtures have`;
      console.tell(`${which} no field at: judged as of now, another day may bring another verdict`);
    }
    const empty = only === undefined ? files.filter((file) => !outcomes.some((outcome) => outcome.file === file)) : [];
    for (const file of empty) console.tell(`${file}: expected at least one fixture`);
    if (values.update) {
      for (const [index, file] of files.entries()) {
        const changed = outcomes.filter((outcome) => outcome.file === file && isToUpdate(outcome));
        if (changed.length === 0) continue;
        await writeWhole(file, updatedText(texts[index] ?? "", changed));
        console.tell(`${file}: ${changed.length} ${changed.length === 1 ? "fixture" : "fixtures"} updated`);
      }
    }
    const isMet = ({ result }: Outcome) => result.kind === "passed" || (values.update && result.kind === "failed");
    return outcomes.every(isMet) && empty.length === 0 ? 0 : 1;
  },
};

/** Why it is none, where it is of another encoding: the other files are replayed. @throws {UsageError} when it cannot be read. */
async function readOrWhy(file: string, { stdin }: Pick<Console, "stdin">): Promise<string | InputError> {
  try {
    return await readFixtureFile(file, stdin);
  } catch (error) {
    if (error instanceof InputError && error.code === "encoding") return error;
    throw error;
  }
}

/** Told before the replay, which may take long. @throws {UsageError} */
function refuseUnmakeable(file: string): void {
  if (existsSync(file)) throw unmakeable(file, "EEXIST");
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw unmakeable(file, errorCode(error));
  }
}

function unmakeable(file: string, code: string): UsageError {
  return new UsageError(`${file}: expected a file to make anew (${code})`, { field: "--record" });
}

/** @throws {UsageError} with the nearest known one. */
function refuseUnknownIds(only: ReadonlySet<string>, texts: readonly string[]): void {
  const known = new Set(texts.flatMap((text) => [...parseFixtures(text)].map(idOf)));
  for (const id of only) {
    if (known.has(id)) continue;
    const nearest = nearestWord(id.slice(0, 64), known);
    const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
    throw new UsageError(`no fixture of these files has the id ${spelt(JSON.stringify(id.slice(0, 64)))}${hint}`, {
      field: "--only",
    });
  }
}

function idOf(line: FixtureLine): string {
  return "fixture" in line ? line.fixture.id : "";
}

function lineCount(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

function isToUpdate({ result, updated }: Outcome): boolean {
  return updated !== null && (result.kind === "failed" || (result.kind === "passed" && result.checked === 0));
}

/** The file with these lines anew; every other one stays as it was written. */
function updatedText(text: string, changed: readonly Outcome[]): string {
  const lines = text.split("\n");
  for (const { line, updated } of changed) {
    const before = lines[line - 1] ?? "";
    // What nobody sees stays written by its number where its author wrote it so.
    lines[line - 1] = seen(JSON.stringify(updated), before) + (before.endsWith("\r") ? "\r" : "");
  }
  return lines.join("\n");
}

/** A reader finds the whole of the old file or the whole of the new one. A link leads to it still, and its rights stay. */
async function writeWhole(file: string, text: string): Promise<void> {
  try {
    const real = await realpath(file);
    const { mode } = await stat(real);
    const part = `${real}.part`;
    await writeFile(part, text, { mode: 0o600 });
    await chmod(part, mode & 0o7777);
    await rename(part, real);
  } catch (error) {
    throw new UsageError(`cannot be written (${errorCode(error)})`, { file });
  }
}
