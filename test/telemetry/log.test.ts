import { expect, onTestFinished, test, vi } from "vitest";
import { levelOf, logFrom } from "../../src/telemetry/log.ts";

function written(act: () => void): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  onTestFinished(() => spy.mockRestore());
  act();
  return lines;
}

test("a line is one JSON object that begins with its time and event and ends with its level", () => {
  const [line = "", ...more] = written(() => logFrom("info")({ event: "fault", fault: "Error", where: "a\nb" }));
  expect(more).toEqual([]);
  expect(line).toMatch(
    /^\{"time":"\d{4}-[^"]+Z","event":"fault","fault":"Error","where":"a\\nb","level":"error"\}\n$/u,
  );
});

test("what is lost, refused or wrong for longer is no less than a warning", () => {
  const events = [
    "webhook_down",
    "webhook_dropped",
    "webhook_refused",
    "telegram_refused",
    "telegram_unavailable",
    "clock_skewed",
  ];
  expect(new Set(events.map((event) => levelOf({ event })))).toEqual(new Set(["warn"]));
});

test("events that matter less than was asked for are not written", () => {
  const events = ["request", "listening", "rulebook_warning", "fault"].map((event) => ({ event }));
  expect(events.map(levelOf)).toEqual(["debug", "info", "warn", "error"]);
  const counts = (["debug", "info", "warn", "error"] as const).map(
    (least) => written(() => events.forEach(logFrom(least))).length,
  );
  expect(counts).toEqual([4, 3, 2, 1]);
});
