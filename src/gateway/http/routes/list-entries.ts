import { z } from "zod";
import { caseActorOf } from "../access.ts";
import { json } from "../answer.ts";
import { HttpError } from "../http-error.ts";
import { get, post, type Route } from "../route.ts";
import { effectAnswer, effectTold, STATES } from "./case-answers.ts";
import { caseError, effectOf, entrySchema, exceptionSchema, ifVersion, reasonSchema, versionOf } from "./cases.ts";
import { jsonOf } from "./outcomes.ts";

/** The one list that people write; every other follows its source, whose next version would undo a change. */
const name = { name: "name", description: "`decisions`", pattern: /^decisions$/u };
const version = z.int().min(0).meta({ description: "Of the list, for If-Match; 0: nothing was decided yet" });
const link = effectAnswer.options.slice(0, 2);

const entriesAnswer = z.object({
  version,
  entries: z.array(z.object({ case: z.string(), at: z.iso.datetime(), effect: z.union(link) })),
});
const wanted = z.union([entrySchema, exceptionSchema], {
  error: "expected {entry, kind, until?} or {exception, until?}",
});
const bodySchema = z.object({ effect: wanted, reason: reasonSchema, ifVersion });
const decidedAnswer = z.object({
  version,
  case: z.string().meta({ description: "Where it can be undone, appealed, and confirmed by another" }),
  state: z.enum(STATES).meta({ description: "`proposed`: it takes another person" }),
  index: z.int().min(0).nullable().meta({ description: "Of its entry in the decision log" }),
});

/** What moderators put into the list of decided entries, and take out of it by undoing its case. */
export const LIST_ENTRY_ROUTES: readonly Route[] = [
  get({
    operationId: "listListEntries",
    path: "/v1/lists/{name}/entries",
    summary: "Entries and exceptions that moderators decided and that hold",
    access: "cases",
    parameter: name,
    responses: { 200: { ...jsonOf("All of them", entriesAnswer), headers: { etag: "The version of the list" } } },
    async handle({ parts }) {
      const { store } = parts.cases;
      // Read before the entries: one that comes in between makes it an old version, never a wrong one.
      const known = await store.lastEffect();
      const entries = (await store.effects()).flatMap(({ caseId, effect, at }) =>
        effect.kind === "suspend" ? [] : [{ case: caseId, at: at.toISOString(), effect: effectTold(effect, true) }],
      );
      return { ...json({ version: known, entries }), headers: { etag: `"${known}"` } };
    },
  }),
  post({
    operationId: "addListEntry",
    path: "/v1/lists/{name}/entries",
    summary: "Decides about a link that nobody complained of: an entry, or with a second person an exception",
    access: "cases",
    parameter: name,
    body: bodySchema,
    responses: { 200: { ...jsonOf("Its case", decidedAnswer), headers: { etag: "The version of the list" } } },
    refusals: ["own_case", "conflict", "version_missing"],
    async handle({ request, parts }, { effect: given, reason, ifVersion: written }) {
      const { desk, store, now } = parts.cases;
      const known = versionOf(request, { ifVersion: written });
      const effect = effectOf(given, now().getTime());
      if (effect.kind === "suspend") throw new HttpError("bad_request");
      try {
        const { file } = await desk.decideUnasked(effect, reason, known, caseActorOf(request));
        const wish = file.stage.kind === "proposed" ? file.stage.proposal : file.decisions.at(-1);
        const after = await store.lastEffect();
        const answer = { version: after, case: file.id, state: file.stage.kind, index: wish?.logIndex ?? null };
        return { ...json(answer), headers: { etag: `"${after}"` } };
      } catch (error) {
        throw caseError(error);
      }
    },
  }),
];
