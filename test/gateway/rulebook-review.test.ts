import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished } from "vitest";
import { rulebookText } from "../policy/facts.ts";
import { firstLine, runCli, startCli } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const SOUND = rulebookText("miit").replace("id: miit", "id: mine");
const STRICTER = SOUND.replace("then: { action: open_in_place }", "then: { action: open_externally }");
const LAST_RULES = SOUND.lastIndexOf("rules:\n") + "rules:\n".length;
/** The rule that takes every link comes first in the last edition. */
const SHADOWED = `${SOUND.slice(0, LAST_RULES)}      - lawful-link\n${SOUND.slice(LAST_RULES)}`.replace(
  / {6}- lawful-link\n*$/u,
  "",
);
const NEVER = "rule not-lawful of edition 2022-03-03 can never speak: lawful-link decides before it";
const ALLOWS = "rule lawful-link allows more: open_in_place where rule not-lawful said block";
const USER_INFO = "https://bank.example@evil.example/";

interface Told {
  readonly event: string;
  readonly message?: string;
  readonly kind?: string;
}

/** A gateway in a process of its own, whose log is read as it is written. */
async function serve(file: string, ...options: readonly string[]) {
  const child = startCli(["serve", "--port", "0", "--resolve", "off", "--rulebook", file, ...options]);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const told: Told[] = [];
  let wake = (): void => {};
  if (child.stderr === null) throw new Error("the child has no stderr");
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.startsWith("{")) told.push(JSON.parse(line) as Told);
    wake();
  });
  const url = await firstLine(child);
  return {
    told,
    async logged(fits: (each: Told) => boolean): Promise<Told> {
      for (;;) {
        const found = told.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async actionOf(text: string): Promise<string | undefined> {
      const body = JSON.stringify({ text });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(new URL("/v1/check", url), { method: "POST", headers, body });
      return ((await answer.json()) as { links: { verdict: { action: string } }[] }).links[0]?.verdict.action;
    },
    metrics: async () => (await fetch(new URL("/metrics", url))).text(),
  };
}

test("a change that hides rules and allows more decides at once, and each warning names its rule", async ({
  folder,
}) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, SOUND);
  const gateway = await serve(file, "--data", join(folder, "data"));
  expect(await gateway.actionOf(USER_INFO)).toBe("block");
  writeFileSync(file, SHADOWED);
  await gateway.logged(({ event }) => event === "rulebook_changed");
  expect(await gateway.actionOf(USER_INFO)).toBe("open_externally");
  await gateway.logged(({ message }) => message === NEVER);
  const allows = await gateway.logged(({ message }) => message?.startsWith(ALLOWS) === true);
  expect(allows).toMatchObject({ event: "rulebook_warning", kind: "allows_more", rule: "lawful-link" });
  expect(await gateway.metrics()).toMatch(/^hutong_rulebook_warnings_total\{kind="unreachable_rule"\} 8$/mu);
});

test("of a change that hides very many rules some are told by name, and the rest are counted", async ({ folder }) => {
  const [start, end] = [SOUND.indexOf("  forced-jump:\n"), SOUND.indexOf("  lawful-link:\n")];
  const rule = SOUND.slice(start, end);
  const names = Array.from({ length: 25 }, (_, index) => `jump-${index}`);
  const rules = names.map((name) => rule.replace("forced-jump", name)).join("");
  const many = `${SOUND.slice(0, end)}${rules}${SOUND.slice(end)}${names.map((name) => `      - ${name}\n`).join("")}`;
  const file = join(folder, "mine.yaml");
  writeFileSync(file, many);
  const gateway = await serve(file, "--data", join(folder, "data"));
  await gateway.logged(({ message }) => message === "and 5 more; hutong audit tells all");
  expect(gateway.told.filter(({ kind }) => kind === "unreachable_rule")).toHaveLength(21);
  expect(await gateway.metrics()).toMatch(/^hutong_rulebook_warnings_total\{kind="unreachable_rule"\} 25$/mu);
});

test("at a start a rule that can never speak is told, and --strict does not start with it", async ({ folder }) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, SHADOWED);
  const data = join(folder, "data");
  const refused = await runCli(["serve", "--port", "0", "--strict", "--rulebook", file, "--data", data]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain(`hutong serve: ${file}: --strict refuses it: ${NEVER}, and 7 more`);
  const gateway = await serve(file, "--data", data);
  await gateway.logged(({ message }) => message === NEVER);
  expect(gateway.told.some(({ kind }) => kind === "allows_more")).toBe(false);
});

test("--strict refuses such a change and keeps what decided, and takes one that is sound", async ({ folder }) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, SOUND);
  const gateway = await serve(file, "--strict", "--data", join(folder, "data"));
  writeFileSync(file, SHADOWED);
  const refused = await gateway.logged(({ event }) => event === "rulebook_refused");
  expect(refused.message).toContain(`--strict refuses it: ${NEVER}`);
  expect(await gateway.actionOf(USER_INFO)).toBe("block");
  expect(gateway.told.some(({ event }) => event === "rulebook_changed")).toBe(false);
  writeFileSync(file, STRICTER);
  await gateway.logged(({ event }) => event === "rulebook_changed");
  expect(await gateway.actionOf("https://item.jd.com/1.html")).toBe("open_externally");
});
