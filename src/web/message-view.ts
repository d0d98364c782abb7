import type { OpenedFrame } from "../protocol/client-frames.ts";
import { aboutConversation } from "./about-conversation.ts";
import { type Chat, type Chats, isWithBot } from "./chats.ts";
import type { Drafts } from "./drafts.ts";
import type { Unsent } from "./unsent.ts";
import { confirm } from "./confirm.ts";
import { button, element, keyedRows } from "./elements.ts";
import { eventWords } from "./event-words.ts";
import { icon } from "./icons.ts";
import { dayOf, words } from "./language.ts";
import { type Mark, type MessageEntry, messageRow } from "./message-row.ts";
import { failureWords, wordsOfError } from "./failure-words.ts";
import { chatName, shownName } from "./names.ts";

interface MessageViewParts {
  readonly chats: Chats;
  readonly drafts: Drafts;
  readonly chat: Chat;
  readonly onBack: () => void;
  readonly showOtherRules: (text: string, at: string, chat: Chat) => void;
  readonly announce: (text: string) => void;
  /** Shows a page beside the chat. */
  readonly showInPlace: (opened: OpenedFrame) => void;
}

/** Close enough to the end to follow it, or to the beginning to want more. Pixels. */
const NEAR_PX = 80;
/** Most messages that are drawn at once, however many were read; a phone shows ten of them. */
const DRAWN = 150;
/** By so many messages what is drawn moves along. */
const STEP = 50;
/** So near to the end of what is drawn, it moves along. Pixels. */
const EDGE_PX = 800;

/** Which messages are drawn: from, inclusive, until, exclusive, by their place in what was read. */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

function stretchOf({ messages }: Chat, below: number): Stretch {
  const until = Math.max(messages.length - below, Math.min(messages.length, DRAWN));
  return { from: Math.max(0, until - DRAWN), until };
}

function entriesOf(chat: Chat, me: string, { from, until }: Stretch): MessageEntry[] {
  const others = Object.entries(chat.read).filter(([user]) => user !== me);
  const reached = Math.max(0, ...Object.entries(chat.delivered).map(([user, seq]) => (user === me ? 0 : seq)));
  const markOf = (seq: number): Mark => {
    const count = others.filter(([, read]) => read >= seq).length;
    if (count === 0) return chat.kind === "one_to_one" && reached >= seq ? { kind: "delivered" } : { kind: "sent" };
    return chat.kind === "group" ? { kind: "read_by", count } : { kind: "read" };
  };
  const stored = chat.messages.slice(from, until).map((message): Undated => {
    const event = message.event === undefined ? null : eventWords(message.event, message.from, me);
    const isMine = message.from === me && event === null;
    return {
      key: `m${message.seq}`,
      message,
      isMine,
      event,
      // Of what is deleted nobody needs to know how far it came.
      mark: isMine && message.deletedAt === undefined ? markOf(message.seq) : null,
      sender: chat.kind === "group" && !isMine && event === null ? shownName(message.from) : null,
    };
  });
  const [before, behind] = [chat.messages[from - 1], chat.messages[until]];
  const sending = chat.sending.filter(
    ({ failure, after }) =>
      (failure === null ? behind === undefined : behind === undefined || after < behind.seq) &&
      (failure === null || before === undefined || after > before.seq),
  );
  return dated(inPlace(stored, sending, chat, me), before === undefined ? "" : dayOf(new Date(before.at)));
}

type Undated = Omit<MessageEntry, "startsDay">;

/** A refused message stays where it was written; what is on its way will be the last. */
function inPlace(stored: readonly Undated[], sending: readonly Unsent[], chat: Chat, me: string): Undated[] {
  const all = [...stored];
  for (const unsent of sending) {
    const { failure, after } = unsent;
    const entry = unsentEntry(unsent, chat, me);
    const next = failure === null ? -1 : all.findIndex(({ message }) => message.seq !== null && message.seq > after);
    if (next === -1) all.push(entry);
    else all.splice(next, 0, entry);
  }
  return all;
}

