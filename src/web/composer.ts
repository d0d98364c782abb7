import type { Chat, Chats } from "./chats.ts";
import type { Drafts } from "./drafts.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";

/** Between the end of a composition and the Enter that ended it. Source: WebKit bug 165004, which tells the order. */
const SAME_KEY_MS = 100;

/** The keyboard of a phone covers half of a chat as soon as a field has the focus, and has no Shift with its Enter. */
export const keyboardIsOnScreen = matchMedia("(hover: none) and (pointer: coarse)");

interface ComposerParts {
  readonly chats: Chats;
  readonly chat: Chat;
  readonly drafts: Drafts;
  /** After a message of one's own was given away. */
  readonly onSent: () => void;
  /** Of a key that moves what is read; true where it did. */
  readonly onKey: (key: string) => boolean;
}

/** The field in which one writes. */
export function composerFor({ chats, chat, drafts, onSent, onKey }: ComposerParts) {
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
    element(
      "p",
      { id: "compose-hint", class: "hint" },
      keyboardIsOnScreen.matches ? text.composeHintOnScreen : text.composeHint,
    ),
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
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    // In a text, Home and End are its own.
    const moves = event.key.startsWith("Page") || field.value === "";
    if (moves && onKey(event.key)) event.preventDefault();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (keyboardIsOnScreen.matches && !event.ctrlKey && !event.metaKey) return;
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
