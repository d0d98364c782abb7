import type Database from "better-sqlite3";
import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { keptEvent, NO_REPORTS } from "../../chat/kept-json.ts";
import { jsonText, type Json } from "../../input/json.ts";
import { createWholeReports } from "./report-parts.ts";
import type { KnownConversation } from "./conversations.ts";

export const MESSAGE_COLUMNS = "seq, sender, at, text, reports, context, resolutions, listed, deleted_at, event";
/** The same where `m` is `message` and other tables stand beside it. */
export const COLUMNS_OF_M = MESSAGE_COLUMNS.replaceAll(/\w+/gu, "m.$&");

/** What a message without its content has in the place of it; a SET clause. What tells retries from others under its key stays. */
export const WIPED =
  "digest = key_digest(sender, key, text), text = '', reports = NULL, context = NULL, resolutions = NULL, listed = NULL, is_pending = 0";

export interface MessageRow {
  readonly seq: number;
  readonly sender: string;
  readonly at: number;
  readonly text: string;
  /** As report-parts.ts keeps them. */
  readonly reports: string | null;
  readonly context: StoredMessage["contextJson"];
  readonly resolutions: StoredMessage["resolutions"];
  readonly listed: StoredMessage["listed"];
  readonly deleted_at: number | null;
  readonly event: Json<ConversationEvent> | null;
}

export type MessageOf = (conversation: Pick<KnownConversation, "id" | "kind">, row: MessageRow) => StoredMessage;

export function createMessageOf(db: Database.Database): MessageOf {
  const whole = createWholeReports(db);
  return ({ id, kind }, row) => ({
    conversation: id,
    kind,
    seq: row.seq,
    from: row.sender,
    text: row.text,
    at: new Date(row.at),
    reportsJson: row.reports === null ? NO_REPORTS : jsonText(whole(row.reports)),
    contextJson: row.context,
    resolutions: row.resolutions,
    listed: row.listed,
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
    event: row.event === null ? null : keptEvent(row.event),
  });
}
