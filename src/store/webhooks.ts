/** How far a conversation was told to the webhook. */
export interface WebhookPlace {
  readonly conversation: string;
  /** The last message told; null: none is to be told yet. */
  readonly seq: number | null;
  /** The last update told. */
  readonly update: number;
}

/** A conversation of which something is to be told. */
export interface WebhookLine extends WebhookPlace {
  /** Grows with whatever is to be told. */
  readonly changes: number;
  /** Failed since something was told last. */
  readonly attempts: number;
}

/** What is to be told to the webhook, held as places in conversations. Part of the contract in store.ts. */
export interface WebhookStore {
  /** What is written from now until then is to be told. Also later than said before, never earlier. */
  keepWebhook(until: Date): Promise<void>;
  /**
   * Conversations with something untold whose time has come, the longest due first. One that waits for no other try is always due:
   * its messages may be dated ahead of a clock that was set back.
   */
  webhookLines(now: Date, limit: number): Promise<readonly WebhookLine[]>;
  /**
   * It was told up to there; never goes back.
   *
   * @param seen  The {@link WebhookLine.changes} after which all that was there is told; null: more is.
   */
  moveWebhook(place: WebhookPlace, seen: number | null): Promise<void>;
  /** It failed so often and is tried again then. */
  delayWebhook(conversation: string, attempts: number, until: Date): Promise<void>;
  /** Whatever waits is due now: the receiver is back. */
  hastenWebhook(now: Date): Promise<void>;
  /** Conversations with something untold, and since when the first of it; null: there is none. */
  webhookBacklog(): Promise<{ readonly lines: number; readonly since: Date | null }>;
}
