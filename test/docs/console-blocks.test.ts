import { copyFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "../../src/commands/commands.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";
import { textFiles } from "./text-files.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FILES = textFiles();

interface Line {
  readonly file: string;
  readonly command: string;
  readonly output: readonly string[];
}

/** Commands that are other programs', each by its beginning, and where they are run instead. */
const OTHERS: Readonly<Record<string, string>> = {
  "npm ci &&": "CI begins with it",
  "npm run drill": "test/drills/run.test.ts",
  "npm run -s drill": "test/drills/run.test.ts",
  "export HUTONG_STORE": "a shell's own",
  "printf 'POSTGRES": "test/deploy/compose.test.ts reads what it writes",
  "docker build": "test/deploy/packaging.test.ts reads the Dockerfile, compose.test.ts the rest",
  'curl "https://api.telegram.org': "Telegram's; test/adapters/telegram.test.ts plays its part",
};
/** What stays open, asks a network or a database, or is run by test/commands/erase.test.ts and backup.test.ts: its command and options are held to be there. */
const NOT_RUN =
  /^(?:serve(?! --help)|migrate|import|backup|restore|rulebook put|lists|log verify|export --fixtures|replay --record)\b/u;

/** What a reader is told to type, and what is said to come. */
function linesOf(file: string): Line[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^\s*```console\n([\s\S]*?)^\s*```$/gmu)].flatMap(([, block = ""]) =>
    block
      .replaceAll(/\\\n\s*/gu, "")
      .split(/^\$ /mu)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.trimEnd().split("\n");
        return { file, command: command.replace(/\s{2,}#.*$/u, "").trim(), output };
      }),
  );
}

/** Words of a command line, with quotes taken off. */
const wordsOf = (command: string) =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );

const lines = FILES.flatMap(linesOf);
const own = lines.flatMap((line) => {
  const rest = /^(?:npm run -s hutong --|hutong) (.+)$/u.exec(line.command)?.[1];
  return rest === undefined ? [] : [{ ...line, rest }];
});

test("every command that a page tells one to type is ours, or has a place where it is run", () => {
  expect(lines.length).toBeGreaterThan(20);
  const others = lines.filter((line) => !own.some(({ command }) => command === line.command));
  const begun = Object.keys(OTHERS);
  expect(others.filter(({ command }) => !begun.some((start) => command.startsWith(start)))).toEqual([]);
  expect(begun.filter((start) => !others.some(({ command }) => command.startsWith(start)))).toEqual([]);
});

test.each(own)("$file: $command", async ({ rest, output }) => {
  const [name = "", ...args] = wordsOf(rest);
  const command = await COMMANDS[name]?.();
  expect(command).toBeDefined();
  const options = args.flatMap((word) => /^--([a-z-]+)/u.exec(word)?.[1] ?? []).filter((option) => option !== "help");
  expect(options.filter((option) => !Object.hasOwn(command?.options ?? {}, option))).toEqual([]);
  if (NOT_RUN.test(rest)) return;
  const folder = temporaryFolder(onTestFinished);
  copyFileSync(join(ROOT, "src/rulebooks/data/miit.yaml"), join(folder, "mine.yaml"));
  const given = args.map((word) =>
    word === "data"
      ? join(folder, "data")
      : word === "./mine.yaml"
        ? join(folder, "mine.yaml")
        : word.startsWith("fixtures/")
          ? join(ROOT, word)
          : word,
  );
  // A page may leave the folder to its default, which is the checkout's own here.
  const isInFolder = Object.hasOwn(command?.options ?? {}, "data") && !args.includes("--data");
  const where = isInFolder ? ["--data", join(folder, "data")] : [];
  const { code, stdout, stderr } = await runHere([name, ...given, ...where], { columns: 80 });
  // 1 is what was checked; what is refused is told by name too.
  const isWell = code === 0 || (code === 1 && !/^hutong/mu.test(stderr));
  expect({ isWell, ...(!isWell && { stderr }) }).toEqual({ isWell: true });
  expect(stdout.length).toBeGreaterThan(rest.includes("--jsonl") ? -1 : 0);
  // Line by line and in order; `…` stands for what is left out.
  let from = 0;
  const came = stdout.split("\n");
  for (const line of output) {
    const told = line.replace(/…$/u, "").trimEnd();
    if (told === "") continue;
    const at = came.findIndex(
      (each, index) => index >= from && (line.endsWith("…") ? each.startsWith(told) : each.trimEnd() === told),
    );
    expect({ told, isThere: at !== -1 }).toEqual({ told, isThere: true });
    from = at + 1;
  }
});
