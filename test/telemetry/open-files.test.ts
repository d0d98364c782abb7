import { closeSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { fewOpenFiles, mostIn, readOpenFiles } from "../../src/telemetry/open-files.ts";
import { monitorProcess } from "../../src/telemetry/process-reading.ts";

const TABLE = `Limit                     Soft Limit           Hard Limit           Units     
Max core file size        0                    unlimited            bytes     
Max open files            90                   4096                 files     
`;

test("the limit of open files is the one that holds now", () => {
  expect(mostIn(TABLE)).toBe(90);
  expect(mostIn(TABLE.replace("90  ", "unlimited"))).toBe(Infinity);
  expect(mostIn("")).toBeNull();
});

test("an operator is told of a limit below the connections allowed, and of no other", () => {
  expect(fewOpenFiles({ open: 30, most: 90 }, 20_000)).toMatchObject({
    event: "few_open_files",
    limit: 90,
    maxConnections: 20_000,
  });
  for (const most of [20_000, Infinity, null]) expect(fewOpenFiles({ open: 30, most }, 20_000)).toBeNull();
});

test.runIf(process.platform === "linux")("gauges tell the open files of the process and their limit", () => {
  const monitor = monitorProcess();
  const before = monitor.read().gauges;
  const files = Array.from({ length: 20 }, () => openSync("/dev/null", "r"));
  const { open_files: open = 0, open_files_limit: most } = monitor.read().gauges;
  for (const each of files) closeSync(each);
  monitor.close();
  expect(open - (before.open_files ?? 0)).toBe(20);
  expect(most).toBe(readOpenFiles().most);
  expect(most).toBeGreaterThan(open);
});
