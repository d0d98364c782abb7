import { z } from "zod";
import { readStatementId } from "../../../cases/complaint.ts";
import { RESTRICTIONS, STANDINGS, statementOf } from "../../../cases/statement.ts";
import { localeOf } from "../../../pages/open-page.ts";
import { LOCALES } from "../../../policy/types.ts";
import { noteSchema } from "../../../protocol/client-frames.ts";
import { complaintItem } from "../../../protocol/complaint-item.ts";
import { complaintItemSchema } from "../../../protocol/server-frames.ts";
import type { CaseInQueue, ComplaintInCase } from "../../../store/cases.ts";
import { caseActorOf } from "../access.ts";
import { json } from "../answer.ts";
import { HttpError } from "../http-error.ts";
import { getAsked, post, type Call, type Route } from "../route.ts";
import { STATES } from "./case-answers.ts";
import { caseError, casePlace } from "./cases.ts";
import { jsonOf } from "./outcomes.ts";

const instant = z.iso.datetime();
const id = { name: "id", description: "Of a complaint's `statement`", pattern: /^k:[\w-]{22}\.\d{1,6}$/u };
const query = z.object({
  locale: z
    .string()
    .max(64)
    .optional()
    .meta({ description: "A language by BCP 47, of which the nearest is taken; the browser's when left out" }),
});
const appealSchema = z.object({ note: noteSchema.optional() });

const statement = z
  .object({
    id: z.string(),
    locale: z.enum(LOCALES),
    at: instant,
    restriction: z.object({
      kind: z.enum(RESTRICTIONS),
      host: z.string().nullable(),
      scope: z.literal("this_gateway"),
      from: instant,
      until: instant.nullable(),
      standing: z.enum(STANDINGS),
    }),
    facts: z.string().meta({ description: "In the words of who decided" }),
    source: z.literal("notice").nullable().meta({ description: "Null: in a chat of two it is not told" }),
    automated: z.object({ detection: z.boolean(), decision: z.boolean() }),
    ground: z.object({ kind: z.literal("terms"), finding: z.string().nullable() }).nullable(),
    redress: z.object({ appealUntil: instant.nullable() }),
    text: z.array(z.string()).meta({ description: "The same to read, a sentence each" }),
  })
  .meta({ id: "Statement", description: "Fields of Article 17 (3) of the Digital Services Act" });

/** Cases of one page. */
const MAX_EXPORTED = 100;
const exported = statement
  .pick({ at: true, restriction: true, source: true, automated: true, ground: true, redress: true })
  .extend({ puid: z.string() });

/** Null where there is none, or it is another's. */
async function foundFor({
  request,
  named,
  parts,
}: Call): Promise<(ComplaintInCase & { readonly number: number }) | null> {
  const asked = readStatementId(named);
  const found = asked === null ? null : await parts.cases.store.complaint(asked.complaint);
  if (asked === null || found === null) return null;
  const { user, roles } = caseActorOf(request);
  const mayRead = found.complaint.user === user || roles.some((role) => role === "auditor" || role === "operator");
  return mayRead ? { ...found, number: asked.decision } : null;
}

/** Whether the place of a complaint is a conversation of two, or is not known any more. */
async function isBetweenTwo({ complaint: { target } }: ComplaintInCase, { parts }: Call): Promise<boolean> {
  if (target.kind === "user") return true;
  const { conversation, seq } = target;
  const [message] = await parts.cases.store.storedMessages([{ conversation, seq }]);
  return message?.kind !== "group";
}

/** Every decision of a case as the person concerned reads of it, without the words of who decided and without any person. */
function exportedOf({ file, host }: CaseInQueue): readonly z.output<typeof exported>[] {
  return file.decisions.flatMap(({ number, round }) => {
    const nobody = {
      id: "",
      user: "",
      target: { kind: "user", user: "", conversation: null },
      caseId: file.id,
    } as const;
    const about = {
      ...nobody,
      kind: "decision",
      round,
      atMs: 0,
      host,
      category: null,
      note: null,
      withdrawnAtMs: null,
    } as const;
    const told = statementOf(about, file, number, { locale: "en", isBetweenTwo: false });
    if (told === null) return [];
    return exported.parse({ ...told, puid: `${file.id}.${number}` });
  });
}

/** Statements of reasons. */
export const STATEMENT_ROUTES: readonly Route[] = [
  getAsked({
    operationId: "exportStatements",
    path: "/v1/statements/export",
    summary: "Statements of all decisions for an auditor, one JSON a line; nobody and no words of anybody are in it",
    access: "cases",
    query: z.object({
      after: casePlace.optional().meta({ description: "Of the address that Link named" }),
      limit: z.coerce.number().int().min(1).max(MAX_EXPORTED).default(MAX_EXPORTED),
    }),
    responses: {
      200: {
        description: "Of up to 100 cases; Link names the next page, where there is one",
        content: { "application/x-ndjson": z.string() },
      },
    },
    async handle({ request, parts }, { after = null, limit }) {
      const { roles } = caseActorOf(request);
      if (!roles.some((role) => role === "auditor" || role === "operator")) throw new HttpError("roles_only");
      const page = await parts.cases.store.cases({ stages: STATES, direction: null, host: null, after, limit });
      const lines = page.cases.flatMap(exportedOf).map((each) => `${JSON.stringify(each)}\n`);
      const next = page.next === null ? {} : { link: `<export?after=${page.next}&limit=${limit}>; rel="next"` };
      return { type: "application/x-ndjson", body: lines.join(""), headers: next };
    },
  }),
  getAsked({
    operationId: "getStatement",
    path: "/v1/statements/{id}",
    summary: "Why something was decided, for whom it concerns, in four languages",
    access: "person",
    parameter: id,
    query,
    responses: { 200: jsonOf("The statement of reasons", statement) },
    async handle(call, { locale: asked = call.request.headers["accept-language"] }) {
      const locale = localeOf(asked);
      const found = await foundFor(call);
      if (found === null) return null;
      const { complaint, file, number } = found;
      const told = statementOf(complaint, file, number, { locale, isBetweenTwo: await isBetweenTwo(found, call) });
      return told === null ? null : json(told);
    },
  }),
  post({
    operationId: "appealStatement",
    path: "/v1/statements/{id}/appeal",
    summary: "Asks for another look at it, also by who is suspended",
    access: "person",
    parameter: id,
    body: appealSchema,
    responses: { 200: jsonOf("How it stands now", complaintItemSchema) },
    refusals: ["final", "conflict"],
    async handle(call, { note = null }) {
      const { parts, request } = call;
      const found = await foundFor(call);
      const { user } = caseActorOf(request);
      if (found?.complaint.user !== user) return null;
      const { maxNoteLength } = parts.environment.limits;
      if (note !== null && note.length > maxNoteLength)
        throw new HttpError("bad_request", `note: expected at most ${maxNoteLength} characters`);
      try {
        const { own, told } = await parts.cases.store.appeal(user, found.complaint.id, note, parts.cases.now());
        parts.cases.desk.tell(told);
        return json(complaintItem(own));
      } catch (error) {
        throw caseError(error);
      }
    },
  }),
];
