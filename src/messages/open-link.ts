import type { StoredMessage } from "../chat/conversation.ts";
import type { LinkReport } from "../report/report.ts";
import type { Locale } from "../policy/types.ts";
import type { MessageStore } from "../store/messages.ts";
import type { RevocationStore } from "../store/revocations.ts";
import type { UserStore } from "../store/users.ts";
import { StoreError } from "../store/store-error.ts";
import type { Following } from "./follow-links.ts";
import { isRevoked } from "../access/revocations.ts";
import type { LinkTokens, ReadClaims } from "../access/link-tokens.ts";
import { judgeContext, readerOf, type Reader } from "./reader.ts";

/** What `GET /o/{token}` comes to. */
export type Opening =
  | { readonly kind: "go"; readonly to: string }
  | { readonly kind: "page"; readonly report: LinkReport; readonly locale: Locale; readonly target: string | null }
  /**
   * The token is foreign, expired or older than the revocation of its reader's tokens.
   * Or its reader cannot see the message any more.
   */
  | { readonly kind: "expired" };

/** Ways to a link for browsers that have no socket: a short-lived address, bound to its reader, that decides anew. */
export interface OpenLinks {
  /** `/o/…` */
  wayTo(message: StoredMessage, index: number, user: string, reader: Reader): Promise<string>;
  /** Null: no token of ours, or an old one. */
  read(token: string): Promise<ReadClaims | null>;
  open(claims: ReadClaims): Promise<Opening>;
}

export function createOpenLinks(parts: {
  readonly store: MessageStore & UserStore & RevocationStore;
  readonly following: Following;
  readonly tokens: LinkTokens;
  readonly now: () => Date;
}): OpenLinks {
  const { store, following, tokens, now } = parts;
  return {
    async wayTo({ conversation, seq }, index, user, { client, locale }) {
      return `/o/${await tokens.signOpen({ sub: user, conversation, seq, index, client, locale }, now())}`;
    },
    read: (token) => tokens.readOpen(token, now()),
    async open({ sub: user, conversation, seq, index, client, locale, issuedAt }) {
      try {
        if (await isRevoked({ user, issuedAt, tokenId: null }, store)) return { kind: "expired" };
        const message = await store.message(user, conversation, seq);
        const reader = readerOf(client, locale, await store.choice(user));
        const opened = await following.open(message, index, user, judgeContext(reader, message.kind, now()));
        if (opened === null) return { kind: "expired" };
        const { report } = opened;
        const target = pageOf(report);
        if (target === null || report.verdict.notice) return { kind: "page", report, locale, target };
        return { kind: "go", to: target };
      } catch (error) {
        if (error instanceof StoreError && error.code !== "unavailable") return { kind: "expired" };
        throw error;
      }
    },
  };
}

/** Only a page: an app's address would open an app that nobody asked for. */
function pageOf({ open, verdict }: LinkReport): string | null {
  const url = verdict.action === "block" ? null : URL.parse(open.web ?? "");
  return url !== null && /^https?:$/u.test(url.protocol) ? url.href : null;
}
