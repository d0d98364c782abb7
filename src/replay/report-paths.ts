import { z } from "zod";
import { linkReportSchema } from "../report/schema.ts";

/** Whether a dotted path leads to something that a report may hold: `verdict.edition`, `resolution.hops.0.url`. */
export function isReportPath(path: string): boolean {
  return leads(linkReportSchema, path.split("."));
}

/** Every path of one or two parts, to be offered for one that leads nowhere. */
export function shortReportPaths(): readonly string[] {
  return Object.entries(linkReportSchema.shape).flatMap(([name, schema]) => [
    name,
    ...fieldsOf(schema).map((field) => `${name}.${field}`),
  ]);
}

function leads(schema: unknown, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return true;
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, part) && leads(schema.shape[part], rest);
  if (schema instanceof z.ZodArray) return /^\d{1,6}$/u.test(part) && leads(schema.element, rest);
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => leads(option, [part, ...rest]));
  return isWrapped(schema) && leads(schema.unwrap(), [part, ...rest]);
}

function fieldsOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(fieldsOf);
  return isWrapped(schema) ? fieldsOf(schema.unwrap()) : [];
}

function isWrapped(schema: unknown): schema is { unwrap(): unknown } {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable;
}
