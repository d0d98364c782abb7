import type { Take } from "../../access/rates.ts";
import type { Bots } from "../../access/bots.ts";
import type { Bus } from "../../bus/bus.ts";
import type { BotRules } from "../../messages/bot-rules.ts";
import type { Following, MessageEnvironment } from "../../messages/follow-links.ts";
import type { CaseDesk } from "../../messages/case-desk.ts";
import type { SubjectOf } from "../../messages/complaint-subject.ts";
import type { Judge } from "../../messages/judge.ts";
import type { OpenLinks } from "../../messages/open-link.ts";
import type { SignVerdict } from "../../log/sign-verdict.ts";
import type { Posting } from "../../messages/post-message.ts";
import type { Rejudging } from "../../messages/rejudge.ts";
import type { ClientFrame, ClientFrameOf } from "../../protocol/client-frames.ts";
import type { GroupRules } from "../../chat/membership.ts";
import type { Store } from "../../store/store.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { FrameCache } from "../socket/frames-for-readers.ts";
import type { Hub } from "../socket/hub.ts";
import type { Turns } from "./turns.ts";

/** Frames about conversations; those about the connection itself are its session's. */
export type ChatFrame = Exclude<ClientFrame, { type: "hello" | "refresh" | "ping" }>;
export type ChatFrameType = ChatFrame["type"];

/** One frame, and who sent it over which connection. */
export interface Request<T extends ChatFrameType> {
  readonly connection: Connection;
  readonly session: Chatting;
  readonly frame: ClientFrameOf<T>;
}

/** Where messages lie and travel. */
export interface FrameStorage {
  readonly store: Store;
  readonly bus: Bus;
}

/** What handlers use of the gateway. */
export interface FrameParts {
  readonly storage: FrameStorage;
  readonly environment: MessageEnvironment;
  /** Who may put whom into a group, and how many. */
  readonly groupRules: GroupRules;
  readonly bots: Pick<Bots, "isBot">;
  /** What holds where a bot asks. */
  readonly botRules: BotRules;
  /** Who may put whom into a group where a bot does. */
  readonly botGroupRules: GroupRules;
  readonly posting: Posting;
  readonly following: Following;
  readonly judge: Judge;
  /** Null for an app of the registry; else ids that may have been meant. */
  readonly nearestApps: (id: string) => readonly string[] | null;
  /** Where cases are decided. */
  readonly desk: CaseDesk;
  /** What complaints one address may make. */
  readonly complaintRate: Take;
  readonly typingRate: Take;
  /** What a complaint about a link is about. */
  readonly subjectOf: SubjectOf;
  /** Null where no list can change. */
  readonly rejudging: Rejudging | null;
  readonly openLinks: OpenLinks;
  /** Signs fresh verdicts; null: nobody does. */
  readonly signVerdict: SignVerdict | null;
  /** Whether the gateway reads the texts of pages. */
  readonly hasArticles: boolean;
  readonly frameCache: FrameCache;
  readonly hub: Pick<Hub, "at" | "hold" | "lookUp" | "release">;
  /** For whatever may take long. */
  readonly turns: Turns;
  /** A device has more than the store, which it says under the store's epoch. */
  readonly onAhead: () => void;
  /** Messages taken and not yet answered. */
  readonly unanswered: Set<Promise<void>>;
}

/**
 * Does what a frame asks. Resolves when the next frame of the connection may be looked at; undefined when that is now.
 *
 * @throws {ProtocolError} or rejects with it or with {StoreError}: the refusal that the frame is answered with.
 */
export type Handler<T extends ChatFrameType> = (request: Request<T>, parts: FrameParts) => Promise<void> | undefined;
