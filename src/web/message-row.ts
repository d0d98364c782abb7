import { BOT } from "./chats.ts";
import type { ChatMessage, OpenedFrame } from "../protocol/client-frames.ts";
import type { LinkReport } from "../report/report.ts";
import { button, element, keyedRows, redraw, type Row } from "./elements.ts";
import { icon } from "./icons.ts";
import { clockTime, dayOf, labelled, words } from "./language.ts";
import { programMark, shownName } from "./names.ts";
import { linkCard } from "./link-card.ts";
import { linkInText } from "./link-in-text.ts";
import type { LinkParts } from "./link-ways.ts";
import { lookalikeMark } from "./lookalike.ts";

/** How far a message of one's own has come. */
export type Mark =
  | { readonly kind: "sending" }
  | { readonly kind: "sent" }
  | { readonly kind: "delivered" }
  | { readonly kind: "read" }
  | { readonly kind: "read_by"; readonly count: number }
  | { readonly kind: "failed"; readonly message: string };

export interface MessageEntry {
  readonly key: string;
  readonly message: Pick<ChatMessage, "from" | "isBot" | "text" | "links" | "deletedAt"> & {
    readonly seq: number | null;
    readonly at: string;
  };
  readonly isMine: boolean;
  readonly mark: Mark | null;
  /** Told above the bubble: a group's sender. */
  readonly sender: string | null;
  readonly startsDay: boolean;
  /** The first that its reader has not seen. */
  readonly startsNew: boolean;
  /** What was done to the group, in words; null for what somebody wrote. */
  readonly event: string | null;
}

