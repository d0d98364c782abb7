import { expect, test } from "vitest";
import type { ErrorCode } from "../../src/protocol/errors.ts";
import { runFuzz } from "../drills/fuzz-run.ts";

const MIB = 2 ** 20;

test("[P8] random and mutated frames are each answered with a known code, end no other connection and leave nothing behind", async () => {
  const outcome = await runFuzz({ frames: 4_000, seed: 20_210_917, lanes: 8, print: () => {} });
  expect(outcome).toMatchObject({
    wrong: [],
    unanswered: 0,
    unasked: 0,
    unknownCloses: [],
    faults: 0,
    connectionsLeft: 0,
    exitCode: 0,
  });
  expect(outcome.frames).toBeGreaterThanOrEqual(4_000);
  expect(outcome.innocent.sent).toBeGreaterThan(0);
  expect(outcome.innocent.read).toBe(outcome.innocent.sent);
  expect(outcome.residentBytes.late - outcome.residentBytes.early).toBeLessThan(64 * MIB);
  // The frames must have reached what they are for, or all of the above says little.
  const heard = new Set(outcome.answers.keys());
  const reached: string[] = ["sent", "synced", "page", "conversations", "chosen", "pong", "message", "group"];
  const refused: ErrorCode[] = ["bad_json", "bad_frame", "unknown_type", "binary_frame", "hello_first"];
  expect([...reached, ...refused].filter((name) => !heard.has(name))).toEqual([]);
});
