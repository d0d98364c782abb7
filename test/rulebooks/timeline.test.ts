import { expect, test } from "vitest";
import { commandHelp } from "../../src/commands/help.ts";
import { timeline } from "../../src/commands/timeline.ts";
import { LOCALES } from "../../src/policy/types.ts";
import { eventsBetween } from "../../src/rulebooks/timeline-event.ts";
import { readTimeline } from "../../src/rulebooks/timeline.ts";
import { runCommand } from "../../src/commands/run-command.ts";

test("the timeline holds what is no rule: dated, in every language, each with a source", () => {
  const events = readTimeline();
  expect(events.map(({ date }) => date)).toEqual(events.map(({ date }) => date).toSorted());
  expect(new Set(events.map(({ kind }) => kind))).toEqual(
    new Set(["campaign", "meeting", "statement", "reply", "complaint", "approval", "test", "none_found"]),
  );
  for (const { text, sources } of events) {
    expect(new Set(LOCALES.map((locale) => text[locale])).size).toBe(LOCALES.length);
    for (const { url } of sources) expect(url).toMatch(/^https?:\/\/[^/]+\.[^/]+\//u);
  }
  // What the articles tell of that September, and no rule says.
  const september = eventsBetween(events, "2021-07-01", "2021-09-30");
  expect(september.map(({ date, kind }) => `${date} ${kind}`)).toEqual(
    expect.arrayContaining([
      "2021-07-26 campaign",
      "2021-09-09 meeting",
      "2021-09-13 statement",
      "2021-09-13 reply",
      "2021-09-17 test",
      "2021-09-28 approval",
    ]),
  );
  // What came after it: whose codes pay where, and what was never found.
  const later = events.map(({ date, kind, actor }) => `${date} ${kind} ${actor}`);
  expect(later).toEqual(
    expect.arrayContaining([
      "2021-09-30 statement Tencent, UnionPay",
      "2021-12-01 statement Tencent",
      "2023-11-10 statement Tencent, China Mobile, China Telecom, China Unicom",
      "2024-05-20 statement Tencent, JD",
      "2025-09-30 statement Tencent, JD",
      "2025-11-15 statement SAMR",
      "2026-11-24 none_found Tencent",
    ]),
  );
  expect(eventsBetween(events, "2021-09-17", "2021-09-17").every(({ date }) => date === "2021-09-17")).toBe(true);
});

async function runCli(argv: readonly string[]) {
  const [out, told]: string[][] = [[], []];
  const code = await runCommand(argv, {
    stdin: (async function* () {})(),
    write: (text) => Promise.resolve(void out?.push(text)),
    tell: (text) => void told?.push(text),
    columns: null,
    env: {},
  });
  return { code, stdout: out?.join("") ?? "", stderr: told?.join("\n") ?? "" };
}

test("hutong timeline tells the days that were asked for, as JSON in a pipe and in a language when asked", async () => {
  const json = await runCli(["timeline", "--from", "2021-09-13", "--to", "2021-09-13"]);
  expect(json.code).toBe(0);
  expect(JSON.parse(json.stdout)).toEqual({ events: eventsBetween(readTimeline(), "2021-09-13", "2021-09-13") });
  const words = await runCli(["timeline", "--pretty", "--locale", "vi", "--to", "2013-12-31"]);
  expect(words.stdout).toContain("2013-08-01  Alibaba, tuyên bố: Alibaba ngừng");
  expect(words.stdout).not.toContain("2014");
  const turned = await runCli(["timeline", "--from", "2022-01-01", "--to", "2021-01-01"]);
  expect(turned).toMatchObject({
    code: 2,
    stderr: "hutong timeline: --to: expected a day that is not before 2022-01-01",
  });
  const wrong = await runCli(["timeline", "--from", "yesterday"]);
  expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: "" });
  expect(wrong.stderr).toContain("from: expected a day such as 2021-09-13");
  expect(commandHelp(timeline, 80)).toContain("hutong timeline");
});
