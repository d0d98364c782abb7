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
  const pieces: (string | SharedJson)[] = [];
  let own = "[";
  const add = (value: object): void => {
    const shared = Object.isFrozen(value) ? writeOnce(value) : null;
    if (shared === null || shared.json.length < LEAST_SHARED) own += shared?.json ?? JSON.stringify(value);
    else {
      pieces.push(own, shared);
      own = "";
    }
  };
  for (const [index, report] of reports.entries()) {
    const { alternatives, link, url, resolution, app, findings, verdict, open, payments } = report;
    const head = JSON.stringify({ link, url, resolution, app, findings });
    own += `${index === 0 ? "" : ","}${head.slice(0, -1)},"verdict":`;
    add(verdict);
    own += `,"open":${JSON.stringify(open)},"payments":`;
    add(payments);
    own += alternatives === undefined ? "}" : `,"alternatives":${JSON.stringify(alternatives)}}`;
  }
  pieces.push(`${own}]`);
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
