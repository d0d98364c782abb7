import type { StoredMessage } from "../chat/conversation.ts";
import { interfaceLocale, type LinkReport } from "../report/report.ts";
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
  /** The address of the page that may be read in the chat, by the same fresh decision; null: there is none. */
  readable(claims: ReadClaims): Promise<string | null>;
}

/** Where a page stands that opens in place and was seen by the gateway itself; null for every other link. */
export function readableAt({ resolution, verdict }: LinkReport): string | null {
  const { status, skipped, page, finalUrl } = resolution;
  const isSeen = status === "final" && skipped === null && page !== null;
  const url = verdict.action === "open_in_place" && isSeen ? URL.parse(finalUrl ?? "") : null;
  return url !== null && /^https?:$/u.test(url.protocol) ? url.href : null;
}

export function createOpenLinks(parts: {
  readonly store: MessageStore & UserStore & RevocationStore;
  readonly following: Following;
  readonly tokens: LinkTokens;
  readonly now: () => Date;
}): OpenLinks {
  const { store, following, tokens, now } = parts;

  /** The link as of now for whom the claims name; null when they may not see it, or no more. */
  async function fresh(claims: ReadClaims): Promise<LinkReport | null> {
    const { sub: user, conversation, seq, index, client, locale, issuedAt } = claims;
    try {
      if (await isRevoked({ user, issuedAt, tokenId: null }, store)) return null;
      const message = await store.message(user, conversation, seq);
      const [choice, exact] = await Promise.all([store.choice(user), store.exactChoices(user)]);
      const reader = readerOf(client, locale, choice, null, exact);
      const opened = await following.open(message, index, user, judgeContext(reader, message, now()));
      return opened?.report ?? null;
    } catch (error) {
      if (error instanceof StoreError && error.code !== "unavailable") return null;
      throw error;
    }
  }

  return {
    async wayTo({ conversation, seq }, index, user, { client, locale }) {
      return `/o/${await tokens.signOpen({ sub: user, conversation, seq, index, client, locale }, now())}`;
    },
    read: (token) => tokens.readOpen(token, now()),
    async open(claims) {
      const report = await fresh(claims);
      if (report === null) return { kind: "expired" };
      const target = pageOf(report);
      if (target === null || report.verdict.notice)
        return { kind: "page", report, locale: interfaceLocale(claims.locale), target };
      return { kind: "go", to: target };
    },
    async readable(claims) {
      const report = await fresh(claims);
      return report === null ? null : readableAt(report);
    },
  };
}

/** Only a page: an app's address would open an app that nobody asked for. */
function pageOf({ open, verdict }: LinkReport): string | null {
  const url = verdict.action === "block" ? null : URL.parse(open.web ?? "");
  return url !== null && /^https?:$/u.test(url.protocol) ? url.href : null;
}
