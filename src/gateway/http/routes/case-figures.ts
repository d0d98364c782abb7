import { z } from "zod";
import { REPORTER_GROUPS } from "../../../cases/reporter.ts";
import { instantSchema } from "../../../report/context.ts";
import type { Figures } from "../../../store/cases.ts";
import { caseActorOf } from "../access.ts";
import { json } from "../answer.ts";
import { csv, type Cell } from "../csv.ts";
import { HttpError } from "../http-error.ts";
import { getAsked, type Route } from "../route.ts";
import { effectAnswer, effectTold, isNamedFor } from "./case-answers.ts";
import { jsonOf } from "./outcomes.ts";

const DAY_MS = 86_400_000;
/** Figures whose beginning nobody says. */
const DEFAULT_PERIOD_MS = 30 * DAY_MS;
const MAX_ENDINGS = 200;
const OPERATOR = "~operator";

const count = z.int().min(0);
const instant = z.iso.datetime();
const row = z.object({
  name: z.string().nullable().meta({ description: "Null: none is known, or it is about no link" }),
  received: count,
  decided: count,
  reversed: count,
});
const figuresAnswer = z
  .object({
    from: instant,
    to: instant,
    received: count.meta({ description: "Times that a case was opened in the period" }),
    complaints: count,
    decided: count,
    reversed: count.meta({ description: "Of those decided in the period: taken back, or overturned by an appeal" }),
    medianMs: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: "Milliseconds from the opening, or the appeal, to the decision; null: none is known" }),
    checks: z
      .object({
        drawn: count,
        checked: count,
        agreed: count,
        waiting: count.meta({ description: "Now: for another person's word; what was taken back waits for nobody" }),
        disputed: count.meta({ description: "Now: for a lead" }),
      })
      .meta({ description: "Of those decided in the period one in twenty is drawn, which another person checks" }),
    open: count.meta({ description: "Now" }),
    overdue: count.meta({ description: "Of those open now" }),
    byRule: z.array(row).meta({ description: "`rulebook/rule` that decided about the link before" }),
    byList: z.array(row).meta({ description: "Threat lists that the link was found in; a case may stand in several" }),
    byReporter: z
      .array(
        z.object({
          name: z.enum(REPORTER_GROUPS).nullable().meta({ description: "Null: nothing was known of them" }),
          complaints: count.meta({ description: "Of the period, that were not taken back" }),
          decided: count.meta({ description: "Of these, in a round that is decided now" }),
          dismissed: count.meta({ description: "Of these, as a review left them" }),
        }),
      )
      .meta({
        description:
          "Complaints by who made them, as they were then: accounts of less than 7 days, older ones, and those of whose earlier complaints more than half were dismissed, of 3 at least",
      }),
    byModerator: z
      .array(
        row.omit({ received: true }).extend({
          checked: count.meta({ description: "Of theirs, by another person" }),
          agreed: count,
          busiestHour: z.object({ from: instant, decided: count }).meta({
            description: "The hour of the clock (UTC) with the most of their decisions, the first of several",
          }),
        }),
      )
      .meta({ description: "By name for leads and the operator; else as the decision log calls them" }),
  })
  .meta({ id: "Figures" });

const query = z.object({
  from: instantSchema.optional().meta({ description: "A day or an instant; 30 days before `to` when left out" }),
  to: instantSchema.optional().meta({ description: "Counted until before it; now when left out" }),
  format: z.enum(["json", "csv"]).optional().meta({ description: "What Accept asks for when left out, or JSON" }),
});

const endingsAnswer = z.object({
  effects: z.array(
    z.object({
      case: z.string(),
      host: z.string().nullable(),
      effect: effectAnswer,
      at: instant.meta({ description: "When it was decided" }),
    }),
  ),
});

/** @param isNamed  Whether who decided is told by name. */
function figuresTold({ byModerator, ...rest }: Figures, isNamed: boolean) {
  return {
    ...rest,
    byModerator: byModerator.map(({ user, pseudonym, busiestHour, ...counts }) => ({
      name: user === OPERATOR ? "operator" : isNamed ? user : pseudonym,
      ...counts,
      busiestHour: { ...busiestHour, from: busiestHour.from.toISOString() },
    })),
  };
}