function unsentEntry({ key, text, at, failure }: Unsent, chat: Chat, me: string): Undated {
  return {
    key,
    message: { from: me, text, links: [], seq: null, at },
    isMine: true,
    sender: null,
    event: null,
    mark: failure === null ? { kind: "sending" } : { kind: "failed", message: failureWords(failure, chat.title) },
  };
}

/** @param before  Day of the message above the first. */
function dated(entries: readonly Undated[], before: string): MessageEntry[] {
  let day = before;
  return entries.map((entry) => {
    const today = dayOf(new Date(entry.message.at));
    const startsDay = today !== day;
    day = today;
    return { ...entry, startsDay };
  });
}

/** The open conversation: its log, who is writing, and the field to write in. */
export function messageView({ chats, drafts, chat, onBack, showOtherRules, announce, showInPlace }: MessageViewParts) {
  const text = words().chat;
  const log = element("ol", { class: "log" });
  const beginning = element("p", { class: "beginning" });
  const typing = element("p", { class: "typing", "aria-live": "polite" });
  // The role stands around the list: a list that is a log is none to a screen reader, and its items are orphans.
  const scroller = element(
    "div",
    { class: "scroller", role: "log", "aria-label": text.log, "aria-live": "polite", tabindex: 0 },
    beginning,
    log,
  );
  const newest = button([icon("down")], () => toEnd(), { class: "newest", hidden: true, "aria-label": text.newest });
  const examples = element("section", { class: "examples", "aria-label": text.examples });
  const composer = composerFor(chats, chat, drafts, () => toEnd());
  const about = element("p", {});
  const name = element("bdi", {});
  const standing = element("p", { class: "standing", role: "status" });
  const draw = keyedRows<MessageEntry>(
    log,
    ({ key }) => key,
    (entry) =>
      messageRow(entry, {
        ask: (seq, index) => chats.open(chat, seq, index),
        showOtherRules: (message, at) => showOtherRules(message, at, chat),
        announce,
        showInPlace,
        remove: (seq) => void remove(seq),
        retry: (key) => {
          chats.retry(chat, key);
          toEnd();
        },
        discard: (key) => {
          chats.discard(chat, key);
          composer.field.focus();
        },
      }),
  );
  const toEndPx = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  let follows = true;
  /** Messages that were read and lie under what is drawn. */
  let below = 0;
  let lastSeq = 0;

  async function remove(seq: number): Promise<void> {
    const { removeTitle: title, removeText, remove: yes, keep: no } = text;
    if (!(await confirm({ title, text: removeText, yes, no }))) return;
    await chats.remove(chat, seq).catch((fault: unknown) => announce(wordsOfError(fault)));
  }

  function toEnd(): void {
    follows = true;
    if (below > 0) redrawLog();
    scroller.scrollTop = scroller.scrollHeight;
    seen();
  }

  /** Draws the stretch that is looked at; what is seen of it stays where it is. */
  function redrawLog(): void {
    const { messages } = chat;
    const newer = messages.length - 1 - messages.findLastIndex(({ seq }) => seq <= lastSeq);
    const undrawn = lastSeq === 0 ? below : below + newer;
    below = follows ? 0 : Math.min(undrawn, Math.max(0, messages.length - DRAWN));
    lastSeq = messages.at(-1)?.seq ?? 0;
    const top = scroller.getBoundingClientRect().top;
    const seenRow = [...log.children].find((row) => row.getBoundingClientRect().bottom > top);
    const wasAtPx = seenRow?.getBoundingClientRect().top ?? 0;
    const hadFocus = log.contains(document.activeElement);
    draw(entriesOf(chat, chats.me, stretchOf(chat, below)));
    if (hadFocus && !log.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    if (follows) scroller.scrollTop = scroller.scrollHeight;
    else if (seenRow?.isConnected === true) scroller.scrollTop += seenRow.getBoundingClientRect().top - wasAtPx;
  }

  /** Moves what is drawn along where its end comes near and more was read; the log keeps silent about it. */
  function moveAlong(): void {
    const { from, until } = stretchOf(chat, below);
    const wanted =
      from > 0 && scroller.scrollTop < EDGE_PX
        ? below + Math.min(STEP, from)
        : until < chat.messages.length && toEndPx() < EDGE_PX
          ? Math.max(0, below - STEP)
          : below;
    if (wanted === below || follows) return;
    below = wanted;
    scroller.setAttribute("aria-busy", "true");
    redrawLog();
    requestAnimationFrame(() => scroller.setAttribute("aria-busy", String(chat.loading)));
  }

  function seen(): void {
    newest.hidden = follows;
    if (follows && document.visibilityState === "visible") chats.markRead(chat);
  }

  function update(): void {
    // Older messages put in above are not news, so the log keeps silent about them.
    scroller.setAttribute("aria-busy", String(chat.loading));
    redrawLog();
    moveAlong();
    const isEmpty = chat.messages.length + chat.sending.length === 0;
    beginning.textContent = chat.loading ? text.older : isEmpty ? text.empty : chat.more ? "" : text.beginning;
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
    seen();
  }

  scroller.addEventListener("scroll", () => {
    follows = below === 0 && toEndPx() < NEAR_PX;
    moveAlong();
    if (scroller.scrollTop < NEAR_PX && chat.more) void chats.loadOlder(chat);
    seen();
  });
  const onVisible = () => seen();
  document.addEventListener("visibilitychange", onVisible);
  // Cards and fonts change the height after a message was drawn.
  const resized = new ResizeObserver(() => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  });
  resized.observe(log);
  resized.observe(scroller);

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
              composer.field.focus();
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
      button([icon("more")], () => aboutConversation(chats, chat), {
        class: "plain more",
        "aria-label": words().about.open,
      }),
    ),
    scroller,
    examples,
    newest,
    typing,
    standing,
    composer.element,
  );
  update();
  return {
    element: view,
    field: composer.field,
    update,
    end: () => {
      resized.disconnect();
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}

/** Between the end of a composition and the Enter that ended it. Source: WebKit bug 165004, which tells the order. */
const SAME_KEY_MS = 100;

/** @param onSent  After a message of one's own was given away. */
function composerFor(chats: Chats, chat: Chat, drafts: Drafts, onSent: () => void) {
  const text = words().chat;
  const longest = chats.client.welcome?.limits.maxTextLength ?? 0;
  const error = element("p", { class: "error", role: "alert" });
  const field = element("textarea", {
    id: "compose",
    rows: 1,
    dir: "auto",
    lang: "",
    "aria-label": text.compose,
    "aria-describedby": "compose-hint",
  });
  field.placeholder = text.compose;
  field.value = drafts.of(chat.key);
  const send = element("button", { type: "submit", class: "primary send", "aria-label": text.send }, icon("send"));
  const form = element(
    "form",
    { class: "composer" },
    error,
    element("div", { class: "compose-row" }, field, send),
    element("p", { id: "compose-hint", class: "hint" }, text.composeHint),
  );
  field.addEventListener("input", () => {
    drafts.keep(chat.key, field.value);
    error.textContent = longest > 0 && field.value.length > longest ? text.tooLong(longest) : "";
    if (field.value !== "") chats.writing(chat);
  });
  let composedAtMs = Number.NEGATIVE_INFINITY;
  field.addEventListener("compositionend", (event) => {
    composedAtMs = event.timeStamp;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    // While an input method is composing, Enter picks a word. Safari says so after it has ended, in the same moment.
    if (event.isComposing || event.timeStamp - composedAtMs < SAME_KEY_MS) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim() === "" || error.textContent !== "") return;
    chats.send(chat, field.value);
    field.value = "";
    drafts.keep(chat.key, "");
    field.focus();
    onSent();
  });
  return { element: form, field };
}
