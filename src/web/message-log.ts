import type { Chat, Chats } from "./chats.ts";
import { button, element, keyedRows, type Row } from "./elements.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";
import { entriesOf, rowKey, type Stretch } from "./log-entries.ts";
import { copyTexts } from "./copied-text.ts";
import type { MessageEntry } from "./message-row.ts";
import { roving } from "./roving.ts";

/** Close enough to the end to follow it. Pixels. */
const NEAR_PX = 80;
/** Most messages that are drawn at once, however many were read; a phone shows ten of them. */
const DRAWN = 100;
/** By so many messages what is drawn moves along. */
const STEP = 25;
/** So many that are not drawn stand ready above, so that who scrolls does not wait for the gateway. */
const AHEAD = 100;
/** So near to the end of what is drawn, it moves along. Pixels. */
const EDGE_PX = 800;
/** Of a page that is left when the next is shown. Pixels. */
const KEPT_PX = 48;

/** What was looked at: the first message in sight, and how far under the upper edge it began. */
export interface Place {
  readonly seq: number;
  readonly offsetPx: number;
}

interface LogParts {
  readonly chats: Chats;
  readonly chat: Chat;
  readonly rowOf: (entry: MessageEntry) => Row<MessageEntry>;
  /** Where its reader was when the chat was left; null: at its end. */
  readonly place: Place | null;
}

