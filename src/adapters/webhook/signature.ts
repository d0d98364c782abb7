import { createHmac } from "node:crypto";
import { InputError } from "../../input/input-error.ts";

/**
 * Headers by which a receiver knows that a request is ours, and new. Source: Standard Webhooks 1.0.0,
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-28.
 */
export type Sign = (id: string, at: Date, body: string) => Readonly<Record<string, string>>;

const LEAST_SECRET_BYTES = 24;
const MOST_SECRET_BYTES = 64;
const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/u;

/**
 * @param secrets  One or several of `whsec_…`, parted by spaces: while a secret is changed, each signs.
 * @throws {InputError} that repeats nothing of them.
 */
export function signerWith(secrets: string): Sign {
  const keys = secrets
    .split(" ")
    .filter((secret) => secret !== "")
    .map(keyOf);
  if (keys.length === 0) throw badSecret();
  return (id, at, body) => {
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const signatures = keys.map(
      (key) => `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`,
    );
    return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
  };
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? "", "base64");
  if (key.byteLength < LEAST_SECRET_BYTES || key.byteLength > MOST_SECRET_BYTES) throw badSecret();
  return key;
}

function badSecret(): InputError {
  const message = `expected whsec_ and the base64 of ${LEAST_SECRET_BYTES} to ${MOST_SECRET_BYTES} bytes`;
  return new InputError("bad_secret", [{ field: "HUTONG_WEBHOOK_SECRET", message }]);
}
