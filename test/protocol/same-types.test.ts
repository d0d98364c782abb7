import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { PaymentTable } from "../../src/report/payment-table.ts";
import type { linkReportSchema, paymentTableSchema } from "../../src/report/schema.ts";
import type { LinkReport } from "../../src/report/report.ts";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import { SERVER_FRAMES } from "../../src/protocol/server-frames.ts";
import type { resolutionSchema } from "../../src/resolve/cache/resolution-schema.ts";
import type { Resolution } from "../../src/resolve/types.ts";

/** The same shape, with what may not be written to left out of the comparison, and intersections as one object. */
type Plain<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

type Schemas = typeof SERVER_FRAMES;
type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;
type BySchema = { [T in keyof Schemas]: Plain<z.output<Schemas[T]>> };
type ByType = { [T in keyof Schemas]: Plain<FrameOf<T>> };

// The type checker decides these; each word that one side has and the other lacks is an error of `npm run check`.
test("the schema of a link report and its type are the same, in both directions", () => {
  expectTypeOf<Plain<z.output<typeof linkReportSchema>>>().toEqualTypeOf<Plain<LinkReport>>();
});

test("the schema of the table of payments and its type are the same, in both directions", () => {
  expectTypeOf<Plain<z.output<typeof paymentTableSchema>>>().toEqualTypeOf<Plain<PaymentTable>>();
});

test("the schema of a resolution and its type are the same, in both directions", () => {
  expectTypeOf<Plain<z.output<typeof resolutionSchema>>>().toEqualTypeOf<Plain<Resolution>>();
});

test("the schema of each frame of the server and its type are the same, in both directions", () => {
  expectTypeOf<keyof Schemas>().toEqualTypeOf<ServerFrame["type"]>();
  expectTypeOf<BySchema>().toEqualTypeOf<ByType>();
  expect(Object.keys(SERVER_FRAMES).length).toBeGreaterThan(0);
});
