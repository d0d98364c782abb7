import fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswerBody, type Flow } from "../../../src/resolve/fetch/answer-body.ts";

function countingFlow(): Flow & { paused: number; resumed: number } {
  const flow = { paused: 0, resumed: 0, pause: () => void (flow.paused += 1), resume: () => void (flow.resumed += 1) };
  return flow;
}

async function piecesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return pieces;
}

test("a body of ten thousand pieces of a byte is read in a few, and the same byte for byte", async () => {
  const flow = countingFlow();
  const body = createAnswerBody(flow);
  const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));
  const reading = piecesOf(body);
  for (const byte of bytes) body.push(Uint8Array.of(byte));
  body.end();
  const pieces = await reading;
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect(pieces.length).toBeLessThan(4);
  expect(flow.paused).toBe(0);
});

test("a full segment is given at once, and a small piece after a moment though no more comes", async () => {
  const body = createAnswerBody(countingFlow());
  const pieces = body[Symbol.asyncIterator]();
  let given = 0;
  void pieces.next().then(() => (given += 1));
  body.push(new Uint8Array(536));
  await Promise.resolve();
  expect(given).toBe(1);
  const second = pieces.next();
  body.push(Uint8Array.of(1));
  body.push(Uint8Array.of(2));
  expect(await second).toEqual({ done: false, value: Buffer.from([1, 2]) });
});

test("who does not read has about 16 KiB waiting: the connection is paused once, and resumed when all of it is taken", async () => {
  const flow = countingFlow();
  const body = createAnswerBody(flow);
  for (let index = 0; index < 16 * 1_024; index++) {
    expect(flow.paused).toBe(0);
    body.push(Uint8Array.of(1));
  }
  body.push(Uint8Array.of(1));
  expect(flow).toMatchObject({ paused: 1, resumed: 0 });
  const pieces = body[Symbol.asyncIterator]();
  expect((await pieces.next()).value?.byteLength).toBe(16 * 1_024 + 1);
  expect(flow.resumed).toBe(0);
  const next = pieces.next();
  expect(flow.resumed).toBe(1);
  body.end();
  expect(await next).toEqual({ done: true, value: undefined });
});

test("whatever the sizes of pieces and however it ends, what came before the end is given, in order", async () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 20_000 })), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), fc.boolean(), async (lengths, fails, readsFirst) => {
      const body = createAnswerBody(countingFlow());
      let byte = 0;
      const sent = lengths.map((length) => Buffer.from(Array.from({ length }, () => byte++ % 253)));
      const got: Buffer[] = [];
      const read = async () => {
        for await (const piece of body) got.push(Buffer.from(piece));
      };
      const early = readsFirst ? read() : null;
      for (const piece of sent) body.push(piece);
      if (fails) body.fail(new Error("broken off"));
      else body.end();
      body.push(Uint8Array.of(1));
      body.fail(new Error("too late"));
      const reading = early ?? read();
      if (fails) await expect(reading).rejects.toThrow("broken off");
      else await reading;
      expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
