import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { CHECK_STATES, OWN_UNDO_MS, whyBarred } from "../../../cases/case.ts";
import { RECORD_MS } from "../../../cases/reporter.ts";
import { CaseRefusal, DIRECTIONS, type Effect } from "../../../cases/types.ts";
import { FINDING_KINDS } from "../../../findings/types.ts";
import { localeOf } from "../../../pages/open-page.ts";
import { instantSchema } from "../../../report/context.ts";
import { userIdSchema } from "../../../protocol/client-frames.ts";
import { writtenLines } from "../../../protocol/plain-text.ts";
import { CASE_PLACE } from "../../../store/cases.ts";
import type { CaseAction } from "../../../messages/case-desk.ts";
import { caseActorOf } from "../access.ts";
import { json, type Answer } from "../answer.ts";
import { HttpError, type HttpErrorCode } from "../http-error.ts";
import { get, getAsked, post, type Call, type Route } from "../route.ts";
import {
  actorAnswer,
  casesAnswer,
  isNamedFor,
  queuedCaseOf,
  reachAnswer,
  STATES,
  wholeCase,
  wholeCaseOf,
} from "./case-answers.ts";
import { jsonOf } from "./outcomes.ts";

const DAY_MS = 86_400_000;
/** An effect whose end nobody says. */
const DEFAULT_EFFECT_MS = 90 * DAY_MS;
const MAX_REASON_LENGTH = 1_000;
const MAX_PAGE = 100;
/** How old accounts are is told of so many people, and how their earlier complaints turned out. */
const MAX_RECORDS = 50;

const id = { name: "id", description: "Of a case", pattern: /^[\w-]{22}$/u };
const until = instantSchema
  .nullable()
  .optional()
  .meta({ description: "A day or an instant; null: without end, which needs two people. Left out: in 90 days" });
/** As the decision log takes it. */
const entryText = z
  .string()
  .min(1)
  .max(500)
  .meta({ description: "A host with all below it, host/path with all that begins so, or a full address" });

export const entrySchema = z.strictObject({ entry: entryText, kind: z.enum(FINDING_KINDS), until });
export const exceptionSchema = z.strictObject({ exception: entryText, until });
const effectSchema = z.union(
  [
    entrySchema,
    exceptionSchema,
    z.strictObject({
      suspend: userIdSchema.meta({ description: "Whose account cannot sign in until then" }),
      until: instantSchema,
    }),
  ],
  {
    error:
      "expected {entry, kind, until?}, {exception, until?} or {suspend, until}, an entry of at most 500 characters: host/path/ covers all that begins so",
  },
);
export const ifVersion = z.int().min(0).optional().meta({ description: "In the place of If-Match" });
export const reasonSchema = writtenLines().min(1).max(MAX_REASON_LENGTH).meta({ description: "For whom it concerns" });
const checkSchema = z.object({
  agrees: z.boolean().nullable().meta({
    description:
      "Null: one's own word is taken back, within five minutes. True of what is disputed, by a lead: it is left as it is",
  }),
  note: reasonSchema
    .optional()
    .meta({ description: "For moderators: why it is not right. Needed where one does not agree" }),
  ifVersion,
});
const changeSchema = z.object({ ifVersion });
const decisionSchema = z.discriminatedUnion("decision", [
  z.object({
    decision: z.enum(["uphold", "overturn", "dismiss"]).meta({ description: "As HTTP says which answers which case" }),
    effect: effectSchema.nullable().default(null),
    reason: reasonSchema,
    ifVersion,
  }),
  z.object({ decision: z.literal("undo"), ifVersion }),
]);
/** Where a page of cases begins. A place that is none must not begin anew: who reads page after page would never end. */
export const casePlace = z.string().regex(CASE_PLACE, { error: "expected what the page before named" });
const query = z.object({
  state: z
    .string()
    .optional()
    .meta({
      description: `One or several with commas, of ${STATES.join(", ")}; those that are open when left out. Of an appeal a case tells isAppeal`,
    }),
  kind: z.enum(DIRECTIONS).optional().meta({ description: "What people say of the link, the message or the person" }),
  host: z.string().max(253).optional().meta({ description: "As cases name it; case does not count" }),
  check: z.enum(CHECK_STATES).optional().meta({
    description:
      "Of those decided: whose decision was drawn and waits for a word of the one who asks, or for a lead since another person does not agree. Nobody is told to check what they decided",
  }),
  appeal: z.literal("true").optional().meta({ description: "Of those that are open: somebody appealed" }),
  after: casePlace.optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
});

