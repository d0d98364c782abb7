import { freshKey } from "../client/fresh-key.ts";
import type { Client, ClientState, ConversationItem, LinkReport, MessageFrame } from "../client/types.ts";
import type { ChatMessage, OpenedFrame, SentFrame } from "../protocol/client-frames.ts";
import type { ComplaintItem } from "../protocol/complaint-item.ts";
import type { ConversationKind, Choice } from "../policy/types.ts";
import { scopeName, type ChoiceScope, type ExactChoice } from "../report/own-choice.ts";
import { ListReader } from "./list-reader.ts";
import { failureCodeOf, isUnjudged } from "./failure-code.ts";
import { NOT_KEPT, type Unsent, type UnsentStore } from "./unsent.ts";

export interface Chat {
  /** `u:name` for a chat of two, `g:` and the conversation's id for a group; known before the first message. */
  readonly key: string;
  readonly kind: ConversationKind;
  /** The other of two, by whom it is found; of a group its own title, or empty. */
  readonly title: string;
  /** Of a large group those that are known: some, until `loadMembers` brought all. */
  members: readonly string[];
  isProgram: boolean;
  /** All of them. */
  memberCount: number;
  /** Who may remove others from a group. */
  admin: string | null;
  /** False of a group this user has left. */
  isMember: boolean;
  /** Null until the first message. */
  conversation: string | null;
  /** In order of `seq`. */
  messages: ChatMessage[];
  /** Written on this device and not acknowledged. */
  sending: readonly Unsent[];
  /** Older ones are on the gateway. */
  more: boolean;
  loading: boolean;
  loaded: boolean;
  delivered: Record<string, number>;
  read: Record<string, number>;
  unread: number;
  last: NonNullable<ConversationItem["last"]> | null;
  /** Who is writing, and until when that is believed (ms of the page's clock). */
  typing: Map<string, number>;
}

export type Change =
  | { readonly kind: "list" }
  | { readonly kind: "chat"; readonly key: string }
  | { readonly kind: "complaint"; readonly item: ComplaintItem }
  | { readonly kind: "state"; readonly state: ClientState }
  | { readonly kind: "verdict"; readonly key: string; readonly report: LinkReport };

export const BOT = "hutong";

/** A group may be titled as the bot is called. */
export const isWithBot = ({ kind, title }: Chat): boolean => kind === "one_to_one" && title === BOT;

/** Read at least when a chat is opened. */
const PAGE = 30;
/** Read when a chat is opened, so that it begins where the new begins. */
const MOST_UNREAD = 1_000;
/** Read at once, as the gateway gives them. */
const MOST_AT_ONCE = 100;
/** Read messages above the first new one. */
const BEFORE_NEW = 10;
const TYPING_MS = 5_000;
const TYPING_EVERY_MS = 3_000;

/** A group is known by its conversation before the list told of it. */
const addresseeOf = ({ kind, key, title }: Chat): string => (kind === "group" ? key.slice(2) : title);

/** Marks move forward only. @param keepsOthers  Those of whom nothing is told stay. */
function forward(known: Chat["read"], told: Readonly<Record<string, number>>, keepsOthers: boolean): Chat["read"] {
  const moved = Object.entries(told).map(([name, seq]) => [name, Math.max(seq, known[name] ?? 0)] as const);
  return { ...(keepsOthers ? known : {}), ...Object.fromEntries(moved) };
}

/** What is known of a user's conversations, kept up to date from the client. The views follow it and change nothing themselves. */
export class Chats {
  readonly client: Client;
  readonly me: string;
  choice: Choice | null;
  /** For apps, chats and classes, by the names of their scopes. */
  readonly choices = new Map<string, ExactChoice>();
  readonly blocks = new Set<string>();
  readonly #chats = new Map<string, Chat>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #keys = new Map<string, string>();
  /** A reading of members that runs is shared by all who ask meanwhile. */
  readonly #loadingMembers = new Map<Chat, Promise<void>>();
  readonly #pages = new Map<Chat, Promise<void>>();
  readonly #list: ListReader;
  /** The reading of the list that told of a chat last: members that were read before it may be others now. */
  readonly #toldBy = new Map<Chat, number>();
  /** What was heard while a page of the list was asked for, with the number of its reading: the page may be older. */
  #heardMeanwhile: readonly { readonly message: ChatMessage; readonly reading: number }[] = [];
  #lastTypingAtMs = -TYPING_EVERY_MS;

