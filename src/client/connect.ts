import type { ConversationItem, ConversationsFrame } from "../protocol/client-frames.ts";
import { freshKey } from "./fresh-key.ts";
import { Session, type TokenSource } from "./session.ts";
import { PLATFORM, type Surroundings } from "./surroundings.ts";
import type { Client, ConnectOptions } from "./types.ts";

export type { TokenSource } from "./session.ts";

type ConversationPage = (page?: { readonly after?: string; readonly limit?: number }) => Promise<ConversationsFrame>;

/**
 * Connects to a gateway and stays connected until closed.
 *
 * @param url  `ws://…/v1/ws` or `wss://…/v1/ws`.
 */
export function connect(url: string, token: TokenSource, options: ConnectOptions): Client {
  return connectIn(PLATFORM, url, token, options);
}

/** The same in surroundings of a test's own. */
export function connectIn(
  surroundings: Surroundings,
  url: string,
  token: TokenSource,
  options: ConnectOptions,
): Client {
  const session = new Session(url, token, options, surroundings);
  const request: Session["request"] = (body, type) => session.request(body, type);
  const conversationPage: ConversationPage = (page = {}) =>
    request({ type: "conversations", ...page }, "conversations");
  return {
    get state() {
      return session.state;
    },
    get welcome() {
      return session.welcome;
    },
    get have() {
      return session.received.have;
    },
    get updates() {
      return session.received.updates;
    },
    ready: () => session.ready(),
    send: (to, text, { key = freshKey() } = {}) => request({ type: "send", key, to, text }, "sent"),
    delete: (conversation, seq) => request({ type: "delete", conversation, seq }, "deleted"),
    history: (conversation, page = {}) => request({ type: "history", conversation, ...page }, "page"),
    search: (query, within = {}) => request({ type: "search", query, ...within }, "found"),
    conversations: () => allConversations(conversationPage),
    conversationPage,
    open: async (conversation, seq, index) =>
      (await request({ type: "open", conversation, seq, index }, "opened")).report,
    waysTo: (conversation, seq, index) => request({ type: "open", conversation, seq, index }, "opened"),
    choose: async (choice, scope) =>
      (await request({ type: "choose", choice, ...(scope === undefined ? {} : { for: scope }) }, "chosen")).choice,
    group: async (members, title, { key = freshKey() } = {}) =>
      (await request({ type: "group", key, members: [...members], ...(title === undefined ? {} : { title }) }, "group"))
        .conversation,
    members: (conversation, { add = [], remove = [], ...page } = {}) =>
      request({ type: "members", conversation, add: [...add], remove: [...remove], ...page }, "members"),
    block: async (user, blocked = true) => {
      await request({ type: "block", user, blocked }, "blocked");
    },
    complain: async (about, kind, { category, note } = {}) =>
      (
        await request(
          {
            type: "complain",
            ...about,
            kind,
            ...(category !== undefined && { category }),
            ...(note !== undefined && { note }),
          },
          "complaint",
        )
      ).complaint,
    complaints: (page = {}) => request({ type: "complaints", ...page }, "complaints"),
    withdraw: async (complaint) => (await request({ type: "withdraw", complaint }, "complaint")).complaint,
    appeal: async (complaint, note) =>
      (await request({ type: "appeal", complaint, ...(note !== undefined && { note }) }, "complaint")).complaint,
    delivered: (conversation, seq) => session.receipts.received(conversation, seq),
    read: (conversation, seq) => session.readMarks.read(conversation, seq),
    typing: (conversation) => session.send({ type: "typing", conversation }),
    on: session.on,
    wake: () => session.wake(),
    close: () => session.close(),
  };
}

async function allConversations(conversationPage: ConversationPage): Promise<readonly ConversationItem[]> {
  const first = await conversationPage();
  const all = [...first.items];
  let { next } = first;
  while (next !== null) {
    const page = await conversationPage({ after: next });
    all.push(...page.items);
    ({ next } = page);
  }
  if (first.next === null) return all;
  // What got a message meanwhile has moved to the first page, where it was not read.
  const moved = (await conversationPage()).items;
  const isMoved = new Set(moved.map(({ conversation }) => conversation));
  return [...moved, ...all.filter(({ conversation }) => !isMoved.has(conversation))];
}