export interface MessageParts {
  readonly ask: (seq: number, index: number) => Promise<OpenedFrame>;
  readonly showInPlace: (opened: OpenedFrame) => void;
  readonly showOtherRules: (text: string, at: string) => void;
  readonly showChoices: LinkParts["showChoices"];
  readonly showComplaint: (entry: MessageEntry, index: number, report: LinkReport) => void;
  /** Tells the moderators of the message itself. */
  readonly complainOf: (seq: number) => void;
  readonly announce: (text: string) => void;
  readonly remove: (seq: number) => void;
  /** Of a message that was refused, by its key. */
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

interface Shown {
  /** Which of the message's links, from 0; of one that stands there twice, the first. */
  readonly index: number;
  readonly report: LinkReport;
  /** Its number in the text and on its card, from 1; null when it is the only one. */
  readonly position: number | null;
}

/** What each link of a message is shown as: an address that stands there twice, with one verdict, is one. */
function shownLinks(links: readonly LinkReport[]): readonly Shown[] {
  const keyOf = ({ url, link, verdict }: LinkReport) => `${verdict.action} ${url ?? link.value}`;
  const keys = [...new Set(links.map(keyOf))];
  return links.map((report) => {
    const key = keyOf(report);
    const index = links.findIndex((each) => keyOf(each) === key);
    return { index, report: links[index] ?? report, position: keys.length > 1 ? keys.indexOf(key) + 1 : null };
  });
}

/** The text with its links, each of which opens by a fresh decision. */
function body(text: string, links: readonly LinkReport[], partsOf: (index: number) => LinkParts): Node[] {
  const parts: Node[] = [];
  let from = 0;
  const shown = shownLinks(links);
  for (const [index, report] of links.entries()) {
    const { link } = report;
    if (link.start < from) continue;
    parts.push(document.createTextNode(text.slice(from, link.start)));
    const position = shown[index]?.position ?? null;
    parts.push(linkInText(report, text.slice(link.start, link.end), position, partsOf(index)));
    const mark = lookalikeMark(report);
    if (mark !== null) parts.push(mark);
    from = link.end;
  }
  parts.push(document.createTextNode(text.slice(from)));
  return parts;
}

function markOf(mark: Mark): HTMLElement {
  const { chat } = words();
  const made = (...children: (Node | string)[]) => element("span", { class: `mark ${mark.kind}` }, ...children);
  if (mark.kind === "sending") return made(icon("clock"), element("span", { class: "sr-only" }, chat.sending));
  if (mark.kind === "delivered") return made(icon("twice"), chat.delivered);
  if (mark.kind === "read") return made(icon("twice"), chat.read);
  if (mark.kind === "read_by") return made(icon("twice"), chat.readBy(mark.count));
  if (mark.kind === "sent") return made(icon("once"), chat.sent);
  return made(icon("alert"), labelled(chat.notSent, mark.message));
}

/** What the bot says first of each link: its verdict and the reason. The card above says it too, so the rest waits. */
function beginningOf(text: string): string | null {
  // An answer about links counts them.
  if (!text.startsWith("1. ")) return null;
  const lines = text.split("\n");
  const isDetail = (line: string | undefined) => line?.startsWith("   ") === true;
  const first = lines.filter((line, at) => !isDetail(line) || !isDetail(lines[at - 1]));
  return lines.length - first.length > 1 ? first.join("\n") : null;
}

const isSameMark = (a: Mark | null, b: Mark | null): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Messages are never changed in place, so one and the same is as it was. */
const isSame = (a: MessageEntry, b: MessageEntry): boolean =>
  a.message === b.message &&
  a.startsDay === b.startsDay &&
  a.startsNew === b.startsNew &&
  a.sender === b.sender &&
  a.event === b.event &&
  isSameMark(a.mark, b.mark);

let count = 0;

/** One message of the log: its day if it begins one, its bubble, its marks and a card for each link. */
export function messageRow(first: MessageEntry, parts: MessageParts): Row<MessageEntry> {
  const { ask, showInPlace, showOtherRules, showChoices, showComplaint, complainOf, announce } = parts;
  const { remove, retry, discard } = parts;
  count += 1;
  const [whoId, textId, whenId] = [`who-${count}`, `text-${count}`, `when-${count}`];
  const text = element("p", { id: textId, class: "text", lang: "", dir: "auto" });
  const foot = element("p", { class: "foot" });
  const cards = element("div", { class: "cards" });
  const who = element("span", { id: whoId, class: "sr-only" });
  const sender = element("p", { class: "sender" });
  const day = element("p", { class: "day" });
  const fresh = element("p", { class: "fresh", hidden: true });
  const rest = button([words().card.details], () => showRest(), { class: "plain rest", hidden: true, tabindex: -1 });
  const bubble = element(
    "div",
    {
      class: "bubble",
      role: "group",
      tabindex: -1,
      "aria-labelledby": whoId,
      "aria-describedby": `${textId} ${whenId}`,
    },
    who,
    sender,
    text,
    rest,
    foot,
  );
  const item = element(
    "li",
    { class: first.isMine ? "message mine" : "message", "data-key": first.key },
    day,
    fresh,
    bubble,
    cards,
  );
  // Of several addresses the first: the others are reached by the arrows.
  const firstLink = () => text.querySelector<HTMLElement>(".link");
  bubble.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== bubble) return;
    const link = firstLink();
    if (link === null) return;
    event.preventDefault();
    link.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: "Enter",
        shiftKey: event.shiftKey,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
      }),
    );
  });
  bubble.addEventListener("contextmenu", (event) => {
    // From the keyboard: the right button of a mouse brings the browser's own menu, to copy by.
    if (event.target !== bubble || event.button === 2) return;
    const link = firstLink();
    if (link === null) return;
    event.preventDefault();
    link.dispatchEvent(new MouseEvent("contextmenu", { cancelable: true }));
  });
  let entry = first;
  /** Of the bot's: whether all of it is shown. */
  let isWhole = false;
  function showRest(): void {
    isWhole = true;
    drawn = null;
    shown = null;
    update(entry);
    text.tabIndex = -1;
    text.focus();
  }
  let drawn: MessageEntry["message"] | null = null;
  let shown: MessageEntry | null = null;
  const partsOf = (index: number): LinkParts => ({
    ask: () => ask(entry.message.seq ?? 0, index),
    showInPlace,
    showOtherRules: () => showOtherRules(entry.message.text, entry.message.at),
    showChoices,
    isMine: entry.isMine,
    showComplaint: (report) => showComplaint(entry, index, report),
    announce,
  });
  const drawCards = keyedRows<Shown>(
    cards,
    ({ index, position }) => `${index} ${position ?? ""}`,
    ({ index, report, position }) => withReport(linkCard(report, { ...partsOf(index), position })),
  );

  function update(next: MessageEntry): void {
    if (shown !== null && isSame(shown, next)) return;
    entry = next;
    shown = next;
    const { message, isMine, mark } = next;
    const at = new Date(message.at);
    day.hidden = !next.startsDay;
    day.textContent = next.startsDay ? dayOf(at) : "";
    who.textContent = labelled(words().chat.said(isMine ? words().list.you : shownName(message.from)), "");
    fresh.hidden = !next.startsNew;
    fresh.textContent = next.startsNew ? words().chat.fresh : "";
    sender.hidden = next.sender === null;
    redraw(sender, next.sender ?? "", message.isBot === true && programMark());
    const { event } = next;
    item.classList.toggle("event", event !== null);
    if (event !== null) {
      who.textContent = "";
      bubble.setAttribute("aria-labelledby", textId);
      bubble.removeAttribute("aria-describedby");
      text.textContent = event;
      foot.replaceChildren(element("time", { datetime: message.at }, clockTime(at)));
      return;
    }
    const isDeleted = message.deletedAt !== undefined;
    item.classList.toggle("deleted", isDeleted);
    // What did not change stays as it is, with its focus.
    if (message.text !== drawn?.text || message.links !== drawn.links || message.deletedAt !== drawn.deletedAt)
      redraw(text, ...(isDeleted ? [words().chat.removed] : body(message.text, message.links, partsOf)));
    drawn = message;
    const beginning = message.from === BOT && !isWhole ? beginningOf(message.text) : null;
    rest.hidden = beginning === null;
    if (beginning !== null) text.textContent = beginning;
    const { seq } = message;
    const wrong = words().complaint.openMessage;
    const wrongLabel = { class: "plain wrong", "aria-label": wrong, title: wrong, control: "complaint", tabindex: -1 };
    // The bot is the gateway's own.
    const isOthers = !isMine && message.from !== BOT;
    const label = { class: "plain remove", "aria-label": words().chat.remove, control: "remove", tabindex: -1 };
    redraw(
      foot,
      isMine && !isDeleted && seq !== null && button([icon("bin")], () => remove(seq), label),
      isOthers && !isDeleted && seq !== null && button([icon("flag")], () => complainOf(seq), wrongLabel),
      element(
        "span",
        { id: whenId, class: "when" },
        element("time", { datetime: message.at }, clockTime(at)),
        mark !== null && markOf(mark),
      ),
      mark?.kind === "failed" &&
        button([words().chat.retry], () => retry(next.key), { control: "retry", tabindex: -1 }),
      mark?.kind === "failed" &&
        button([words().chat.discard], () => discard(next.key), { class: "danger", control: "discard", tabindex: -1 }),
    );
    drawCards([...new Map(shownLinks(message.links).map((each) => [each.index, each])).values()]);
  }
  update(first);
  return { element: item, update };
}

const withReport = (row: Row<LinkReport>): Row<{ report: LinkReport }> => ({
  element: row.element,
  update: ({ report }) => row.update(report),
});