/** What every change of a case may be refused with. */
const CHANGE_REFUSALS: readonly HttpErrorCode[] = ["own_case", "same_person", "conflict", "version_missing"];

export function effectOf(given: z.output<typeof effectSchema>, nowMs: number): Effect {
  if ("suspend" in given) return { kind: "suspend", user: given.suspend, untilMs: given.until.getTime() };
  const untilMs = given.until === undefined ? nowMs + DEFAULT_EFFECT_MS : (given.until?.getTime() ?? null);
  return "entry" in given
    ? { kind: "entry", entry: given.entry, finding: given.kind, untilMs }
    : { kind: "exception", entry: given.exception, untilMs };
}

/** A version as an ETag; a proxy that packs answers makes it weak (nginx, `W/"7"`) or names its packing (Apache, Caddy, `"7-gzip"`). */
const ETAG = /^(?:W\/)?"?(0|[1-9]\d{0,14})(?:--?(?:br|deflate|gzip|zstd))?"?$/u;

/** @throws {HttpError} `version_missing`. */
export function versionOf({ headers }: IncomingMessage, body: { readonly ifVersion?: number | undefined }): number {
  const [, written] = ETAG.exec(headers["if-match"] ?? "") ?? [];
  const version = written === undefined ? body.ifVersion : Number(written);
  if (version === undefined) throw new HttpError("version_missing");
  return version;
}

/** What a step in a case that is refused is answered. */
export function caseError(error: unknown): unknown {
  if (!(error instanceof CaseRefusal)) return error;
  const { code, message, version } = error;
  switch (code) {
    case "role_missing":
      return new HttpError("roles_only", message);
    case "own_case":
    case "same_person":
    case "final":
      return new HttpError(code, message);
    case "conflict":
      return new HttpError("conflict", message, version === null ? {} : { version });
    case "bad_decision":
      return new HttpError("bad_request", message);
    case "not_decided":
      return new HttpError("conflict", message);
    case "unknown_complaint":
      return new HttpError("not_found", message);
    case "too_many_complaints":
    case "withdrawn":
    case "already_decided":
      return error;
  }
}

/** Takes a step, and answers with the case as it is then. */
async function stepped(call: Call, version: number, action: CaseAction): Promise<Answer | null> {
  const { request, named, parts } = call;
  const actor = caseActorOf(request);
  try {
    const changed = await parts.cases.desk.act(named, version, action, actor);
    return changed === null ? null : await caseAnswer(call);
  } catch (error) {
    throw caseError(error);
  }
}

/** The case as the one who asks reads it, in the language that their browser asks for. */
async function caseAnswer({ request, named, parts }: Call): Promise<Answer | null> {
  const { store, desk, now } = parts.cases;
  const actor = caseActorOf(request);
  const isNamed = isNamedFor(request);
  const whole = await store.caseFile(named);
  if (whole === null) return null;
  const barred = whyBarred(whole.file, { ...actor, ...(await store.stake(named, actor.user, null)) });
  // Whoever is complained about learns neither who complained nor of which conversation.
  const isOwn = barred === "own_case";
  const evidence = isNamed && !isOwn ? await desk.evidenceOf(whole, localeOf(request.headers["accept-language"])) : [];
  const told = isOwn ? { ...whole, complaints: [] } : whole;
  const people = [...new Set(told.complaints.map(({ user }) => user))].slice(0, MAX_RECORDS);
  const since = new Date(now().getTime() - RECORD_MS);
  const [records, accounts] = isNamed
    ? await Promise.all([
        store.complaintRecords(whole.file, people, since),
        store.accountsSince([...new Set([...people, ...evidence.map(({ message }) => message.from)])]),
      ])
    : [new Map<string, never>(), new Map<string, never>()];
  return {
    ...json(wholeCaseOf(told, { isNamed, barred, evidence, records, since: accounts })),
    headers: { etag: `"${whole.file.version}"` },
  };
}

function change(does: Exclude<CaseAction["do"], "check" | "decide" | "undo">, summary: string): Route {
  return post({
    operationId: `${does}Case`,
    path: `/v1/cases/{id}/${does}`,
    summary,
    access: "cases",
    parameter: id,
    body: changeSchema,
    responses: { 200: { ...jsonOf("The case as it is now", wholeCase), headers: { etag: "Its version" } } },
    // Only who has a case leaves it.
    refusals: does === "release" ? ["conflict", "version_missing"] : CHANGE_REFUSALS,
    handle: (call, body) => stepped(call, versionOf(call.request, body), { do: does }),
  });
}

