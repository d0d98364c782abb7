import type { IncomingMessage } from "node:http";
import type { z } from "zod";
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
  // A page of another origin can post only "simple" types unasked; this is none of them.
  if (!/^application\/json\s*(;|$)/iu.test(request.headers["content-type"] ?? "")) {
    throw new HttpError("bad_content_type", "Expected content-type: application/json");
  }
  if (!/^(?:identity)?$/iu.test(request.headers["content-encoding"] ?? "")) {
    throw new HttpError("bad_content_type", "Expected a body without content-encoding");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // What is left of a refused body is for its answer to read: see writeBeforeEnd.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBodyBytes) throw new HttpError("too_large", `The body is over maxBodyBytes (${maxBodyBytes})`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The client went away, or took longer than requestTimeoutMs: its own doing, and nobody is left to read this.
    throw new HttpError("aborted");
  }
  try {
    // Windows writes a byte order mark, which JSON allows to ignore: RFC 8259, section 8.1.
    return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks)));
  } catch {
    throw new HttpError("bad_json");
  }
}
