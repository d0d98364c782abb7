import { CHOICES, type Locale } from "../policy/types.ts";
import { type Chat, type Chats, isWithBot } from "./chats.ts";
import { button, element, keyedRows, redraw, type Row, setAttributes } from "./elements.ts";
import { eventWords } from "./event-words.ts";
import { wordsOfError } from "./failure-words.ts";
import type { foundMessages } from "./found-messages.ts";
import { gatewayAddress } from "./address.ts";
import { icon } from "./icons.ts";
import { labelled, listMoment, words } from "./language.ts";

import { chatName, namesIn, programMark, shownName } from "./names.ts";
import { consoleLink, docsLink } from "./other-places.ts";
import { storedToken } from "./session.ts";
import { languageSelect } from "./sign-in-view.ts";
import { isOneOf } from "../input/words.ts";
import { seenText } from "./unseen.ts";

interface ListParts {
  readonly chats: Chats;
  readonly onOpen: (chat: Chat) => void;
  /** Shows one message of a chat. */
  readonly onShow: (chat: Chat, seq: number) => void;
  readonly onLocale: (locale: Locale) => void;
  readonly onSignOut: () => void;
}

/** So near to its end, further conversations are listed. Pixels. */
const NEAR_PX = 300;
/** What the protocol takes. Characters. */
const MAX_TITLE_LENGTH = 200;
const MAX_QUERY_LENGTH = 200;
/** After a fault. */
const RETRY_MS = 1_000;
const SHOWN_CHOICES = ["none", ...CHOICES] as const;

function chatRow(chats: Chats, onOpen: (chat: Chat) => void, first: Chat, isOpen: (chat: Chat) => boolean): Row<Chat> {
  const name = element("bdi", { class: "name" });
  const last = element("span", { class: "last", lang: "" });
  const time = element("time", {});
  const unread = element("span", { class: "unread" });
  const sign = element(
    "span",
    { class: "sign", "aria-hidden": "true" },
    isWithBot(first)
      ? icon("gate")
      : first.kind === "group"
        ? icon("people")
        : String.fromCodePoint(shownName(first.title).codePointAt(0) ?? 0).toUpperCase(),
  );
  const open = button(
    [sign, element("span", { class: "lines" }, name, last), element("span", { class: "side" }, time, unread)],
    () => onOpen(first),
    { "data-chat": first.key },
  );
  const item = element("li", {}, open);
  function update(chat: Chat): void {
    const text = words().list;
    redraw(name, chatName(chat, chats.me), chat.isProgram && programMark());
    const by = chat.last?.from === chats.me ? labelled(text.you, "") : "";
    // What was written here last and is not sent says so, or it would be forgotten.
    const unsent = chat.sending.findLast(({ after }) => after >= (chat.last?.seq ?? 0));
    const at = unsent?.at ?? chat.last?.at;
    last.textContent =
      unsent !== undefined
        ? labelled(unsent.failure === null ? text.you : words().chat.notSent, seenText(unsent.text))
        : chat.last === null
          ? isWithBot(chat)
            ? text.bot
            : text.nothingYet
          : `${chat.last.event === undefined ? by : ""}${lastWords(chat.last, chats.me)}`;
    last.classList.toggle("unsent", unsent !== undefined && unsent.failure !== null);
    time.textContent = at === undefined ? "" : listMoment(new Date(at), new Date());
    setAttributes(time, { datetime: at });
    unread.replaceChildren(
      ...(chat.unread === 0
        ? []
        : [
            element("span", { "aria-hidden": "true" }, String(chat.unread)),
            element("span", { class: "sr-only" }, text.unread(chat.unread)),
          ]),
    );
    setAttributes(open, { "aria-current": isOpen(chat) ? "true" : null });
  }
  return { element: item, update };
}

function lastWords({ from, text, deletedAt, event }: NonNullable<Chat["last"]>, me: string): string {
  if (event !== undefined) return eventWords(event, from, me);
  return deletedAt === undefined ? seenText(text) : words().chat.removed;
}

/** Lists further conversations whenever `mark`, which stands at the end of the list, comes near what is seen. */
function loadWhenSeen(chats: Chats, scroller: Element, mark: Element): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting) || !chats.hasMore) return;
      observer.unobserve(mark);
      // Observed anew, it is told of also where the list still does not fill its place.
      const again = () => observer.observe(mark);
      chats.loadMore().then(again, () => setTimeout(again, RETRY_MS));
    },
    { root: scroller, rootMargin: `${NEAR_PX}px 0px` },
  );
  observer.observe(mark);
}

/** The field to search messages in; what was found stands in the place of the list until the field is empty again. */
function searchIn({ chats, onShow, scroller }: Pick<ListParts, "chats" | "onShow"> & { readonly scroller: Element }) {
  const text = words().search;
  const field = element("input", {
    id: "search",
    type: "search",
    autocomplete: "off",
    enterkeyhint: "search",
    maxlength: MAX_QUERY_LENGTH,
    dir: "auto",
  });
  let view: ReturnType<typeof foundMessages> | null = null;
  const conversations = [...scroller.children];

  /** Loads the view of what was found when it is first asked for. */
  async function search(): Promise<void> {
    const wanted = field.value.trim();
    if (wanted === "") return end();
    const loaded = await import("./found-messages.ts");
    view ??= loaded.foundMessages({ chats, onShow });
    if (field.value.trim() !== wanted) return;
    scroller.replaceChildren(view.element);
    view.search(wanted);
  }
  function end(): void {
    view?.leave();
    if (view?.element.isConnected === true) scroller.replaceChildren(...conversations);
  }
  const form = element(
    "form",
    { class: "start", role: "search" },
    element("label", { for: "search" }, text.field),
    element(
      "div",
      { class: "start-row" },
      field,
      element("button", { type: "submit", "aria-label": text.submit }, icon("search")),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void search().catch(() => end());
  });
  field.addEventListener("input", () => {
    if (field.value === "") end();
  });
  return { element: form, found: () => view };
}