/** Complaints that people decide. */
export const CASE_ROUTES: readonly Route[] = [
  getAsked({
    operationId: "listCases",
    path: "/v1/cases",
    summary: "Cases, the one with the most people first, then the oldest",
    access: "cases",
    query,
    responses: { 200: jsonOf("A page", casesAnswer) },
    async handle({ request, parts }, { state, kind = null, host = null, check, appeal, after = null, limit }) {
      const usual = check === undefined ? ["received", "in_review", "proposed"] : ["decided"];
      const asked = state?.split(",") ?? usual;
      const stages = STATES.filter((each) => asked.includes(each));
      if (stages.length !== new Set(asked).size)
        throw new HttpError("bad_request", `state: expected one of ${STATES.join(", ")}, or several with commas`);
      const page = await parts.cases.store.cases({
        stages,
        direction: kind,
        host: host?.toLowerCase() ?? null,
        ...(check !== undefined && { check }),
        ...(check === "waiting" && { notBy: caseActorOf(request).user }),
        ...(appeal !== undefined && { isAppeal: true }),
        ...(after === null && { countedAt: parts.cases.now() }),
        after,
        limit,
      });
      const isNamed = isNamedFor(request);
      return json({ cases: page.cases.map((each) => queuedCaseOf(each, isNamed)), next: page.next, ...page.count });
    },
  }),
  get({
    operationId: "getCaseActor",
    path: "/v1/cases/actor",
    summary: "Who asks, as cases see it, and when it takes two people",
    access: "cases",
    responses: { 200: jsonOf("By the token", actorAnswer) },
    handle({ request, parts }) {
      const { user, roles, token } = caseActorOf(request);
      const { fourEyes } = parts.cases.desk;
      return json({ user: token === null ? null : user, roles, fourEyes, undoWithinMs: OWN_UNDO_MS });
    },
  }),
  get({
    operationId: "getCase",
    path: "/v1/cases/{id}",
    summary: "One case with what people complained about",
    access: "cases",
    parameter: id,
    responses: { 200: { ...jsonOf("The case", wholeCase), headers: { etag: "Its version" } } },
    handle: caseAnswer,
  }),
  post({
    operationId: "decideCase",
    path: "/v1/cases/{id}",
    summary: "Decides a case, proposes where it takes two people, or takes the last decision back",
    access: "cases",
    parameter: id,
    body: decisionSchema,
    responses: { 200: { ...jsonOf("The case as it is now", wholeCase), headers: { etag: "Its version" } } },
    refusals: CHANGE_REFUSALS,
    handle(call, body) {
      const version = versionOf(call.request, body);
      if (body.decision === "undo") return stepped(call, version, { do: "undo" });
      const { decision, reason } = body;
      const effect = body.effect === null ? null : effectOf(body.effect, call.parts.cases.now().getTime());
      return stepped(call, version, { do: "decide", wish: { decision, effect, reason } });
    },
  }),
  post({
    operationId: "previewCase",
    path: "/v1/cases/{id}/preview",
    summary: "What an effect would change, and whether it needs two people",
    access: "cases",
    parameter: id,
    body: z.object({ effect: effectSchema }),
    responses: { 200: jsonOf("Of the messages of the last 30 days", reachAnswer) },
    refusals: ["own_case"],
    async handle({ request, named, parts }, { effect }) {
      const { desk, now } = parts.cases;
      try {
        const reach = await desk.reach(named, effectOf(effect, now().getTime()), caseActorOf(request));
        return reach === null ? null : json(reach);
      } catch (error) {
        throw caseError(error);
      }
    },
  }),
  post({
    operationId: "checkCase",
    path: "/v1/cases/{id}/check",
    summary:
      "Says whether one agrees with a decision that was drawn, another person than who decided; or takes it back",
    access: "cases",
    parameter: id,
    body: checkSchema,
    responses: { 200: { ...jsonOf("The case as it is now", wholeCase), headers: { etag: "Its version" } } },
    refusals: CHANGE_REFUSALS,
    handle: (call, body) =>
      stepped(call, versionOf(call.request, body), { do: "check", agrees: body.agrees, note: body.note ?? null }),
  }),
  change("claim", "Takes a case up for ten minutes"),
  change("release", "Leaves a case to others"),
  change("confirm", "Agrees with what another proposed"),
  change("reject", "Takes what is proposed off the table"),
];
