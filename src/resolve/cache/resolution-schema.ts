import { z } from "zod";
import { FAILURE_CODES, HOP_WAYS, SKIP_REASONS } from "../types.ts";

const hop = z.strictObject({
  url: z.string(),
  status: z.exactOptional(z.int()),
  by: z.enum(HOP_WAYS),
  guessed: z.exactOptional(z.literal(true)),
  downgrade: z.exactOptional(z.literal(true)),
});

const page = z.strictObject({
  title: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  image: z.exactOptional(z.string()),
  siteName: z.exactOptional(z.string()),
  contentType: z.exactOptional(z.string()),
  frameable: z.exactOptional(z.boolean()),
});

/** A resolution read back from where it was kept. */
export const resolutionSchema = z.strictObject({
  status: z.enum(["final", "failed"]),
  hops: z.array(hop),
  finalUrl: z.string(),
  httpStatus: z.int().nullable(),
  skipped: z.enum(SKIP_REASONS).nullable(),
  page: page.nullable(),
  failure: z.strictObject({ code: z.enum(FAILURE_CODES), at: z.string() }).nullable(),
  requests: z.array(z.strictObject({ url: z.string(), status: z.int().nullable(), address: z.string().nullable() })),
});
