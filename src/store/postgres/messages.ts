import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { keptEvent, NO_REPORTS } from "../../chat/kept-json.ts";
import type { Json } from "../../input/json.ts";
import type { ConversationKind } from "../../policy/types.ts";
import { fromStored } from "./stored-text.ts";

export const MESSAGE_COLUMNS =
  "x.seq, x.sender, x.at, x.text, x.reports, x.context, x.resolutions, x.listed, x.deleted_at, x.event";

export interface MessageRow {
  readonly seq: number;
  readonly sender: string;
  readonly at: number;
  readonly text: string;
  readonly reports: StoredMessage["reportsJson"] | null;
  readonly context: StoredMessage["contextJson"];
  readonly resolutions: StoredMessage["resolutions"];
  readonly listed: StoredMessage["listed"];
  readonly deleted_at: number | null;
  readonly event: Json<ConversationEvent> | null;
}

export function messageOf(
  { id, kind }: { readonly id: string; readonly kind: ConversationKind },
  row: MessageRow,
): StoredMessage {
  return {
    conversation: id,
    kind,
    seq: row.seq,
    from: row.sender,
    text: fromStored(row.text),
    at: new Date(row.at),
    reportsJson: row.reports ?? NO_REPORTS,
    contextJson: row.context,
    resolutions: row.resolutions,
    listed: row.listed,
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
    event: row.event === null ? null : keptEvent(row.event),
  };
}