  #unsent: UnsentStore;
  /** Kept by an earlier visit, for chats that are not known yet. */
  #waiting: readonly Unsent[];

  /** @param unsent  Where unsent messages outlive the page. */
  constructor(client: Client, me: string, choice: Choice | null, unsent: UnsentStore = NOT_KEPT) {
    this.client = client;
    this.#unsent = unsent;
    this.#waiting = unsent.load();
    this.me = me;
    this.choice = choice;
    this.#list = new ListReader(client, (item, reading) => {
      this.#heardMeanwhile = this.#heardMeanwhile.filter((each) => each.reading >= reading);
      this.#toldBy.set(this.#know(item), reading);
      // The list shows its newest message, so it has reached this device.
      if (item.lastSeq > (item.delivered[me] ?? 0)) client.delivered(item.conversation, item.lastSeq);
    });
    this.chatWith(BOT);
    for (const { chat } of this.#waiting) if (chat.startsWith("u:")) this.chatWith(chat.slice(2));
    client.on("message", (message) => void this.#heard(message));
    client.on("complaint", (item) => this.#tell({ kind: "complaint", item }));
    client.on("sent", (sent) => this.#stored(sent));
    client.on("link", ({ conversation, seq, index, report }) => this.#judged(conversation, seq, index, report));
    client.on("deleted", ({ conversation, seq, at }) => this.#deleted(conversation, seq, at));
    client.on("read", ({ conversation, from, seq }) => {
      const chat = this.#of(conversation);
      if (chat === undefined) return;
      chat.read[from] = Math.max(seq, chat.read[from] ?? 0);
      if (from === this.me) this.#countUnread(chat, conversation, seq);
      this.#changed(chat);
    });
    client.on("delivered", ({ conversation, from, seq }) => {
      const chat = this.#of(conversation);
      if (chat === undefined) return;
      chat.delivered[from] = Math.max(seq, chat.delivered[from] ?? 0);
      this.#changed(chat);
    });
    client.on("blocked", ({ user, blocked }) => this.#blocked(user, blocked));
    client.on("typing", ({ conversation, from }) => this.#typing(conversation, from));
    client.on("state", ({ state }) => this.#tell({ kind: "state", state }));
    for (const user of client.welcome?.blocks ?? []) this.blocks.add(user);
    for (const each of client.welcome?.choices ?? []) this.choices.set(scopeName(each.for), each);
    client.on("ready", ({ blocks, choices = [] }) => {
      this.choices.clear();
      for (const each of choices) this.choices.set(scopeName(each.for), each);
      this.blocks.clear();
      for (const user of blocks) this.blocks.add(user);
      this.#refreshLater();
    });
    // The first `ready` came before this was made.
    this.#refreshLater();
    client.on("reset", () => this.#otherStore());
    client.on("rulebook", () => this.#startAfreshLater());
    client.on("chosen", ({ choice: chosen, for: scope }) => {
      this.#chose(chosen, scope);
      this.#startAfreshLater();
    });
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
  }

  /** There are conversations that are not listed yet. */
  get hasMore(): boolean {
    return this.#list.hasMore;
  }

  /** Lists further conversations. */
  async loadMore(): Promise<void> {
    await this.#list.more();
    this.#tell({ kind: "list" });
  }

  /** A chat by its key, which may be further down than what is listed. */
  async seek(key: string): Promise<Chat | undefined> {
    await this.#list.until(() => this.#chats.has(key));
    return this.#chats.get(key);
  }

  /** The one with the latest message first; those without any at the end. Only what is listed so far. */
  list(): readonly Chat[] {
    const at = ({ last }: Chat) => last?.at ?? "";
    return [...this.#chats.values()].sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0));
  }

  get(key: string): Chat | undefined {
    return this.#chats.get(key);
  }

  /** The chat with one other user, made when there is none yet. */
  chatWith(user: string): Chat {
    return this.#keep(`u:${user}`, "one_to_one", user, [this.me, user]);
  }

  /** @param title  Left out: the group is named by who is in it. */
  async startGroup(members: readonly string[], title?: string): Promise<Chat> {
    const conversation = await this.client.group(members, title);
    await this.#learnOf(conversation);
    const chat = this.#keep(`g:${conversation}`, "group", title ?? "", [this.me, ...members]);
    this.#bind(chat, conversation);
    return chat;
  }

  async load(chat: Chat): Promise<void> {
    if (chat.conversation === null && !this.#list.isWhole && !chat.loading) await this.#seekConversation(chat);
    if (!chat.loaded) await this.#page(chat);
    await this.loadMembers(chat);
  }

  /** Asks for everybody in a group, with how far they have read, where the list of conversations named only some. */
  loadMembers(chat: Chat): Promise<void> {
    const { conversation } = chat;
    if (conversation === null || chat.members.length >= chat.memberCount) return Promise.resolve();
    const running = this.#loadingMembers.get(chat);
    if (running !== undefined) return running;
    const own = this.#allMembers(chat, conversation).finally(() => this.#loadingMembers.delete(chat));
    this.#loadingMembers.set(chat, own);
    return own;
  }

  /** The chat of a conversation, which may be further down than what is listed. */
  async ofConversation(conversation: string): Promise<Chat | undefined> {
    await this.#list.until(() => this.#of(conversation) !== undefined);
    return this.#of(conversation);
  }

  /** Reads a chat back to a message. */
  async loadTo(chat: Chat, seq: number): Promise<void> {
    await this.load(chat);
    for (let first = Infinity; chat.more && (chat.messages[0]?.seq ?? 0) > seq;) {
      if (chat.messages[0]?.seq === first) return;
      first = chat.messages[0]?.seq ?? 0;
      await this.#page(chat);
    }
  }

  async loadOlder(chat: Chat): Promise<void> {
    if (chat.more) await this.#page(chat);
  }

  send(chat: Chat, text: string): void {
    const at = new Date().toISOString();
    const after = chat.messages.at(-1)?.seq ?? chat.last?.seq ?? 0;
    this.#transmit(chat, { chat: chat.key, key: freshKey(), text, at, after, failure: null });
  }

  /** Sends a refused message again, under its key, as what was written last. */
  retry(chat: Chat, key: string): void {
    const found = chat.sending.find((each) => each.key === key);
    if (found === undefined) return;
    const after = chat.messages.at(-1)?.seq ?? found.after;
    this.#transmit(chat, { ...found, at: new Date().toISOString(), after, failure: null });
  }

  /** Whether something was said that the gateway does not have. */
  hasUnsent(): boolean {
    return this.#waiting.length > 0 || [...this.#chats.values()].some(({ sending }) => sending.length > 0);
  }

  /** Keeps nothing unsent on this device any more: whoever signs in next is somebody else. */
  forgetUnsent(): void {
    this.#unsent.forget();
    this.#unsent = NOT_KEPT;
  }

  /** Forgets a message that was not sent. */
  discard(chat: Chat, key: string): void {
    this.#setSending(
      chat,
      chat.sending.filter((each) => each.key !== key),
    );
    this.#changed(chat);
  }

  /** Marks everything loaded as read, on the other side too. */
  markRead(chat: Chat): void {
    const seq = chat.messages.at(-1)?.seq ?? 0;
    if (chat.conversation === null || seq <= (chat.read[this.me] ?? 0)) return;
    chat.read[this.me] = seq;
    chat.unread = 0;
    this.client.read(chat.conversation, seq);
    this.#tell({ kind: "list" });
  }

  writing(chat: Chat): void {
    const now = performance.now();
    if (chat.conversation === null || now - this.#lastTypingAtMs < TYPING_EVERY_MS) return;
    this.#lastTypingAtMs = now;
    this.client.typing(chat.conversation);
  }

  /** Asks the gateway what holds for a link at this moment. */
  async open(chat: Chat, seq: number, index: number): Promise<OpenedFrame> {
    if (chat.conversation === null) throw new Error("a link in no conversation");
    const opened = await this.client.waysTo(chat.conversation, seq, index);
    this.#judged(chat.conversation, seq, index, opened.report);
    return opened;
  }

  async changeMembers(chat: Chat, change: { readonly add?: string[]; readonly remove?: string[] }): Promise<void> {
    if (chat.conversation === null) return;
    await this.client.members(chat.conversation, change);
    await this.#learnOf(chat.conversation);
    await this.loadMembers(chat);
    this.#changed(chat);
  }

  async block(user: string, blocked: boolean): Promise<void> {
    await this.client.block(user, blocked);
    this.#blocked(user, blocked);
  }

  async remove(chat: Chat, seq: number): Promise<void> {
    if (chat.conversation !== null) await this.client.delete(chat.conversation, seq);
  }

  /** @param scope  Left out: for every link. */
  async choose(choice: Choice | null, scope?: ChoiceScope): Promise<void> {
    this.#chose(await this.client.choose(choice, scope), scope);
    await this.#startAfresh();
  }

  #chose(choice: Choice | null, scope: ChoiceScope | undefined): void {
    if (scope === undefined) this.choice = choice;
    else if (choice === null) this.choices.delete(scopeName(scope));
    else this.choices.set(scopeName(scope), { for: scope, choice });
  }

  #transmit(chat: Chat, unsent: Unsent): void {
    const { key, text } = unsent;
    this.#setSending(chat, [...chat.sending.filter((each) => each.key !== key), unsent]);
    this.#changed(chat);
    this.client.send(chat.conversation ?? addresseeOf(chat), text, { key }).catch((error: unknown) => {
      const failure = failureCodeOf(error);
      this.#setSending(
        chat,
        chat.sending.map((each) => (each.key === key ? { ...each, failure } : each)),
      );
      this.#changed(chat);
    });
  }

  #setSending(chat: Chat, sending: readonly Unsent[]): void {
    this.#unsent.replace(chat.sending, sending);
    chat.sending = sending;
  }

  /** What an earlier visit left unsent in a chat: refused ones stand there, the others are sent again under their keys. */
  #takeUp(chat: Chat): void {
    const own = this.#waiting.filter((each) => each.chat === chat.key);
    if (own.length === 0) return;
    this.#waiting = this.#waiting.filter((each) => each.chat !== chat.key);
    chat.sending = own;
    for (const each of own)
      if (each.failure === null || isUnjudged(each.failure)) this.#transmit(chat, { ...each, failure: null });
  }

  async #allMembers(chat: Chat, conversation: string): Promise<void> {
    let members: string[];
    let told: number | undefined;
    do {
      told = this.#toldBy.get(chat);
      members = [];
      for (let more = true; more;) {
        const after = members.at(-1);
        const page = await this.client.members(conversation, after === undefined ? {} : { after });
        members.push(...page.members);
        chat.memberCount = page.memberCount;
        Object.assign(chat.delivered, page.delivered);
        Object.assign(chat.read, page.read);
        more = page.more && page.members.length > 0;
      }
    } while (told !== this.#toldBy.get(chat));
    chat.members = members;
    this.#changed(chat);
  }

  #keep(key: string, kind: ConversationKind, title: string, members: readonly string[]): Chat {
    const known = this.#chats.get(key);
    if (known !== undefined) return known;
    const made: Chat = {
      key,
      kind,
      title,
      members,
      isProgram: false,
      memberCount: members.length,
      admin: null,
      isMember: true,
      conversation: null,
      messages: [],
      sending: [],
      more: false,
      loading: false,
      loaded: false,
      delivered: {},
      read: {},
      unread: 0,
      last: null,
      typing: new Map<string, number>(),
    };
    this.#chats.set(key, made);
    this.#takeUp(made);
    return made;
  }

  #bind(chat: Chat, conversation: string): void {
    chat.conversation = conversation;
    this.#keys.set(conversation, chat.key);
  }

  #of(conversation: string): Chat | undefined {
    const key = this.#keys.get(conversation);
    return key === undefined ? undefined : this.#chats.get(key);
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #changed(chat: Chat): void {
    this.#tell({ kind: "chat", key: chat.key });
    this.#tell({ kind: "list" });
  }

  /** Where it cannot be done, the connection has ended, and it is done when the client comes back. */
  #refreshLater(): void {
    this.#refresh().catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    await this.#list.refresh();
    this.#tell({ kind: "list" });
    await Promise.all([...this.#chats.values()].filter(({ loaded }) => loaded).map((chat) => this.loadMembers(chat)));
  }

  /** Asks what holds for a conversation from now on. One that just changed stands on the first page of the list. */
  async #learnOf(conversation: string): Promise<void> {
    const { started } = this.#list;
    const told = () => {
      const chat = this.#of(conversation);
      return chat !== undefined && (this.#toldBy.get(chat) ?? 0) > started;
    };
    await this.#list.until(told);
    this.#tell({ kind: "list" });
    const chat = this.#of(conversation);
    if (chat?.loaded === true) await this.loadMembers(chat);
  }

  /** One may have talked to somebody who is further down than what is listed. */
  async #seekConversation(chat: Chat): Promise<void> {
    chat.loading = true;
    this.#tell({ kind: "chat", key: chat.key });
    try {
      await this.#list.until(() => chat.conversation !== null);
    } finally {
      chat.loading = false;
      this.#changed(chat);
    }
  }

  #blocked(user: string, blocked: boolean): void {
    if (blocked) this.blocks.add(user);
    else this.blocks.delete(user);
    this.#tell({ kind: "chat", key: `u:${user}` });
  }

  #know({ conversation, kind, title, members, ...item }: ConversationItem): Chat {
    const { memberCount, admin, isMember, delivered, read, unread, last } = item;
    const chat =
      kind === "one_to_one"
        ? this.chatWith(members.find((member) => member !== this.me) ?? this.me)
        : this.#keep(`g:${conversation}`, kind, title ?? "", members);
    this.#bind(chat, conversation);
    // Who is known stays known while nobody came or went; the item names some of them, with the marks of those.
    const isAllKnown = chat.members.length === memberCount && members.every((name) => chat.members.includes(name));
    if (!isAllKnown) chat.members = members;
    chat.isProgram = item.isBot === true && !isWithBot(chat);
    chat.memberCount = memberCount;
    chat.admin = admin;
    chat.isMember = isMember;
    const ownRead = chat.read[this.me] ?? 0;
    chat.delivered = forward(chat.delivered, delivered, isAllKnown);
    chat.read = forward(chat.read, read, isAllKnown);
    // The page tells of a moment that may have passed: what was heard or read since then counts.
    const since = this.#heardMeanwhile.flatMap(({ message }) =>
      message.conversation === conversation && message.seq > item.lastSeq ? [message] : [],
    );
    if (ownRead <= (read[this.me] ?? 0))
      chat.unread = unread + since.filter((message) => this.#isUnread(message, ownRead)).length;
    if (last !== null && last.seq >= (chat.last?.seq ?? 0)) chat.last = last;
    return chat;
  }

  /** Reads a page of a chat; who asks while one is read shares it. */
  #page(chat: Chat): Promise<void> {
    const { conversation } = chat;
    const running = this.#pages.get(chat);
    if (running !== undefined) return running;
    if (chat.loading || conversation === null) return Promise.resolve();
    const own = this.#read(chat, conversation).finally(() => this.#pages.delete(chat));
    this.#pages.set(chat, own);
    return own;
  }

  async #read(chat: Chat, conversation: string): Promise<void> {
    chat.loading = true;
    this.#tell({ kind: "chat", key: chat.key });
    try {
      const wanted = chat.loaded ? MOST_AT_ONCE : Math.max(PAGE, Math.min(chat.unread + BEFORE_NEW, MOST_UNREAD));
      let more = true;
      for (let left = wanted; left > 0 && more;) {
        const before = left === wanted && !chat.loaded ? undefined : chat.messages[0]?.seq;
        const page = await this.client.history(conversation, {
          limit: Math.min(left, MOST_AT_ONCE),
          ...(before !== undefined && { before }),
        });
        this.#add(chat, page.messages);
        more = page.more && page.messages.length > 0;
        left -= page.messages.length;
      }
      chat.more = more;
      chat.loaded = true;
    } finally {
      chat.loading = false;
      this.#changed(chat);
    }
  }

  /** After a restore or another choice nothing kept is right any more. */
  /** What was known of conversations says nothing of another store; those that it has are told by its list. */
  #otherStore(): void {
    this.#keys.clear();
    for (const chat of this.#chats.values()) {
      Object.assign(chat, { conversation: null, last: null, read: {}, delivered: {}, unread: 0 });
      // Groups that it does not have are there no more.
      chat.isMember = chat.kind === "one_to_one";
    }
    this.#startAfreshLater();
  }

  /** Where it cannot be done, the connection has ended, and the list is read when the client comes back. */
  #startAfreshLater(): void {
    this.#startAfresh().catch(() => undefined);
  }

  async #startAfresh(): Promise<void> {
    const read = [...this.#chats.values()].filter(({ loaded }) => loaded);
    for (const chat of read) {
      chat.messages = [];
      chat.loaded = false;
      chat.more = false;
    }
    await this.#refresh();
    await Promise.all(read.map((chat) => this.load(chat)));
  }

  #add(chat: Chat, messages: readonly ChatMessage[]): void {
    const bySeq = new Map([...chat.messages, ...messages].map((message) => [message.seq, message]));
    chat.messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    const last = chat.messages.at(-1);
    if (last !== undefined) chat.last = last;
  }

  async #heard(message: MessageFrame): Promise<void> {
    const known = this.#of(message.conversation);
    if (this.#list.isReading)
      this.#heardMeanwhile = [...this.#heardMeanwhile, { message, reading: this.#list.started }];
    // What the gateway tells of a conversation new to this page counts the message already.
    if (known === undefined || message.event !== undefined) await this.#learnOf(message.conversation);
    const chat = known ?? this.#of(message.conversation);
    if (chat === undefined) return;
    chat.typing.delete(message.from);
    if (known !== undefined && message.from !== this.me && message.event === undefined) chat.unread += 1;
    this.#take(chat, message);
  }

  #stored({ conversation, kind, seq, at, links, text, key }: SentFrame & { text: string; key: string }): void {
    const chat =
      this.#of(conversation) ??
      [...this.#chats.values()].find(({ sending }) => sending.some((each) => each.key === key));
    if (chat === undefined) return;
    this.#bind(chat, conversation);
    this.#setSending(
      chat,
      chat.sending.filter((each) => each.key !== key),
    );
    this.#take(chat, { conversation, kind, seq, from: this.me, text, at, links });
  }

  /** A message that came by itself. In a chat never opened the older ones may be missing, so they are read first when it is. */
  #take(chat: Chat, message: ChatMessage): void {
    chat.last = message;
    if (message.seq === 1) chat.loaded = true;
    if (chat.loaded || chat.loading) this.#add(chat, [message]);
    this.#changed(chat);
  }

  #judged(conversation: string, seq: number, index: number, report: LinkReport): void {
    const chat = this.#of(conversation);
    if (chat === undefined) return;
    chat.messages = chat.messages.map((message) =>
      message.seq === seq
        ? { ...message, links: message.links.map((each, at) => (at === index ? report : each)) }
        : message,
    );
    this.#tell({ kind: "chat", key: chat.key });
    this.#tell({ kind: "verdict", key: chat.key, report });
  }

  /** Counts anew what is unread from a mark of another device on; where it was not loaded, the gateway counts. */
  #countUnread(chat: Chat, conversation: string, read: number): void {
    const { last, messages } = chat;
    if (last === null || last.seq <= read) chat.unread = 0;
    else if ((messages[0]?.seq ?? Infinity) > read + 1 && (chat.more || !chat.loaded)) void this.#learnOf(conversation);
    else chat.unread = messages.filter((message) => this.#isUnread(message, read)).length;
  }

  /** A message that is there to be read. */
  #isUnread(message: Pick<ChatMessage, "seq" | "from" | "event" | "deletedAt">, read: number): boolean {
    const { seq, from, event, deletedAt } = message;
    return seq > read && from !== this.me && event === undefined && deletedAt === undefined;
  }

  #deleted(conversation: string, seq: number, deletedAt: string): void {
    const chat = this.#of(conversation);
    if (chat === undefined) return;
    const read = chat.read[this.me] ?? 0;
    const known = chat.last?.seq === seq ? chat.last : chat.messages.find((message) => message.seq === seq);
    if (known !== undefined && this.#isUnread(known, read)) chat.unread = Math.max(0, chat.unread - 1);
    // What was not loaded the gateway counts; a page that is asked for now may be older.
    if ((known === undefined || this.#list.isReading) && seq > read) void this.#learnOf(conversation);
    const wiped = { text: "", links: [], deletedAt };
    chat.messages = chat.messages.map((message) => (message.seq === seq ? { ...message, ...wiped } : message));
    if (chat.last?.seq === seq) chat.last = { ...chat.last, text: "", deletedAt };
    this.#changed(chat);
  }

  #typing(conversation: string, from: string): void {
    const chat = this.#of(conversation);
    if (chat === undefined || from === this.me) return;
    const untilMs = performance.now() + TYPING_MS;
    chat.typing.set(from, untilMs);
    this.#tell({ kind: "chat", key: chat.key });
    setTimeout(() => {
      if (chat.typing.get(from) !== untilMs) return;
      chat.typing.delete(from);
      this.#tell({ kind: "chat", key: chat.key });
    }, TYPING_MS);
  }
}
