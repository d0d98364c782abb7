import { type Wanted, wantedOf } from "../chat/search-form.ts";
import type { ChatMessage } from "../protocol/client-frames.ts";
import { type Chat, type Chats } from "./chats.ts";
import { button, element } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { shortMoment, labelled, words } from "./language.ts";

import { chatName, shownName } from "./names.ts";
import { seenText } from "./unseen.ts";

/** Found at once, as many as fill a screen or two. */
const PAGE = 20;
/** Characters of a text that stand before what was looked for. */
const BEFORE = 18;

interface FoundParts {
  readonly chats: Chats;
  readonly onShow: (chat: Chat, seq: number) => void;
}

/** Where in a text the words stand, as it was written: from, inclusive, until, exclusive; null where letters were joined to find it. */
function placeIn(
  text: string,
  { words: wanted, formOf }: Wanted,
): { readonly from: number; readonly until: number } | null {
  let form = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const whole = formOf(character);
    // A blank is one, however long.
    const part = whole === " " && form.endsWith(" ") ? "" : whole;
    form += part;
    for (let unit = 0; unit < part.length; unit += 1) places.push(at);
    at += character.length;
  }
  const found = form.indexOf(wanted);
  const from = places[found];
  if (found === -1 || from === undefined) return null;
  return { from, until: places[found + wanted.length] ?? text.length };
}

/** The forms of Han characters come when they are asked for: they are a fifth of what the page weighs. */
async function simplifiedFor(query: string): Promise<(text: string) => string> {
  if (!/\p{Script=Han}/u.test(query)) return (text) => text;
  const { simplified } = await import("../chat/han-forms.ts");
  return simplified;
}

/** The part of a text around what was looked for, which is marked. */
function excerpt(text: string, wanted: Wanted): (Node | string)[] {
  const place = placeIn(text, wanted);
  if (place === null) return [seenText(text)];
  const before = Array.from(text.slice(0, place.from));
  const shown = before.slice(-BEFORE).join("");
  return [
    before.length > BEFORE && "…",
    seenText(shown),
    element("mark", {}, seenText(text.slice(place.from, place.until))),
    seenText(text.slice(place.until)),
  ].filter((part) => part !== false);
}

/** What a search found, page by page, each message a way to its place. */
export function foundMessages({ chats, onShow }: FoundParts) {
  const text = words().search;
  const status = element("p", { class: "found-status", role: "status" });
  const list = element("ol", { class: "chats" });
  const more = button([text.more], () => void goOn(true), { class: "found-more", hidden: true });
  let turn = 0;
  let query = "";
  let next: string | null = null;
  let lastShown: HTMLElement | null = null;

  async function rowOf(
    { conversation, seq, from, text: said, at }: ChatMessage,
    wanted: Wanted,
  ): Promise<HTMLElement | null> {
    const chat = await chats.ofConversation(conversation);
    if (chat === undefined) return null;
    const whose = from === chats.me ? words().list.you : chat.kind === "group" ? shownName(from) : null;
    const show = button(
      [
        element("bdi", { class: "name" }, chatName(chat, chats.me)),
        element(
          "span",
          { class: "last", lang: "", dir: "auto" },
          whose !== null && labelled(whose, ""),
          ...excerpt(said, wanted),
        ),
        element("time", { datetime: at }, shortMoment(new Date(at))),
      ],
      () => {
        lastShown = show;
        onShow(chat, seq);
      },
      { class: "found-message" },
    );
    return element("li", {}, show);
  }

  /** Asks until something is found or all was looked through. */
  async function goOn(isMore: boolean): Promise<void> {
    turn += 1;
    const own = turn;
    status.textContent = text.searching;
    more.hidden = true;
    const rows: HTMLElement[] = [];
    try {
      const wanted = wantedOf(query, await simplifiedFor(query));
      do {
        const page = await chats.client.search(query, { limit: PAGE, ...(next !== null && { before: next }) });
        for (const message of page.messages) {
          const row = await rowOf(message, wanted);
          if (own !== turn) return;
          if (row !== null) rows.push(row);
        }
        if (own !== turn) return;
        next = page.next;
      } while (rows.length === 0 && next !== null);
      list.append(...rows);
      more.hidden = next === null;
      status.textContent = text.found(list.childElementCount, next !== null);
      if (isMore) rows[0]?.querySelector("button")?.focus();
    } catch (fault) {
      if (own !== turn) return;
      status.textContent = wordsOfError(fault);
      more.hidden = next === null;
    }
  }

  return {
    element: element("section", { class: "found", "aria-label": text.label }, status, list, more),
    search(wanted: string): void {
      query = wanted;
      next = null;
      lastShown = null;
      list.replaceChildren();
      void goOn(false);
    },
    /** Nobody waits for what is asked now. */
    leave(): void {
      turn += 1;
    },
    /** What was looked at last; null: nothing, or it is gone. */
    lastShown: () => (lastShown?.isConnected === true ? lastShown : null),
  };
}
