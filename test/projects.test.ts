import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { filesNamed, LONGEST, NOT_PURE, PURE, pureFiles } from "./projects.ts";

const REFUSED = "a pure test opens no socket";
const DENIED = "Access to this API has been restricted";

test("a pure test can open no socket and ask for no name", () => {
  expect(() => connect(80, "127.0.0.1")).toThrow(REFUSED);
  expect(() => createServer().listen(0)).toThrow(REFUSED);
  expect(() => createSocket("udp4").send("", 53, "127.0.0.1")).toThrow(REFUSED);
  expect(() => lookup("localhost")).toThrow(REFUSED);
});

test("a pure test can start no process or thread and write no file", () => {
  expect(() => execFileSync("true")).toThrow(DENIED);
  expect(() => new Worker("", { eval: true })).toThrow(DENIED);
  expect(() => writeFileSync(join(tmpdir(), "hutong-pure"), "")).toThrow(DENIED);
});

test("every file that starts first is there, and real", () => {
  expect(LONGEST.map((name) => filesNamed(name).length)).toEqual(LONGEST.map(() => 1));
  expect(LONGEST.flatMap(filesNamed).filter((file) => pureFiles().includes(file))).toEqual([]);
});

test("every name of the lists of projects names a test, and what is not pure would else be", () => {
  expect([...PURE, ...NOT_PURE].filter((name) => filesNamed(name).length === 0)).toEqual([]);
  const named = new Set(PURE.flatMap(filesNamed));
  expect(NOT_PURE.flatMap(filesNamed).filter((file) => !named.has(file))).toEqual([]);
  expect(pureFiles().length).toBeGreaterThan(30);
});