const COLUMNS = [
  "received",
  "complaints",
  "decided",
  "reversed",
  "medianMs",
  "open",
  "overdue",
  "busiestHour",
  "decidedInIt",
  "dismissed",
  "drawn",
  "checked",
  "agreed",
  "waiting",
  "disputed",
] as const;

/** A table for others: nobody stands in it by name. */
function figuresTable(figures: Figures): readonly (readonly Cell[])[] {
  const { byRule, byList, byReporter, checks, ...all } = figures;
  const row = (by: string, name: string | null, cells: Partial<Record<(typeof COLUMNS)[number], Cell>>) => [
    by,
    name,
    ...COLUMNS.map((column) => cells[column] ?? null),
  ];
  return [
    ["by", "name", ...COLUMNS],
    row("all", null, { ...all, ...checks }),
    ...byRule.map(({ name, ...cells }) => row("rule", name, cells)),
    ...byList.map(({ name, ...cells }) => row("list", name, cells)),
    ...byReporter.map(({ name, ...cells }) => row("reporter", name, cells)),
    ...figuresTold(figures, false).byModerator.map(({ name, busiestHour: { from, decided: most }, ...cells }) =>
      row("moderator", name, { ...cells, busiestHour: from, decidedInIt: most }),
    ),
  ];
}

/** What is told of many cases together. */
export const CASE_FIGURE_ROUTES: readonly Route[] = [
  getAsked({
    operationId: "getCaseFigures",
    path: "/v1/cases/figures",
    summary:
      "Received, decided and reversed by rule, list and moderator, complaints by who made them, the median time, and what is overdue",
    access: "cases",
    query,
    responses: {
      200: {
        description: "Of the period; as text/csv with `format=csv` or `Accept: text/csv`, where nobody is named",
        content: { "application/json": figuresAnswer, "text/csv": z.string() },
      },
    },
    async handle({ request, parts }, { from: asked, to: until, format }) {
      const now = parts.cases.now();
      const to = until ?? now;
      const from = asked ?? new Date(to.getTime() - DEFAULT_PERIOD_MS);
      if (from >= to) throw new HttpError("bad_request", "from: expected a time before `to`");
      const figures = await parts.cases.store.figures(from, to, now);
      const isTable = format === undefined ? prefersCsv(request.headers.accept ?? "") : format === "csv";
      if (isTable) return csv("figures", figuresTable(figures));
      const isNamed = caseActorOf(request).roles.some((role) => role === "lead" || role === "operator");
      return json({ from: from.toISOString(), to: to.toISOString(), ...figuresTold(figures, isNamed) });
    },
  }),
  getAsked({
    operationId: "listEndingEffects",
    path: "/v1/cases/effects",
    summary: "What decisions change now and will end, the next to end first",
    access: "cases",
    query: z.object({
      before: instantSchema.optional().meta({ description: "Ends before it; in 14 days when left out" }),
      limit: z.coerce.number().int().min(1).max(MAX_ENDINGS).default(50),
    }),
    responses: { 200: jsonOf("Entries, exceptions and suspensions", endingsAnswer) },
    async handle({ request, parts }, { before, limit }) {
      const { now, store } = parts.cases;
      const found = await store.endings(before ?? new Date(now().getTime() + 14 * DAY_MS), limit);
      const isNamed = isNamedFor(request);
      const effects = found.map(({ caseId, host, effect, at }) => ({
        case: caseId,
        host,
        effect: effectTold(effect, isNamed),
        at: at.toISOString(),
      }));
      return json({ effects });
    },
  }),
];

/** Whether the first type that is asked for and that there is is CSV. Source: RFC 9110, 12.5.1, without its weights. */
function prefersCsv(accept: string): boolean {
  const types = accept.split(",").map((each) => each.split(";")[0]?.trim().toLowerCase());
  return types.find((type) => type === "text/csv" || type === "application/json" || type === "*/*") === "text/csv";
}
