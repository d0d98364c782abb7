import { joined, jsonText, type Json, type JsonPieces, type SharedJson } from "../input/json.ts";
import type { LinkReport } from "./report.ts";

const written = new WeakMap<object, SharedJson>();
/** A shorter one costs more as a piece of its own than it saves. UTF-16 units. */
const LEAST_SHARED = 100;
const utf8 = new TextEncoder();

/** Reports as JSON, byte for byte as `JSON.stringify` writes them, in less time. */
export function reportsToJson(reports: readonly LinkReport[]): Json<readonly LinkReport[]> {
  return jsonText(joined(reportsInPieces(reports)));
}

/**
 * {@link reportsToJson} in pieces. Verdicts and payments are the same frozen objects in many reports, and each is written once.
 * The fields stand in the order in which reports are composed.
 */
export function reportsInPieces(reports: readonly LinkReport[]): JsonPieces {
  const shared: { readonly field: string; readonly value: SharedJson }[] = [];
  const placed = (field: string, value: object): object | 0 => {
    const known = Object.isFrozen(value) ? writeOnce(value) : null;
    if (known === null || known.json.length < LEAST_SHARED) return value;
    shared.push({ field, value: known });
    return 0;
  };
  // Written in one go and cut where zeros stand for shared ones: a cut copies nothing, and what is joined is copied once more.
  const json = JSON.stringify(
    reports.map(({ link, url, resolution, app, findings, verdict, open, payments, alternatives }) => ({
      link,
      url,
      resolution,
      app,
      findings,
      verdict: placed("verdict", verdict),
      open,
      payments: placed("payments", payments),
      alternatives,
    })),
  );
  const pieces: (string | SharedJson)[] = [];
  let at = 0;
  for (const { field, value } of shared) {
    // In JSON no text of a user holds a quote that is not escaped.
    const name = `,"${field}":`;
    const place = json.indexOf(`${name}0`, at) + name.length;
    pieces.push(json.slice(at, place), value);
    at = place + 1;
  }
  pieces.push(json.slice(at));
  return pieces;
}

function writeOnce(value: object): SharedJson {
  const known = written.get(value);
  if (known !== undefined) return known;
  const json = JSON.stringify(value);
  const shared = { json, bytes: utf8.encode(json) };
  written.set(value, shared);
  return shared;
}
