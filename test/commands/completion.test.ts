import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { COMMANDS } from "../../src/commands/commands.ts";
import { runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const isThere = (program: string) => spawnSync(program, ["-c", "true"]).status === 0;

/** What a shell prints that is given a script; it is ended after some seconds. */
function said(program: string, script: string): string {
  const { stdout } = spawnSync(program, ["-c", script], { encoding: "utf8", timeout: 60_000 });
  return stdout;
}

async function scriptFor(shell: string, folder: string): Promise<string> {
  const { code, stdout } = await runHere(["completion", shell]);
  expect(code).toBe(0);
  const file = join(folder, `hutong.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

test("bash completes commands and options", async ({ folder }) => {
  const file = await scriptFor("bash", folder);
  const complete = (words: string, place: number) =>
    said("bash", `source ${file}; COMP_WORDS=(hutong ${words}); COMP_CWORD=${place}; _hutong; echo "\${COMPREPLY[@]}"`);
  expect(complete("se", 1)).toBe("serve\n");
  expect(complete("serve --ho", 2)).toBe("--host --host-platform\n");
  expect(complete("replay --rep", 2)).toBe("--reporter\n");
  expect(complete("lists ''", 2)).toBe("add update remove stats look except\n");
  expect(complete("lists except re", 3)).toBe("remove\n");
  expect(complete("lists --dr", 2)).toBe("--dry-run\n");
  expect(complete("completion f", 2)).toBe("fish\n");
  expect(complete("replay --reporter ''", 3)).toBe("pretty json junit\n");
  expect(complete("serve --log-level w", 3)).toBe("warn\n");
  expect(complete("serve --rulebook mi", 3)).toBe("miit\n");
  const books = complete("audit --against ''", 3).trim().split(" ");
  expect(books).toEqual(expect.arrayContaining(["miit", "qq", "samr", "wechat", "README.md"]));
  expect(complete("serve --rulebook READ", 3)).toBe("README.md\n");
  // A file's name is for bash to complete.
  expect(complete("replay fix", 2)).toBe("\n");
});

describe.skipIf(!isThere("fish"))("fish", () => {
  test("completes commands and options, with what they do", async ({ folder }) => {
    const file = await scriptFor("fish", folder);
    const complete = (line: string) => said("fish", `source ${file}; complete -C '${line}'`);
    expect(complete("hutong se")).toMatch(/^serve\tthe gateway/u);
    expect(complete("hutong serve --host-")).toBe(
      "--host-platform\tthe app whose chat this is (the first that the rulebook governs, else wechat)\n",
    );
    expect(complete("hutong lists ").split("\n").slice(0, -1).toSorted()).toEqual([
      "add",
      "except",
      "look",
      "remove",
      "stats",
      "update",
    ]);
    expect(complete("hutong replay --reporter j").split("\n").filter(Boolean)).toEqual([
      "json\tpretty, json or junit (pretty)",
      "junit\tpretty, json or junit (pretty)",
    ]);
    expect(complete("hutong lists except r")).toBe("remove\n");
    const books = complete("hutong serve --rulebook ")
      .split("\n")
      .map((line) => line.split("\t")[0]);
    expect(books).toEqual(expect.arrayContaining(["miit", "qq", "samr", "wechat", "README.md"]));
    expect(complete("hutong schema f")).toBe("fixture\n");
  });
});

describe.skipIf(!isThere("zsh"))("zsh", () => {
  test("completes commands and options at its own prompt", async ({ folder }) => {
    const file = await scriptFor("zsh", folder);
    // A terminal within: completion is there only at a prompt. Each read waits for what it names.
    const lines = [
      "zmodload zsh/zpty",
      "zpty z zsh -f -i",
      `zpty -w z "autoload -U compinit; compinit -u -D; source ${file}; hutong() { print -r -- RAN \\$@ }; print REA''DY"`,
      "zpty -r -m z out '*READY*'",
      "zpty -w -n z $'hutong serv\\t--host-pl\\tx\\n'",
      "zpty -r -m z out '*RAN*x*'",
      'print -r -- "$out"',
      "zpty -w -n z $'hutong lists exc\\trem\\ty\\n'",
      "zpty -r -m z out '*RAN*y*'",
      'print -r -- "$out"',
      "zpty -w -n z $'hutong serve --rulebook sam\\tREADM\\tdone\\n'",
      "zpty -r -m z out '*RAN*done*'",
      'print -r -- "$out"',
      "zpty -d z",
    ];
    const out = said("zsh", lines.join("\n"));
    expect(out).toContain("RAN serve --host-platform x");
    expect(out).toContain("RAN lists except remove y");
    expect(out).toContain("RAN serve --rulebook samr README.md done");
  });
});

test("no help text breaks out of its quotes", async ({ folder }) => {
  for (const shell of ["bash", "zsh", "fish"].filter(isThere)) {
    const file = await scriptFor(shell, folder);
    expect(spawnSync(shell, ["-n", file], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  }
});

test("help names every word that a shell completes", async () => {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const missing = commands.flatMap(({ name, usage, words = {} }) =>
    Object.entries(words).flatMap(([word, next]) =>
      [word, ...next].filter((each) => !new RegExp(`\\b${each}\\b`, "u").test(usage)).map((each) => `${name} ${each}`),
    ),
  );
  expect(missing).toEqual([]);
});

test("another shell is told the known ones", async () => {
  const answer = { code: 2, stderr: 'hutong completion: expected one of bash, zsh, fish; did you mean "fish"?\n' };
  expect(await runHere(["completion", "fissh"])).toMatchObject(answer);
  expect((await runHere(["completion"])).code).toBe(2);
});
