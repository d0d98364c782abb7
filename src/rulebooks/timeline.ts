import { readFileSync } from "node:fs";
import { type TimelineEvent, timelineSchema } from "./timeline-event.ts";

/**
 * What is on record beside the rules, oldest first: campaign, meetings, statements, replies, complaints, approvals, tests, and what was looked for and not found.
 * Reads a file: call once.
 */
export function readTimeline(): readonly TimelineEvent[] {
  const text = readFileSync(new URL("./data/timeline.json", import.meta.url), "utf8");
  return timelineSchema.parse(JSON.parse(text)).events;
}
