import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TimelineEvent, timelineSchema } from "./timeline-event.ts";

/**
 * What is on record beside the rules, oldest first: campaign, meetings, statements, replies, complaints, approvals, tests, and what was looked for and not found.
 * Reads a file: call once.
 */
export function readTimeline(): readonly TimelineEvent[] {
  const text = readFileSync(join(import.meta.dirname, "data/timeline.json"), "utf8");
  return timelineSchema.parse(JSON.parse(text)).events;
}