/** The messages of a chat: which of them are drawn, what is looked at, and what of it is new. */
export function messageLog({ chats, chat, rowOf, place }: LogParts) {
  const text = words().chat;
  const log = element("ol", { class: "log" });
  const beginning = element("p", { class: "beginning" });
  // The role stands around the list: a list that is a log is none to a screen reader, and its items are orphans.
  const scroller = element(
    "div",
    {
      class: "scroller",
      role: "log",
      "aria-label": text.log,
      "aria-live": "polite",
      "aria-busy": "false",
      tabindex: -1,
    },
    beginning,
    log,
  );
  const newest = button([icon("down")], () => toEnd(), { class: "newest", hidden: true, "aria-label": text.newest });
  const draw = keyedRows<MessageEntry>(log, ({ key }) => key, rowOf);
  const stops = [roving(scroller, ".bubble"), roving(scroller, ".card")];
  const toEndPx = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  /** A window that something else covers is visible to itself all the same. */
  const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();
  let follows = place === null;
  /** Messages that were read and lie under what is drawn. */
  let below = 0;
  let lastSeq = 0;
  /** What was read of the chat is drawn, at the place where it is looked at. */
  let hasBegun = false;
  /** On paper stands all that was read. */
  let isPrinting = false;
  /** Which way its reader went last: in a high window both ends of what is drawn are near. */
  let goesUp = true;
  let lastTopPx = 0;
  /** The last message that was read before there was something new; null where nothing is new. */
  let readBefore: number | null = null;

  function stretch(): Stretch {
    if (isPrinting) return { from: 0, until: chat.messages.length };
    const until = Math.max(chat.messages.length - below, Math.min(chat.messages.length, DRAWN));
    return { from: Math.max(0, until - DRAWN), until };
  }

  /** The first message that is new to its reader, where what was read before it is there too. */
  function firstNew(): number | null {
    const [first] = chat.messages;
    const known = readBefore;
    if (known === null || first === undefined || (first.seq > known + 1 && chat.more)) return null;
    const found = chat.messages.find(({ seq, from, event }) => seq > known && from !== chats.me && event === undefined);
    return found?.seq ?? null;
  }

  /** What comes while the end is looked at is seen as it comes. All else is new, until it was read and something follows. */
  function noteNew(): void {
    const isSeen = hasBegun && follows && isLookedAt();
    const isLonger = lastSeq > 0 && (chat.messages.at(-1)?.seq ?? 0) > lastSeq;
    const read = chat.read[chats.me] ?? 0;
    if (isLonger && read >= lastSeq) readBefore = isSeen ? null : read;
    else if (!isSeen && readBefore === null && chat.loaded && chat.unread > 0) readBefore = read;
  }

  /** Draws the stretch that is looked at; what is seen of it stays where it is. */
  function redraw(): void {
    const { messages } = chat;
    const newer = messages.length - 1 - messages.findLastIndex(({ seq }) => seq <= lastSeq);
    const undrawn = lastSeq === 0 ? below : below + newer;
    below = follows ? 0 : Math.min(undrawn, Math.max(0, messages.length - DRAWN));
    lastSeq = messages.at(-1)?.seq ?? 0;
    // Its bubble: the line above that tells what is new comes and goes.
    const seenRow = follows ? undefined : firstInSight()?.querySelector(".bubble");
    const wasAtPx = seenRow?.getBoundingClientRect().top ?? 0;
    const hadFocus = log.contains(document.activeElement);
    draw(entriesOf(chat, chats.me, stretch(), firstNew()));
    if (hadFocus && !log.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    if (follows) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (seenRow?.isConnected === true) {
      const movedPx = seenRow.getBoundingClientRect().top - wasAtPx;
      // Set anew, the same place would be rounded to whole pixels.
      if (movedPx !== 0) scroller.scrollTop += movedPx;
    }
    lastTopPx = scroller.scrollTop;
    for (const stop of stops) stop.refresh();
  }

  function firstInSight(): Element | undefined {
    const { top } = scroller.getBoundingClientRect();
    return [...log.children].find((row) => row.getBoundingClientRect().bottom > top);
  }

  const rowOfSeq = (seq: number) => log.querySelector(`[data-key="${rowKey(seq)}"]`);

  /** Draws around a message and puts it so far under the upper edge. */
  function show(seq: number, offsetPx: number): void {
    const at = chat.messages.findIndex((message) => message.seq === seq);
    if (at === -1) return;
    follows = false;
    below = Math.max(0, chat.messages.length - at - DRAWN / 2);
    redraw();
    const row = rowOfSeq(seq);
    if (row === null) return;
    scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offsetPx;
    follows = below === 0 && toEndPx() < NEAR_PX;
  }

  /** The first look: where one was before, else where the new begins, unless all of it is in sight from the end. */
  function begin(): void {
    if (hasBegun || !chat.loaded || !scroller.isConnected) return;
    hasBegun = true;
    const newFrom = firstNew();
    if (place !== null && chat.messages.some(({ seq }) => seq === place.seq)) {
      show(place.seq, place.offsetPx);
      return;
    }
    follows = true;
    redraw();
    if (newFrom === null) return;
    const row = rowOfSeq(newFrom);
    const { top } = scroller.getBoundingClientRect();
    if (row === null || row.getBoundingClientRect().top < top) show(newFrom, 0);
  }

  function toEnd(): void {
    follows = true;
    redraw();
    seen();
  }

  function toBeginning(): void {
    follows = false;
    below = Math.max(0, chat.messages.length - DRAWN);
    redraw();
    scroller.scrollTop = 0;
  }

  /** Lets the log speak again once what was drawn silently was shown: a screen reader is told of a frame when it is drawn. */
  function endSilence(): void {
    requestAnimationFrame(() => requestAnimationFrame(() => scroller.setAttribute("aria-busy", String(chat.loading))));
  }

  /** Moves what is drawn along where its end comes near and more was read; the log keeps silent about it. */
  function moveAlong(): void {
    const { from, until } = stretch();
    const wanted =
      goesUp && from > 0 && scroller.scrollTop < EDGE_PX
        ? below + Math.min(STEP, from)
        : !goesUp && until < chat.messages.length && toEndPx() < EDGE_PX
          ? Math.max(0, below - STEP)
          : below;
    if (wanted === below || follows || isPrinting) return;
    below = wanted;
    scroller.setAttribute("aria-busy", "true");
    redraw();
    endSilence();
    // Who goes on meanwhile, to where the old rows ended, is at the same number of pixels: the browser tells of no scroll.
    requestAnimationFrame(() => requestAnimationFrame(scrolled));
  }

  /** Before what was read comes to its beginning, what stands above it is read. */
  function readOn(): void {
    if (hasBegun && chat.more && scroller.scrollTop < EDGE_PX && stretch().from < AHEAD) void chats.loadOlder(chat);
  }

  function seen(): void {
    newest.hidden = follows;
    if (hasBegun && follows && isLookedAt()) chats.markRead(chat);
  }

  function update(): void {
    // What is read of a chat is not news, so the log keeps silent until it was drawn.
    if (chat.loading) scroller.setAttribute("aria-busy", "true");
    else if (scroller.getAttribute("aria-busy") === "true") endSilence();
    noteNew();
    redraw();
    begin();
    moveAlong();
    const isEmpty = chat.messages.length + chat.sending.length === 0;
    const above = chat.loading ? text.older : isEmpty ? text.empty : chat.more ? "" : text.beginning;
    // Set anew, it would be read out with each message.
    if (beginning.textContent !== above) beginning.textContent = above;
    readOn();
    seen();
  }

  function scrolled(): void {
    if (!scroller.isConnected) return;
    const topPx = scroller.scrollTop;
    if (topPx !== lastTopPx) goesUp = topPx < lastTopPx;
    lastTopPx = topPx;
    follows = below === 0 && toEndPx() < NEAR_PX;
    moveAlong();
    readOn();
    seen();
  }

  scroller.addEventListener("scroll", scrolled);
  scroller.addEventListener("scrollend", () => {
    for (const stop of stops) stop.refresh();
  });
  /** Moves what is looked at as the keys of a text that is read do. False for every other key. */
  function takeKey(key: string): boolean {
    const pagePx = Math.max(KEPT_PX, scroller.clientHeight - KEPT_PX);
    if (key === "PageUp") scroller.scrollBy(0, -pagePx);
    else if (key === "PageDown") scroller.scrollBy(0, pagePx);
    else if (key === "Home") toBeginning();
    else if (key === "End") toEnd();
    else return false;
    return true;
  }
  scroller.addEventListener("keydown", (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (event.defaultPrevented || shiftKey || ctrlKey || altKey || metaKey) return;
    if (!takeKey(key)) return;
    event.preventDefault();
    const bubbles = log.querySelectorAll<HTMLElement>(".bubble");
    if (key === "Home" || key === "End")
      bubbles[key === "Home" ? 0 : bubbles.length - 1]?.focus({ preventScroll: true });
  });
  const onPrint = ({ type }: Event) => {
    isPrinting = type === "beforeprint";
    redraw();
  };
  addEventListener("beforeprint", onPrint);
  addEventListener("afterprint", onPrint);
  log.addEventListener("copy", copyTexts);
  const onLook = () => seen();
  document.addEventListener("visibilitychange", onLook);
  addEventListener("focus", onLook);
  // Cards and fonts change the height after a message was drawn.
  const resized = new ResizeObserver(() => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  });
  resized.observe(log);
  resized.observe(scroller);

  return {
    element: scroller,
    newest,
    update,
    toEnd,
    takeKey,
    /** Somebody who writes has read what stands above. */
    wrote(): void {
      readBefore = null;
      toEnd();
    },
    /** Leads to a message that was read. False where it is not among them. */
    lead(seq: number): boolean {
      show(seq, scroller.clientHeight / 3);
      const row = rowOfSeq(seq);
      const bubble = row?.querySelector<HTMLElement>(".bubble");
      if (row === null || !(bubble instanceof HTMLElement)) return false;
      row.classList.add("sought");
      bubble.addEventListener("blur", () => row.classList.remove("sought"), { once: true });
      bubble.focus({ preventScroll: true });
      seen();
      return true;
    },
    /** Where one is; null at the end. */
    place(): Place | null {
      const row = follows ? undefined : firstInSight();
      const seq = row instanceof HTMLElement ? /^m(\d+)$/u.exec(row.dataset["key"] ?? "")?.[1] : undefined;
      if (row === undefined || seq === undefined) return null;
      return { seq: Number(seq), offsetPx: row.getBoundingClientRect().top - scroller.getBoundingClientRect().top };
    },
    end(): void {
      resized.disconnect();
      document.removeEventListener("visibilitychange", onLook);
      removeEventListener("focus", onLook);
      removeEventListener("beforeprint", onPrint);
      removeEventListener("afterprint", onPrint);
    },
  };
}
