import type { LinkReport } from "../report/report.ts";
import type { ChoiceScope } from "../report/own-choice.ts";
import type { Choice } from "../policy/types.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { ComplaintItem } from "../protocol/complaint-item.ts";
import type {
  ClientFrameInput,
  ComplaintsFrame,
  ConversationItem,
  ConversationsFrame,
  DeletedFrame,
  DeliveredFrame,
  FoundFrame,
  LinkFrame,
  MembersFrame,
  MessageFrame,
  OpenedFrame,
  PageFrame,
  ReadFrame,
  RulebookFrame,
  SentFrame,
  TypingFrame,
  WelcomeFrame,
} from "../protocol/client-frames.ts";

/** The context of a fixture, as it stands in its line. */
export type ReplayInput = NonNullable<Extract<ClientFrameInput, { type: "hello" }>["replay"]>;

export interface ConnectOptions {
  /** This device's own name, ≤ 64 characters, kept between visits. */
  readonly device: string;
  /** As the app has it: an unknown `os` counts as the nearest or `web`, and of a version its leading numbers. */
  readonly client?: { readonly os: string; readonly version: string | null };
  /** A BCP 47 tag; the gateway takes the nearest language it has. */
  readonly locale?: string;
  /** For testers: read as in this context instead of now. Only a gateway with demo sign-in does. */
  readonly replay?: ReplayInput;
  /**
   * Where listening begins. `now` (default): with what comes after the first connection; older messages are read with
   * `history`. `start`: with every message there is. A map: after these sequence numbers, as kept from an earlier visit
   * together with their `epoch`.
   */
  readonly from?:
    | "now"
    | "start"
    | {
        readonly have: Readonly<Record<string, number>>;
        /** Without them every update of a message in `have` is told again. */
        readonly updates?: Readonly<Record<string, number>>;
        readonly epoch: string;
      };
  /** First and longest wait before coming back, milliseconds; each try doubles it, and half of it is random. Default 250 and 15 000. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
  /**
   * While an answer is awaited a connection that is silent for so long is left, and tried again: the token source, the handshake with
   * `welcome`, what a sync brings, every request. Milliseconds, default 15 000.
   */
  readonly answerTimeoutMs?: number;
}

/** Why a connection ended or did not come about, though it is tried again. */
export type Trouble =
  /** With the code of the close; 1006 where there was no connection. */
  | { readonly because: "closed"; readonly code: number; readonly reason: string }
  /** Nothing came in time. */
  | { readonly because: "no_answer"; readonly to: "token" | "hello" | "sync" | "request" | "ping" }
  /** The gateway refused `hello` for now. */
  | { readonly because: "refused"; readonly error: RequestError }
  /** Where tokens come from threw this. */
  | { readonly because: "token_source"; readonly error: unknown }
  /** What came was no frame: something else than a gateway answers there. */
  | { readonly because: "unreadable" };

/**
 * `connecting` → `syncing` → `open`; after a broken connection `waiting` → `connecting`; `closed` is the end.
 * Requests may be made in any state but `closed`; they wait for the connection.
 */
export type ClientState = "connecting" | "syncing" | "open" | "waiting" | "closed";

export interface ClientEvents {
  /** Every message after the position, each once, in order within its conversation; also this user's own from other devices. */
  message: MessageFrame;
  /** This client's own message, once it is durable. It counts in the order of `message`. */
  sent: SentFrame & { readonly text: string; readonly key: string };
  /** A verdict became final or changed. Each update once, in order within its conversation, together with `deleted`. */
  link: LinkFrame;
  /** A message's text and links are gone; its number stays. */
  deleted: DeletedFrame;
  /** Only between two people; `conversations` tells it of groups. */
  delivered: DeliveredFrame;
  /** Somebody has read up to a message. */
  read: ReadFrame;

  /** Somebody is writing. */
  typing: TypingFrame;
  /** Another device of this user chose. */
  chosen: { readonly choice: Choice | null; readonly for?: ChoiceScope };
  /** Another device of this user blocked somebody, or no longer does. */
  blocked: { readonly user: string; readonly blocked: boolean };
  /** Something became of a complaint of this user's, or a decision concerns them. What came while nobody listened, `complaints` tells. */
  complaint: ComplaintItem;
  /** Another rulebook, or another edition of it, decides from now on. After a return `ready` tells which one does. */
  rulebook: RulebookFrame;
  /** The client does something else now. */
  state: { readonly state: ClientState };
  /** The client goes on by itself after `waitMs` milliseconds; told each time, so that no loop is a quiet one. */
  trouble: Trouble & { readonly waitMs: number };
  /** Said hello and caught up, the first time and after each return. */
  ready: WelcomeFrame;
  /** The gateway's store is another one (restored from a backup): what was kept of it should be read afresh. */
  reset: { readonly epoch: string };
  /** The end: closed by `close()`, by a code that means "stay away", or by a refusal that no later try would change. */
  closed: { readonly code: number; readonly reason: string; readonly error: RequestError };
}

/**
 * A refusal by the gateway; or `closed` for good, a request that is larger than the connection takes, or one to which the gateway
 * said nothing, though it is heard: whether it acted is not known, and a message may be sent again under its `key`.
 */
export type RequestErrorCode = ErrorCode | "closed" | "frame_too_large" | "no_answer";

