import { expect } from "vitest";
import type { LogEvent } from "../../../src/telemetry/log.ts";
import { test } from "../../support/test.ts";

test("each request has a name in its answer and in the log, by its route and never by its path or the client's words", async ({
  start,
}) => {
  const log: LogEvent[] = [];
  const told = Promise.withResolvers<void>();
  const gateway = await start({
    log: (event) => {
      log.push(event);
      if (log.filter((each) => each.event === "request").length === 4) told.resolve();
    },
  });
  const get = (path: string, id?: string) =>
    fetch(`${gateway.http}${path}`, id === undefined ? {} : { headers: { "x-request-id": id } });
  const given = "0d3a3d6c-8a53-4a5e-9f38-1f4d2f1f7a90";
  const own = await get("/healthz");
  expect(own.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/u);
  expect((await get("/healthz", given)).headers.get("x-request-id")).toBe(given);
  expect((await get("/healthz", "alice secret")).headers.get("x-request-id")).not.toContain("secret");
  expect((await get("/o/secret-of-alice?q=secret")).status).not.toBe(200);
  await told.promise;
  const requests = log.filter(({ event }) => event === "request");
  expect(requests.map(({ route, method, status }) => [method, route, status])).toEqual([
    ["GET", "/healthz", 200],
    ["GET", "/healthz", 200],
    ["GET", "/healthz", 200],
    ["GET", "/o/{token}", expect.any(Number)],
  ]);
  expect(requests.map(({ request }) => request)).toContain(given);
  expect(JSON.stringify(log)).not.toContain("secret");
});
