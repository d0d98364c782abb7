import type { LinkReport } from "../report/report.ts";
import type { OpenedFrame } from "../protocol/client-frames.ts";
import { type Chat, type Chats, isWithBot } from "./chats.ts";
import { composerFor, keyboardIsOnScreen } from "./composer.ts";
import { confirm } from "./confirm.ts";
import type { Drafts } from "./drafts.ts";
import { button, element } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";
import { messageLog, type Place } from "./message-log.ts";
import { type MessageEntry, messageRow } from "./message-row.ts";
import { chatName, shownName } from "./names.ts";

interface MessageViewParts {
  readonly chats: Chats;
  readonly drafts: Drafts;
  readonly chat: Chat;
  /** Where its reader was when it was left; null: at its end. */
  readonly place: Place | null;
  readonly onBack: () => void;
  readonly showOtherRules: (text: string, at: string, chat: Chat) => void;
  /** Of the chat as a whole: its newest links. */
  readonly showNewestRules: () => void;
  readonly announce: (text: string) => void;
  /** Shows a page beside the chat. */
  readonly showInPlace: (opened: OpenedFrame) => void;
}

/** The open conversation: its log, who is writing, and the field to write in. */
export function messageView(parts: MessageViewParts) {
  const { chats, drafts, chat, place, onBack, showOtherRules, showNewestRules, announce, showInPlace } = parts;
  async function showChoices(report: LinkReport): Promise<void> {
    const { choicesFor, showOwnChoices } = await import("./own-choices.ts");
    showOwnChoices(chats, choicesFor(report, chat, chats.me));
  }

  async function showAbout(): Promise<void> {
    const { aboutConversation } = await import("./about-conversation.ts");
    aboutConversation(chats, chat, { showOtherRules: showNewestRules, announce });
  }

  async function showComplaint(
    { message: { seq }, isMine }: MessageEntry,
    index: number,
    { verdict }: LinkReport,
  ): Promise<void> {
    const { conversation } = chat;
    if (conversation === null || seq === null) return;
    const loaded = await import("./complaint.ts");
    const kinds = [
      ...(isMine ? [] : (["harmful"] as const)),
      ...(verdict.action === "block" ? (["wrongly_blocked"] as const) : []),
    ];
    const { title } = words().complaint;
    loaded.showComplaint({ client: chats.client, about: { conversation, seq, index }, kinds, title, announce });
  }

  async function complainOfMessage(seq: number): Promise<void> {
    const { conversation } = chat;
    if (conversation === null) return;
    const loaded = await import("./complaint.ts");
    const title = words().complaint.titleMessage;
    loaded.showComplaint({ client: chats.client, about: { conversation, seq }, kinds: ["harmful"], title, announce });
  }

  const text = words().chat;
  const typing = element("p", { class: "typing", "aria-live": "polite" });
  const examples = element("section", { class: "examples", "aria-label": text.examples });
  const composer = composerFor({ chats, chat, drafts, onSent: () => log.wrote(), onKey: (key) => log.takeKey(key) });
  const about = element("p", {});
  const name = element("bdi", {});
  const standing = element("p", { class: "standing", role: "status" });
  const log = messageLog({
    chats,
    chat,
    place,
    rowOf: (entry) =>
      messageRow(entry, {
        ask: (seq, index) => chats.open(chat, seq, index),
        showOtherRules: (message, at) => showOtherRules(message, at, chat),
        showChoices: (report) => void showChoices(report),
        showComplaint: (entry, index, report) => void showComplaint(entry, index, report),
        complainOf: (seq) => void complainOfMessage(seq),
        announce,
        showInPlace,
        remove: (seq) => void remove(seq),
        retry: (key) => {
          chats.retry(chat, key);
          log.wrote();
        },
        discard: (key) => {
          chats.discard(chat, key);
          goOn();
        },
      }),
  });
  /** Puts the focus where its reader goes on: in the field, unless its keyboard would cover what is there to read. */
  function goOn(): void {
    const reads = !chat.isMember || (keyboardIsOnScreen.matches && chat.last !== null);
    (reads ? log.element : composer.field).focus({ preventScroll: true });
  }
  async function remove(seq: number): Promise<void> {
    const { removeTitle: title, removeText, remove: yes, keep: no } = text;
    if (!(await confirm({ title, text: removeText, yes, no }))) return;
    await chats.remove(chat, seq).catch((fault: unknown) => announce(wordsOfError(fault)));
  }

  function update(): void {
    log.update();
    typing.textContent = [...chat.typing.keys()].map((name) => text.typing(name)).join(" ");
    const { group, one_to_one: pair } = text.kind;
    name.textContent = chatName(chat, chats.me);
    about.textContent = isWithBot(chat)
      ? words().list.bot
      : chat.kind === "group"
        ? `${group} · ${text.members(chat.memberCount)}`
        : pair;
    composer.element.hidden = !chat.isMember;
    standing.textContent = !chat.isMember
      ? text.hasLeft
      : chat.kind === "one_to_one" && chats.blocks.has(chat.title)
        ? words().about.isBlocked(shownName(chat.title))
        : "";
    examples.hidden = !isWithBot(chat) || chat.messages.length > 0;
  }

  if (isWithBot(chat)) {
    examples.append(
      element("h3", {}, text.examples),
      element(
        "ul",
        {},
        ...words().examples.map((example) =>
          element(
            "li",
            {},
            button([element("bdi", {}, example)], () => {
              chats.send(chat, example);
              goOn();
            }),
          ),
        ),
      ),
    );
  }
  const view = element(
    "section",
    { class: "conversation", "aria-label": text.label(chatName(chat, chats.me)) },
    element(
      "header",
      { class: "bar" },
      button([icon("back")], onBack, { class: "plain back", "aria-label": text.back }),
      element("div", { class: "whom" }, element("h2", {}, name), about),
      button([icon("more")], () => void showAbout(), {
        class: "plain more",
        "aria-label": words().about.open,
      }),
    ),
    log.element,
    examples,
    log.newest,
    typing,
    standing,
    composer.element,
  );
  update();
  return {
    element: view,
    field: composer.field,
    goOn,
    update,
    lead: (seq: number) => log.lead(seq),
    place: () => log.place(),
    end: () => log.end(),
  };
}
