import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { textOfBody, whyNotJson } from "../../input/json-body.ts";
import { describeIssues } from "../../input/issues.ts";
import { HttpError, type HttpErrorCode } from "./http-error.ts";

/** What whoever sends a body may be told of it. */
export const BODY_REFUSALS: readonly HttpErrorCode[] = ["bad_json", "bad_request", "too_large", "bad_content_type"];

/**
 * @param choose  Of several schemas the one that a body is meant to be of, so that its own mistake is told.
 * @throws {HttpError} by rejecting, on anything but JSON of this schema within the bound.
 */
export async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  maxBodyBytes: number,
  choose?: (given: unknown) => z.ZodType<z.output<Schema>>,
): Promise<z.output<Schema>> {
  const given = await readJson(request, maxBodyBytes);
  const parsed = choose === undefined ? schema.safeParse(given) : choose(given).safeParse(given);
  if (!parsed.success) throw new HttpError("bad_request", describeIssues(parsed.error));
  return parsed.data;
}

async function readJson(request: IncomingMessage, maxBodyBytes: number): Promise<unknown> {
  const fault = whyNotJson(request.headers);
  if (fault !== null) throw new HttpError("bad_content_type", fault);
  const text = await textOfBody(request, (bytes) => {
    if (bytes > maxBodyBytes) throw new HttpError("too_large", `The body is over maxBodyBytes (${maxBodyBytes})`);
  });
  // Nobody is left to read this.
  if (text === null) throw new HttpError("aborted");
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError("bad_json");
  }
}
