import type { Client, ConversationItem } from "../client/types.ts";

/** How far the list was read from its top. */
type Cursor =
  | { readonly kind: "unread" }
  | { readonly kind: "more"; readonly after: string }
  | { readonly kind: "all" };

/** As many conversations as fill a tall screen. */
const PAGE = 40;

/**
 * Reads a user's list of conversations, latest message first, one page at a time.
 * A conversation that gets a message moves to the top. A later page misses only those, and `message` frames tell them.
 */
export class ListReader {
  readonly #client: Pick<Client, "conversationPage">;
  readonly #know: (item: ConversationItem, reading: number) => void;
  #cursor: Cursor = { kind: "unread" };
  #listed = 0;
  #started = 0;
  #isReading = false;
  #last: Promise<unknown> = Promise.resolve();
  #more: Promise<void> | null = null;

  /** @param know  Takes what was read, and the number of its reading. */
  constructor(client: Pick<Client, "conversationPage">, know: (item: ConversationItem, reading: number) => void) {
    this.#client = client;
    this.#know = know;
  }

  /** Number of the reading that was started last: what a later one tells was so after this moment. */
  get started(): number {
    return this.#started;
  }

  /** A page is asked for: what happens meanwhile may stand in it or not. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** There are conversations below what was read. */
  get hasMore(): boolean {
    return this.#cursor.kind === "more";
  }

  /** Nothing is left to be read. */
  get isWhole(): boolean {
    return this.#cursor.kind === "all";
  }

  /** Reads again what was read, at least the first page. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const wanted = this.#listed;
      this.#cursor = { kind: "unread" };
      this.#listed = 0;
      let after = await this.#read(null);
      while (after !== null && this.#listed < wanted) after = await this.#read(after);
    });
  }

  /** Reads the next page. Those who ask while it is read share it. */
  more(): Promise<void> {
    this.#more ??= this.#inTurn(async () => {
      if (this.#cursor.kind !== "all") await this.#read(this.#place());
    }).finally(() => (this.#more = null));
    return this.#more;
  }

  /** Reads the first page again, and then on, until something is found or all was read. */
  until(isFound: () => boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (isFound()) return;
      let after = await this.#read(null);
      while (after !== null && !isFound()) after = await this.#read(after);
    });
  }

  #inTurn(read: () => Promise<void>): Promise<void> {
    const own = this.#last.then(read);
    this.#last = own.catch(() => undefined);
    return own;
  }

  #place(): string | null {
    return this.#cursor.kind === "more" ? this.#cursor.after : null;
  }

  /** Resolves with where to read on; null when nothing is left. */
  async #read(after: string | null): Promise<string | null> {
    const reading = (this.#started += 1);
    this.#isReading = true;
    const page = this.#client.conversationPage({ limit: PAGE, ...(after !== null && { after }) });
    const { items, next } = await page.finally(() => (this.#isReading = false));
    for (const item of items) this.#know(item, reading);
    // The first page read again says nothing of how far the others were read.
    if (after === null && this.#cursor.kind !== "unread") return this.#place();
    this.#cursor = next === null ? { kind: "all" } : { kind: "more", after: next };
    this.#listed += items.length;
    return next;
  }
}