/** Why a request was not answered. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: RequestErrorCode;
  readonly temporary: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: RequestErrorCode, message: string, temporary: boolean, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.temporary = temporary;
    this.retryAfterMs = retryAfterMs;
  }
}

/** One user's device at a gateway. Every request rejects with a {@link RequestError}; without a connection it waits for the next. */
export interface Client {
  /** What the client is doing: `connecting`, `syncing`, `open`, `waiting` or `closed`. */
  readonly state: ClientState;
  /** What the gateway told at the last hello. */
  readonly welcome: WelcomeFrame | null;
  /** Last sequence number received in each conversation, to be kept for the next visit. */
  readonly have: Readonly<Record<string, number>>;
  /** Last update number received in each conversation, to be kept with `have`. */
  readonly updates: Readonly<Record<string, number>>;
  /** Resolves when caught up; rejects with the reason when closed for good, such as a token or a `hello` that is refused. */
  ready(): Promise<WelcomeFrame>;
  /**
   * Resolves once the message is durable. Sent again under its key after every broken connection and after `rate_limited`,
   * so it arrives exactly once. Messages arrive in the order in which they were asked to be sent, each after the answer to the one
   * before it. A text over `welcome.limits.maxTextLength` rejects without being sent.
   *
   * @param to  A user id or a conversation id.
   */
  send(to: string, text: string, options?: { readonly key?: string }): Promise<SentFrame>;
  /** Deletes a message of this user's own for everybody; nothing of it stays but its number. */
  delete(conversation: string, seq: number): Promise<DeletedFrame>;
  /** One page of a conversation, its latest messages first asked for; the next is asked with its first number as `before`. */
  history(conversation: string, options?: { readonly before?: number; readonly limit?: number }): Promise<PageFrame>;
  /**
   * Messages that say something, in what this user may read: one page; the next is asked with its `next` as `before`. A page may be
   * empty while there is more to look through.
   */
  search(
    query: string,
    within?: { readonly conversation?: string; readonly before?: string; readonly limit?: number },
  ): Promise<FoundFrame>;
  /** All of them, page after page, the one with the latest message first. */
  conversations(): Promise<readonly ConversationItem[]>;
  /** One page of them; the next begins after its `next`. One that gets a message meanwhile is told by `message` too. */
  conversationPage(page?: { readonly after?: string; readonly limit?: number }): Promise<ConversationsFrame>;
  /** Asks for a fresh verdict before a link is opened. */
  open(conversation: string, seq: number, index: number): Promise<LinkReport>;
  /** The same with the addresses at the gateway that lead on. */
  waysTo(conversation: string, seq: number, index: number): Promise<OpenedFrame>;
  /**
   * How this user wishes links opened, for all devices; `null` ends the wish. It makes a verdict stricter, never looser.
   *
   * @param scope  For one app, conversation or class alone; left out, for every link.
   */
  choose(choice: Choice | null, scope?: ChoiceScope): Promise<Choice | null>;
  /** Makes a group and gives its conversation id. Again under one `key` it is the same group. */
  group(members: readonly string[], title?: string, options?: { readonly key?: string }): Promise<string>;
  /**
   * Adds members to a group or removes them; one's own name leaves it. Each change is a message with an `event`. Answers with a page
   * of the members there are then, and without a change does nothing else; the next page begins `after` its last name.
   */
  members(
    conversation: string,
    change?: {
      readonly add?: readonly string[];
      readonly remove?: readonly string[];
      readonly after?: string;
      readonly limit?: number;
    },
  ): Promise<MembersFrame>;
  /**
   * Says that a link, a message (without `index`) or a person is harmful, or that a link is wrongly blocked. The same again is
   * the same complaint. What becomes of it is told as `complaint`.
   */
  complain(
    about:
      | { readonly conversation: string; readonly seq: number; readonly index?: number }
      | { readonly user: string; readonly conversation?: string },
    kind: "harmful" | "wrongly_blocked",
    more?: { readonly category?: string; readonly note?: string },
  ): Promise<ComplaintItem>;
  /** One's own complaints and the decisions that concern one, newest first. @param page.before  An id. */
  complaints(page?: { readonly before?: string; readonly limit?: number }): Promise<ComplaintsFrame>;
  /** Takes one's own complaint back, for ever: the same again is refused. */
  withdraw(complaint: string): Promise<ComplaintItem>;
  /** Asks for another look, by another person, once and until `appealUntil`. */
  appeal(complaint: string, note?: string): Promise<ComplaintItem>;
  /** Refuses this user's one-to-one messages from here on, or with `false` no longer. Whom one blocks is told in `welcome`. */
  block(user: string, blocked?: boolean): Promise<void>;
  /**
   * Confirms that this device has received everything up to a message. Messages that were heard are confirmed by themselves, a
   * burst of them together; this is for what came by `history` or `conversations`.
   */
  delivered(conversation: string, seq: number): void;
  /** Tells that this user has read up to a message; without a connection once there is one, and again where one died meanwhile. */
  read(conversation: string, seq: number): void;
  /** Tells that this user is writing. Sent when connected, otherwise left out. */
  typing(conversation: string): void;
  /** @returns a function that ends the listening. */
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void;
  /**
   * Says that this device may have slept or changed its network: a connection over which nothing comes within 4 s is left, and one
   * that is waited for is tried now. A page calls it when it is looked at again and on `online`.
   */
  wake(): void;
  /** Ends the client for good; what still waits rejects with `closed`. */
  close(): void;
}

export type { Choice, ConversationItem, LinkFrame, LinkReport, MessageFrame, PageFrame, SentFrame };
