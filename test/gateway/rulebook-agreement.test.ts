import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { createRulebookAgreement, rulebookName } from "../../src/gateway/rulebook-agreement.ts";
import type { LogEvent } from "../../src/telemetry/log.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";

function agreement() {
  const log: LogEvent[] = [];
  const state = { nowMs: 1_000, looks: 0, own: "one" };
  const made = createRulebookAgreement({
    own: () => state.own,
    look: () => (state.looks += 1),
    log: (event) => log.push(event),
    nowMs: () => state.nowMs,
  });
  return { made, log, state };
}

test("[C1] a rulebook that differs makes this gateway look once, and for over 60 s is logged once and counted", async () => {
  const { made, log, state } = agreement();
  const metrics = createMetrics(createPrometheusMeter());
  metrics.tellRulebooks(() => made.differing());
  const figure = async () =>
    /^hutong_rulebook_differs (\d+)$/mu.exec(
      metrics.text({ connections: 0, resident_bytes: 0, store_clock_ahead_seconds: 0 }),
    )?.[1];
  made.heard("a", { rulebook: "one" });
  expect([state.looks, await figure()]).toEqual([0, "0"]);
  for (let second = 0; second <= 60; second += 1, state.nowMs += 1_000) {
    made.heard("b", { rulebook: "two" });
    made.heard("c", { rulebook: "three" });
  }
  expect([state.looks, log, await figure()]).toEqual([2, [], "2"]);
  for (let second = 0; second < 30; second += 1, state.nowMs += 1_000) {
    made.heard("b", { rulebook: "two" });
    made.heard("c", { rulebook: "three" });
  }
  expect(log).toEqual([{ event: "rulebook_differs", own: "one", other: "two" }]);

  made.heard("b", { rulebook: "one" });
  expect(await figure()).toBe("1");
  // The other one ended: nobody differs, and a later difference is told again.
  state.nowMs += 1_000;
  made.heard("c", { rulebook: "one" });
  expect(await figure()).toBe("0");
  made.heard("b", { rulebook: "two" });
  state.nowMs += 61_000;
  made.heard("b", { rulebook: "two" });
  expect(log).toHaveLength(2);
});

test("[C9] a gateway that says nothing of its rulebook differs from nobody, nor does one that ended", () => {
  const { made, log, state } = agreement();
  made.heard("old", { rulebook: null });
  made.heard("b", { rulebook: "two" });
  made.gone("b");
  state.nowMs += 120_000;
  made.heard("old", { rulebook: null });
  expect([made.differing(), log]).toEqual([0, []]);
});

test("a rulebook's name is that of what decides: another text, another edition in force and another book differ", () => {
  const { shelf } = openChecker();
  const now = new Date("2026-11-28");
  const names = ["wechat", "wechat@2021-09-17", "miit", "qq"].map((reference) =>
    rulebookName(shelf.read(reference, { files: false }), now),
  );
  expect(new Set(names).size).toBe(4);
  expect(rulebookName(openChecker().shelf.read("wechat", { files: false }), now)).toBe(names[0]);
});
