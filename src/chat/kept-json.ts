import { z } from "zod";
import { readJson, writeJson, type Json } from "../input/json.ts";
import { listedIn } from "../check/listed.ts";
import { choiceSchema, clientSchema, exactChoiceSchema, localeTagSchema, ownChoicesSchema } from "../report/context.ts";
import type { Finding } from "../findings/types.ts";
import type { LinkReport } from "../report/report.ts";
import { linkReportSchema } from "../report/schema.ts";
import { resolutionSchema } from "../resolve/cache/resolution-schema.ts";
import type { Resolution } from "../resolve/types.ts";
import { EVENT_KINDS, type ConversationEvent, type JudgedIn, type StoredMessage } from "./conversation.ts";

const reports: z.ZodType<readonly LinkReport[]> = z.array(z.preprocess(withDatedPayments, linkReportSchema));
const resolutions: z.ZodType<readonly (Resolution | null)[]> = z.array(resolutionSchema.nullable());
const listed: z.ZodType<readonly (readonly Finding[])[]> = z.array(linkReportSchema.shape.findings);
const judgedIn: z.ZodType<JudgedIn> = z.object({
  client: clientSchema,
  choice: choiceSchema,
  locale: localeTagSchema,
  own: ownChoicesSchema.optional(),
  exact: z.array(exactChoiceSchema).optional(),
  host: z.string().optional(),
  rulebook: z.string().optional(),
});
const event: z.ZodType<ConversationEvent> = z.object({
  kind: z.enum(EVENT_KINDS),
  users: z.array(z.string()),
  userCount: z.int().min(0).exactOptional(),
  admin: z.string().exactOptional(),
});

const earlierReport = z.looseObject({ payments: z.array(z.looseObject({ since: z.unknown(), by: z.unknown() })) });

/** Reports kept before 2026-11-28 tell the day by which a payment was seen as `since`, with `by: true` beside it. */
function withDatedPayments(report: unknown): unknown {
  const { data } = earlierReport.safeParse(report);
  if (data === undefined || !data.payments.some(({ by }) => by === true)) return report;
  const payments = data.payments.map((payment) =>
    payment.by === true ? { ...payment, since: null, by: payment.since } : payment,
  );
  return { ...data, payments };
}

/** The reports of a message without links. */
export const NO_REPORTS: StoredMessage["reportsJson"] = writeJson([]);

/** The reports made at receipt for the sender. @throws {KeptJsonError} */
export function keptReports({ reportsJson }: Pick<StoredMessage, "reportsJson">): readonly LinkReport[] {
  return readJson(reports, reportsJson, "message.reports");
}

/** The context they were made in; null without links. @throws {KeptJsonError} */
export function keptContext(
  { contextJson }: Pick<StoredMessage, "contextJson">,
  place: "message.context" | "question.context" = "message.context",
): JudgedIn | null {
  if (contextJson === null) return null;
  // Most messages were judged in one of a few contexts, and a locale costs more to read than a link to judge.
  const known = contextsRead.get(contextJson);
  if (known !== undefined) return known;
  const context = readJson(judgedIn, contextJson, place);
  if (contextsRead.size >= MAX_CONTEXTS_READ) contextsRead.clear();
  contextsRead.set(contextJson, context);
  return context;
}

const contextsRead = new Map<string, JudgedIn>();
const MAX_CONTEXTS_READ = 256;

let lastJson: StoredMessage["resolutions"] = null;
let lastRead: readonly (Resolution | null)[] = [];

/** What the network has told of each link so far, by position. @throws {KeptJsonError} */
export function keptResolutions({ resolutions: json }: Pick<StoredMessage, "resolutions">): typeof lastRead {
  if (json === null) return [];
  // The readers of one update come one after another, and its JSON is read once for all of them.
  if (json !== lastJson) {
    lastRead = readJson(resolutions, json, "message.resolutions");
    lastJson = json;
  }
  return lastRead;
}

/** What findings of lists and excepted ones hold in a report. In JSON no text of a user holds a quote that is not escaped. */
const LISTED = /"list":\{"name":|"excepted":\{"by":/u;
let lastListedJson: string | null = null;
let lastListed: readonly (readonly Finding[])[] = [];

/** What lists said of each link when it was judged last, by position; empty for nothing of any. @throws {KeptJsonError} */
export function keptListed({ listed: json, reportsJson }: Pick<StoredMessage, "listed" | "reportsJson">) {
  const kept = json ?? reportsJson;
  if (json === null && !LISTED.test(reportsJson)) return NOTHING_LISTED;
  // The readers of one message come one after another, as in keptResolutions.
  if (kept !== lastListedJson) {
    lastListed = json === null ? keptReports({ reportsJson }).map(listedIn) : readJson(listed, json, "message.listed");
    lastListedJson = kept;
  }
  return lastListed;
}

const NOTHING_LISTED: typeof lastListed = [];

/** What happened to a group. @throws {KeptJsonError} */
export function keptEvent(json: Json<ConversationEvent>): ConversationEvent {
  return readJson(event, json, "message.event");
}
