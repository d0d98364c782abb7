import { CHOICES } from "../policy/types.ts";
import { isOneOf } from "../input/words.ts";
import { scopeName, type ChoiceScope } from "../report/own-choice.ts";
import type { LinkReport } from "../report/report.ts";
import { CLASS_WORDS } from "../report/words/classes.ts";
import type { Chat, Chats } from "./chats.ts";
import { button, element } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { locale, words } from "./language.ts";
import { chatName } from "./names.ts";
import { CHOICE_WORDS } from "./words/choice-words.ts";

interface Row {
  readonly scope: ChoiceScope;
  readonly label: string;
}

/** What may be chosen for a link: for its app, the chat it is in, and its kind. */
export function choicesFor({ app }: LinkReport, chat: Chat, me: string): readonly Row[] {
  const text = CHOICE_WORDS[locale()];
  const { conversation } = chat;
  return [
    ...(app === null ? [] : [{ scope: { app: app.id }, label: text.ofApp(app.name) }]),
    ...(conversation === null ? [] : [{ scope: { conversation }, label: text.ofChat(chatName(chat, me)) }]),
    { scope: { class: app?.class ?? "site" }, label: text.ofClass(CLASS_WORDS[locale()][app?.class ?? "site"]) },
  ];
}

/** What was chosen before and is not offered now. */
function kept(chats: Chats, offered: readonly Row[]): readonly Row[] {
  const text = CHOICE_WORDS[locale()];
  const shown = new Set(offered.map(({ scope }) => scopeName(scope)));
  const labelOf = (scope: ChoiceScope): string => {
    if ("app" in scope) return text.ofApp(scope.app);
    if ("class" in scope) return text.ofClass(CLASS_WORDS[locale()][scope.class]);
    const chat = chats.list().find(({ conversation }) => conversation === scope.conversation);
    return chat === undefined ? text.ofAnotherChat : text.ofChat(chatName(chat, chats.me));
  };
  return [...chats.choices.values()]
    .filter(({ for: scope }) => !shown.has(scopeName(scope)))
    .map(({ for: scope }) => ({ scope, label: labelOf(scope) }));
}

/**
 * How one wishes links opened, and what that does.
 *
 * @param offered  What may be chosen for besides what is chosen for already.
 */
export function showOwnChoices(chats: Chats, offered: readonly Row[]): void {
  const text = CHOICE_WORDS[locale()];
  const { list, about } = words();
  const error = element("p", { class: "error", role: "alert" });
  const row = (label: string, scope: ChoiceScope | undefined, number: number): HTMLElement => {
    const id = `own-choice-${number}`;
    const select = element("select", { id });
    for (const each of ["none", ...CHOICES] as const) {
      const name = each === "none" && scope !== undefined ? text.none : list.choices[each];
      select.append(element("option", { value: each }, name));
    }
    const show = () => {
      const chosen = scope === undefined ? chats.choice : chats.choices.get(scopeName(scope))?.choice;
      select.value = chosen ?? "none";
    };
    select.addEventListener("change", () => {
      error.textContent = "";
      const chosen = isOneOf(CHOICES, select.value) ? select.value : null;
      chats.choose(chosen, scope).catch((fault: unknown) => {
        error.textContent = wordsOfError(fault);
        show();
      });
    });
    show();
    return element("div", { class: "field compact" }, element("label", { for: id }, element("bdi", {}, label)), select);
  };
  const rows = [...offered, ...kept(chats, offered)].map(({ label, scope }, index) => row(label, scope, index + 1));
  const dialog = element(
    "dialog",
    { class: "notice", "aria-labelledby": "own-choices-title" },
    element("h2", { id: "own-choices-title" }, text.title),
    element("p", {}, text.what),
    ...rows,
    row(text.ofAll, undefined, 0),
    element("p", { class: "hint" }, text.order),
    error,
    element(
      "div",
      { class: "ways" },
      button([about.close], () => dialog.close()),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
