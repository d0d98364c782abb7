import { expect, test } from "vitest";
import { createFaultReport } from "../../src/telemetry/fault-report.ts";
import type { LogEvent } from "../../src/telemetry/log.ts";

function reported(ofDatabase = true) {
  const events: LogEvent[] = [];
  let count = 0;
  let nowMs = 0;
  const report = createFaultReport(
    (event) => void events.push(event),
    () => (count += 1),
    ofDatabase,
    () => nowMs,
  );
  return { report, events, count: () => count, pass: (ms: number) => void (nowMs += ms) };
}
const failed = (code: string, cause?: unknown) => Object.assign(new Error("seeded", { cause }), { code });

test("a database's trouble is told once until it has recovered, with what to do, and every fault is counted", () => {
  const { report, events, count, pass } = reported();
  for (let index = 0; index < 100; index += 1) report.onFault(failed(index % 2 === 0 ? "57P01" : "ECONNREFUSED"));
  report.onFault(new Error("the store could not answer", { cause: failed("57P03") }));
  expect(events.map(({ event, trouble, code }) => [event, trouble, code])).toEqual([
    ["store_trouble", "server_stops", "57P01"],
    ["store_trouble", "unreachable", "ECONNREFUSED"],
  ]);
  for (const { advice } of events) expect(advice).toMatch(/\w+ \w+/u);
  pass(5_000);
  report.onSound();
  report.onSound();
  expect(events.at(-1)).toEqual({ event: "store_recovered", troubles: "server_stops, unreachable" });
  report.onFault(failed("57P01"));
  expect(events).toHaveLength(4);
  expect(count()).toBe(102);
  expect(JSON.stringify(events)).not.toContain("seeded");
});

test("a database whose parts notice an outage one after another has not recovered between them", () => {
  const { report, events, pass } = reported();
  for (const code of ["57P01", "ECONNREFUSED", "57P01", "57P03"]) {
    report.onFault(failed(code));
    pass(4_999);
    report.onSound();
  }
  expect(events.map(({ trouble }) => trouble)).toEqual(["server_stops", "unreachable"]);
  pass(1);
  report.onSound();
  expect(events.map(({ event }) => event)).toEqual(["store_trouble", "store_trouble", "store_recovered"]);
});

test("a full disk of a data folder is told once until there is room, and not for each message", () => {
  for (const [code, trouble] of [
    ["SQLITE_FULL", "disk_full"],
    ["SQLITE_READONLY_DBMOVED", "read_only"],
    ["SQLITE_BUSY_SNAPSHOT", "folder_in_use"],
    ["SQLITE_IOERR_WRITE", "disk_fault"],
  ] as const) {
    for (const ofDatabase of [false, true]) {
      const { report, events, count, pass } = reported(ofDatabase);
      for (let index = 0; index < 100; index += 1) report.onFault(failed(code));
      expect(events).toMatchObject([{ event: "store_trouble", trouble, code }]);
      expect(count()).toBe(100);
      pass(5_000);
      report.onSound();
      report.onFault(failed(code));
      expect(events.map(({ event }) => event)).toEqual(["store_trouble", "store_recovered", "store_trouble"]);
    }
  }
  const { report, events } = reported(false);
  report.onFault(failed("SQLITE_CORRUPT"));
  expect(events).toMatchObject([{ event: "fault" }]);
});

test("each class of a server's codes has its name, and what is no database's stays a fault", () => {
  for (const [code, trouble] of [
    ["53100", "disk_full"],
    ["53200", "out_of_memory"],
    ["53300", "no_connection_left"],
    ["25006", "read_only"],
    ["standby", "standby"],
    ["55P03", "lock_timeout"],
    ["26000", "pooler"],
    ["28P01", "not_let_in"],
    ["58030", "server_fault"],
    ["08006", "unreachable"],
  ]) {
    const { report, events } = reported();
    report.onFault(failed(code ?? ""));
    expect(events).toMatchObject([{ event: "store_trouble", trouble }]);
  }
  for (const [error, ofDatabase] of [
    [failed("23502"), true],
    [new TypeError("seeded"), true],
    [failed("ECONNREFUSED"), false],
  ] as const) {
    const { report, events } = reported(ofDatabase);
    report.onFault(error);
    expect(events).toMatchObject([{ event: "fault" }]);
  }
});
