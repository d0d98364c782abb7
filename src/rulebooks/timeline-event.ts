import { z } from "zod";
import { daySchema } from "../input/days.ts";
import { recordOf } from "../input/words.ts";
import { LOCALES } from "../policy/types.ts";

const EVENT_KINDS = [
  "campaign",
  "meeting",
  "statement",
  "reply",
  "complaint",
  "approval",
  "test",
  "none_found",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const eventSchema = z.strictObject({
  /** Day in China. */
  date: daySchema(),
  kind: z.enum(EVENT_KINDS),
  actor: z.string().min(1),
  text: z.strictObject(recordOf(LOCALES, () => z.string().min(1))),
  sources: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).min(1),
});

/** What happened on a day, as reported. It is no rule: it decides about no link. */
export type TimelineEvent = Readonly<z.output<typeof eventSchema>>;

export const timelineSchema = z.strictObject({ events: z.array(eventSchema) });

/** @param from  First day and, with `to`, last day, each inclusive; null: no bound. */
export function eventsBetween(
  events: readonly TimelineEvent[],
  from: string | null,
  to: string | null,
): readonly TimelineEvent[] {
  return events.filter(({ date }) => (from === null || date >= from) && (to === null || date <= to));
}
