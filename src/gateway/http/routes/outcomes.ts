import { z } from "zod";
import type { Outcome } from "../route.ts";

export function jsonOf(description: string, schema: z.ZodType): Outcome {
  return { description, content: { "application/json": schema } };
}

export function plainTextOf(description: string): Outcome {
  return { description, content: { "text/plain": z.string() } };
}

export function pageOf(description: string): Outcome {
  return { description, content: { "text/html": z.string() } };
}
