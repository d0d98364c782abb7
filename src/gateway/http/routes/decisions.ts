import { z } from "zod";
import { entrySchema } from "../../../log/entry.ts";
import type { LoggedEntry } from "../../../log/log-store.ts";
import { entryIn } from "../../../log/verify.ts";
import { json, plainText } from "../answer.ts";
import { csv, type Cell } from "../csv.ts";
import type { HttpLog } from "../http-api.ts";
import { get, getAsked, type Call, type Route } from "../route.ts";
import { jsonOf, plainTextOf } from "./outcomes.ts";

const MAX_PAGE = 256;
const MAX_ROWS = 10_000;

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const entry = entrySchema.meta({
  id: "LogEntry",
  description: "As the log holds it: names, notes and addresses are commitments, who decided is a pseudonym",
});
const told = z.object({ index: count, entry });
const page = z.object({
  entries: z.array(told),
  next: count.nullable().meta({ description: "`after` of the next page; null: there is no more yet" }),
});
const stats = z
  .object({
    size: count,
    from: z.iso.datetime().nullable().meta({ description: "Of the first entry; null: there is none" }),
    to: z.iso.datetime().nullable(),
    byType: counts,
    byOutcome: counts.meta({ description: "Of decisions" }),
    byDirection: counts.meta({ description: "Of decisions: a complaint's direction, or an appeal" }),
    undone: count,
    reversed: count.meta({ description: "Appeals that overturned a decision" }),
  })
  .meta({ id: "DecisionStats" });

const after = z.coerce
  .number()
  .int()
  .min(0)
  .optional()
  .meta({ description: "The last index that is known; from the first entry when left out" });
const limitOf = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const number = { name: "index", description: "Of an entry of the log", pattern: /^(?:0|[1-9]\d{0,14})$/u };
const LOGGED = { isServed: ({ api }: Call["parts"]) => api.log !== undefined };

async function entriesOf(log: HttpLog | undefined, known: number | undefined, limit: number) {
  return (await log?.entries(known === undefined ? 0 : known + 1, limit)) ?? [];
}

/** Null on an entry of a later program: its bytes are in the log's tiles. */
function toldOf({ index, body }: LoggedEntry): z.input<typeof told> | null {
  const read = entryIn(body);
  return read === null ? null : { index, entry: read };
}

/** A row for a table of others: what stands in the entry, in the same words. */
function rowOf({ index, body }: LoggedEntry): readonly Cell[] {
  const read = entryIn(body);
  if (read === null) return [index];
  const { type, at } = read;
  const of = (name: string): Cell => {
    const value: unknown = Object.entries(read).find(([each]) => each === name)?.[1];
    if (typeof value === "string" || typeof value === "number") return value;
    return value === null || value === undefined ? null : JSON.stringify(value);
  };
  return [index, at, type, ...COLUMNS.map(of)];
}
const COLUMNS = [
  "case",
  "direction",
  "outcome",
  "host",
  "effect",
  "rule",
  "actor",
  "of",
  "prev",
  "change",
  "list",
  "entry",
];

/** The decision log as people and their tools read it. */
export const DECISION_ROUTES: readonly Route[] = [
  getAsked({
    ...LOGGED,
    operationId: "listDecisions",
    path: "/v1/decisions",
    summary: "Entries of the decision log in their order; for auditors, or anybody with --log-public",
    access: "log_reader",
    query: z.object({ after, limit: limitOf(MAX_PAGE, 100) }),
    responses: { 200: jsonOf("A page", page) },
    async handle({ parts }, { after: known, limit }) {
      const found = await entriesOf(parts.api.log, known, limit);
      const next = found.length === limit ? (found.at(-1)?.index ?? null) : null;
      return json({ entries: found.flatMap((each) => toldOf(each) ?? []), next });
    },
  }),
  getAsked({
    ...LOGGED,
    operationId: "getDecisionsTable",
    path: "/v1/decisions.csv",
    summary: "The same as a table",
    access: "log_reader",
    query: z.object({ after, limit: limitOf(MAX_ROWS, MAX_ROWS) }),
    responses: { 200: { description: "Nobody is named", content: { "text/csv": z.string() } } },
    async handle({ parts }, { after: known, limit }) {
      const rows: (readonly Cell[])[] = [["index", "at", "type", ...COLUMNS]];
      for (let last = known; rows.length <= limit;) {
        const found = await entriesOf(parts.api.log, last, Math.min(MAX_PAGE, limit + 1 - rows.length));
        rows.push(...found.map(rowOf));
        last = found.at(-1)?.index;
        if (last === undefined) break;
      }
      return csv("decisions", rows);
    },
  }),
  get({
    ...LOGGED,
    operationId: "getDecisionStats",
    path: "/v1/decisions/stats",
    summary: "How many entries of which kind the decision log holds; nobody is named",
    access: "charged",
    responses: { 200: jsonOf("Since the log began", stats) },
    async handle({ parts }) {
      const found = await parts.api.log?.counts();
      return found === undefined ? null : json(found);
    },
  }),
  get({
    ...LOGGED,
    operationId: "getDecision",
    path: "/v1/decisions/{index}",
    summary: "One entry of the decision log",
    parameter: number,
    access: "log_reader",
    responses: { 200: jsonOf("The entry", told) },
    async handle({ parts, named }) {
      const [found] = (await parts.api.log?.entries(Number(named), 1)) ?? [];
      const read = found?.index === Number(named) ? toldOf(found) : null;
      return read === null ? null : json(read);
    },
  }),
  get({
    ...LOGGED,
    operationId: "getDecisionProof",
    path: "/v1/decisions/{index}/proof",
    summary: "A .tlog-proof of one entry: it stands in the log as it is signed now",
    parameter: number,
    access: "log_reader",
    responses: { 200: plainTextOf("C2SP tlog-proof, for `hutong log verify --proof`") },
    refusals: ["log_unsigned"],
    async handle({ parts, named }) {
      const text = (await parts.api.log?.proof(Number(named))) ?? null;
      return text === null ? null : plainText(text);
    },
  }),
];
