import { z } from "zod";
import { readTilePath } from "../../../log/tiles.ts";
import type { Answer } from "../answer.ts";
import { plainText, json } from "../answer.ts";
import { get, type Call, type Route } from "../route.ts";
import { jsonOf, plainTextOf } from "./outcomes.ts";

/** Seconds. A full tile stays as it is, but for a store that went back in time. Source: C2SP tlog-tiles asks for long. */
const TILE_KEEP_S = 86_400;
/** Source: C2SP tlog-tiles, "Checkpoints": a few seconds at most. */
const CHECKPOINT_KEEP_S = 2;
const KEYS_KEEP_S = 300;

const BYTES = { description: "Bytes, as tlog-tiles lays them out", content: { "application/octet-stream": null } };
const NUMBER = /^(?:x\d{3}\/){0,5}\d{3}(?:\.p\/[1-9]\d{0,2})?$/u;

async function tile({ parts }: Call, path: string, keep: string): Promise<Answer | null> {
  const place = readTilePath(path);
  const found = place === null ? null : ((await parts.api.log?.tile(place)) ?? null);
  if (found === null) return null;
  const headers = { "cache-control": `${keep}, max-age=${TILE_KEEP_S}, immutable` };
  return { type: "application/octet-stream", body: found, headers };
}

const keyEntriesSchema = z.object({
  entries: z.array(
    z.object({
      index: z.int().min(0).meta({ description: "Of the entry in the log" }),
      body: z.string().meta({ description: "The entry as the tree holds it: its hash is the leaf at that index" }),
    }),
  ),
});

const jwksSchema = z.object({
  keys: z.array(
    z.object({
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      alg: z.literal("EdDSA"),
      use: z.literal("sig"),
      kid: z.string().meta({ description: "As the header of a verdict names it" }),
      x: z.string().meta({ description: "The public key, base64url" }),
    }),
  ),
});

const LOGGED = { isServed: ({ api }: Call["parts"]) => api.log !== undefined };

/** The decision log by C2SP tlog-tiles, and the keys that sign. */
export const LOG_ROUTES: readonly Route[] = [
  get({
    ...LOGGED,
    operationId: "getLogCheckpoint",
    path: "/v1/log/checkpoint",
    summary: "The decision log's head, a signed note",
    access: "anyone",
    responses: { 200: plainTextOf("C2SP tlog-checkpoint") },
    refusals: ["log_unsigned"],
    async handle({ parts }) {
      const note = await parts.api.log?.checkpoint();
      if (note === undefined) return null;
      return { ...plainText(note), headers: { "cache-control": `max-age=${CHECKPOINT_KEEP_S}` } };
    },
  }),
  get({
    ...LOGGED,
    operationId: "getLogKey",
    path: "/v1/log/key",
    summary: "The key that verifies checkpoints, as C2SP signed-note writes it",
    access: "anyone",
    responses: { 200: plainTextOf("One line") },
    refusals: ["log_unsigned"],
    async handle({ parts }) {
      const key = await parts.api.log?.verifierKey();
      return key === undefined ? null : plainText(`${key}\n`);
    },
  }),
  get({
    ...LOGGED,
    operationId: "getLogKeys",
    path: "/v1/log/keys",
    summary: "The log's entries of another key, which both keys sign, and of another epoch",
    access: "charged",
    responses: { 200: jsonOf("In the log's order", keyEntriesSchema) },
    async handle({ parts }) {
      const entries = await parts.api.log?.keyEntries();
      return entries === undefined ? null : json({ entries });
    },
  }),
  get({
    ...LOGGED,
    operationId: "getLogEntries",
    path: "/v1/log/tile/entries/{number}",
    summary: "Up to 256 entries of the decision log; for auditors, or anybody with --log-public",
    parameter: { name: "number", description: "`000`, `x001/234`, with `.p/W` when not full", pattern: NUMBER },
    access: "log_reader",
    responses: { 200: BYTES },
    handle: (call) => tile(call, `tile/entries/${call.named}`, "private"),
  }),
  get({
    ...LOGGED,
    operationId: "getLogTile",
    path: "/v1/log/tile/{place}",
    summary: "Up to 256 hashes of the decision log's tree",
    parameter: {
      name: "place",
      description: "Level and number: `0/000`, `1/x001/234`, with `.p/W` when not full",
      pattern: /^\d{1,2}\/(?:x\d{3}\/){0,5}\d{3}(?:\.p\/[1-9]\d{0,2})?$/u,
    },
    access: "anyone",
    responses: { 200: BYTES },
    handle: (call) => tile(call, `tile/${call.named}`, "public"),
  }),
  get({
    ...LOGGED,
    operationId: "getVerdictKeys",
    path: "/.well-known/hutong-keys.json",
    summary: "The keys that sign verdicts, a JWK Set",
    access: "anyone",
    responses: { 200: jsonOf("RFC 7517", jwksSchema) },
    refusals: ["log_unsigned"],
    async handle({ parts }) {
      const keys = await parts.api.log?.jwks();
      return keys === undefined ? null : { ...json(keys), headers: { "cache-control": `max-age=${KEYS_KEEP_S}` } };
    },
  }),
];
