import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Answer } from "./answer.ts";

/** What is shorter fits one packet either way. */
const LEAST_PACKED_BYTES = 1_024;
/** Pictures are packed already, but those that are text. */
const PACKED_TYPES = /^(?:text\/|image\/svg\+xml|application\/manifest\+json)/u;

const pack = promisify(gzip);

/**
 * Answers with what is the same for everyone until the next release: packed where the browser unpacks, and by its tag alone where
 * the browser has it. So a page that is opened again asks what it has, and brings nothing.
 * Source: RFC 9110, sections 8.8.3, 12.5.3 and 13.1.2.
 */
export function createFileAnswers(): (request: IncomingMessage, answer: Answer) => Promise<Answer> {
  const packed = new Map<string, Promise<Buffer>>();

  function packedOnce(tag: string, body: Answer["body"]): Promise<Buffer> {
    const known = packed.get(tag) ?? pack(body);
    packed.set(tag, known);
    return known;
  }

  return async ({ headers: asked }, answer) => {
    const { body, type } = answer;
    const tag = createHash("sha256").update(body).digest("base64url");
    // Weak: packed and unpacked are the same to who reads.
    const headers = { ...answer.headers, etag: `W/"${tag}"`, "cache-control": "no-cache", vary: "accept-encoding" };
    if (hasIt(asked["if-none-match"], tag)) return { ...answer, status: 304, body: "", headers };
    const isPacked =
      PACKED_TYPES.test(type) && Buffer.byteLength(body) >= LEAST_PACKED_BYTES && unpacks(asked["accept-encoding"]);
    if (!isPacked) return { ...answer, headers };
    return { ...answer, body: await packedOnce(tag, body), headers: { ...headers, "content-encoding": "gzip" } };
  };
}

function hasIt(given: string | undefined, tag: string): boolean {
  return given?.split(",").some((each) => ["*", `"${tag}"`, `W/"${tag}"`].includes(each.trim())) ?? false;
}

/** Whether `Accept-Encoding` names gzip, and not with `q=0`. */
function unpacks(given: string | string[] | undefined): boolean {
  return String(given ?? "")
    .split(",")
    .some((each) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/iu.test(each));
}