/** The left side: who one is, whom one talks to, and how links are wished to open. */
export function conversationList({ chats, onOpen, onShow, onLocale, onSignOut }: ListParts) {
  const text = words().list;
  let openKey: string | null = null;
  const list = element("ul", { class: "chats" });
  const draw = keyedRows<Chat>(
    list,
    ({ key }) => key,
    (chat) => chatRow(chats, onOpen, chat, ({ key }) => key === openKey),
  );
  const name = element("input", {
    id: "start",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 1_000,
    "aria-describedby": "start-hint start-error",
  });
  const title = element("input", { id: "start-title", autocomplete: "off", maxlength: MAX_TITLE_LENGTH, dir: "auto" });
  const titled = element("div", { class: "start-title", hidden: true });
  titled.append(element("label", { for: "start-title" }, text.startTitle), title);
  /** Only a group has a title. */
  const askForTitle = () => (titled.hidden = (namesIn(name.value)?.length ?? 0) < 2);
  name.addEventListener("input", askForTitle);
  const error = element("p", { id: "start-error", class: "error", role: "alert" });
  const start = element(
    "form",
    { class: "start" },
    element("label", { for: "start" }, text.start),
    element(
      "div",
      { class: "start-row" },
      element("div", { class: "start-fields" }, name, titled),
      element("button", { type: "submit", class: "primary", "aria-label": text.startSubmit }, icon("plus")),
    ),
    element("p", { id: "start-hint", class: "hint" }, text.startHint),
    error,
  );
  async function begin(): Promise<void> {
    const names = namesIn(name.value);
    const [only] = names ?? [];
    if (names === null || only === undefined) {
      error.textContent = words().signIn.badName;
      name.focus();
      return;
    }
    error.textContent = "";
    const chat =
      names.length === 1 ? chats.chatWith(only) : await chats.startGroup(names, title.value.trim() || undefined);
    name.value = "";
    title.value = "";
    askForTitle();
    onOpen(chat);
  }
  start.addEventListener("submit", (event) => {
    event.preventDefault();
    begin().catch((fault: unknown) => (error.textContent = wordsOfError(fault)));
  });
  const choice = element("select", { id: "choice" });
  for (const each of SHOWN_CHOICES) choice.append(element("option", { value: each }, text.choices[each]));
  choice.addEventListener("change", () => {
    const chosen = isOneOf(CHOICES, choice.value) ? choice.value : null;
    chats.choose(chosen).catch(() => update(openKey));
  });

  async function moreChoices(): Promise<void> {
    const { showOwnChoices } = await import("./own-choices.ts");
    showOwnChoices(chats, []);
  }

  async function ownComplaints(): Promise<void> {
    const { showOwnComplaints } = await import("./own-complaints.ts");
    showOwnComplaints(chats);
  }

  const more = element("p", { class: "more-chats" }, text.more);
  const scroller = element("div", { class: "chats-scroller" }, list, more);
  loadWhenSeen(chats, scroller, more);

  function update(open: string | null): void {
    openKey = open;
    choice.value = chats.choice ?? "none";
    draw(chats.list());
    more.hidden = !chats.hasMore;
  }

  /** What was said today was said on a day before. */
  function turnDay(): void {
    update(openKey);
    const now = new Date();
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    dayTimer = setTimeout(turnDay, midnight.getTime() - now.getTime());
  }
  // A timer stands still while its device sleeps.
  const looked = () => update(openKey);

  const { element: searching, found } = searchIn({ chats, onShow, scroller });

  const heading = element("h1", { tabindex: -1 }, words().title);
  /** Puts the focus on a conversation, or on the heading where it is not listed. */
  function focus(key: string | null): void {
    const shown = found()?.lastShown() ?? null;
    if (shown !== null) return shown.focus();
    const row = key === null ? null : list.querySelector(`[data-chat="${CSS.escape(key)}"]`);
    if (row instanceof HTMLElement) row.focus();
    else heading.focus();
  }
  const view = element(
    "section",
    { class: "sidebar", role: "navigation", "aria-label": text.label },
    element(
      "header",
      { class: "brand" },
      element("img", { src: gatewayAddress("/web/gate.svg"), alt: "", width: 40, height: 40 }),
      heading,
      element(
        "p",
        {},
        element("span", { class: "sr-only" }, `${text.signedInAs} `),
        element("bdi", { class: "me" }, chats.me),
      ),
    ),
    start,
    searching,
    scroller,
    element(
      "details",
      { class: "settings" },
      element("summary", {}, text.settings),
      element(
        "div",
        { class: "settings-body" },
        element("div", { class: "field compact" }, element("label", { for: "choice" }, text.choiceLabel), choice),
        button([words().choices.more], () => void moreChoices(), { control: "choices" }),
        button([words().complaint.openOwn], () => void ownComplaints(), { control: "complaints" }),
        languageSelect(onLocale),
        docsLink(),
        consoleLink(storedToken() ?? ""),
        button([text.signOut], onSignOut),
      ),
    ),
  );
  let dayTimer: ReturnType<typeof setTimeout> | undefined;
  turnDay();
  document.addEventListener("visibilitychange", looked);
  return {
    element: view,
    update,
    focus,
    end(): void {
      clearTimeout(dayTimer);
      document.removeEventListener("visibilitychange", looked);
    },
  };
}
