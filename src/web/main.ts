import { type Client, connect } from "../client/index.ts";
import type { ClientState } from "../client/index.ts";
import type { Locale } from "../policy/types.ts";
import type { ChatMessage, OpenedFrame } from "../protocol/client-frames.ts";
import type { ComplaintItem } from "../protocol/complaint-item.ts";
import { type Chat, Chats } from "./chats.ts";
import { confirm } from "./confirm.ts";
import { conversationList } from "./conversation-list.ts";
import { draftsOn } from "./drafts.ts";
import { button, element } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { gatewayAddress, placeInAddress, readerOs } from "./address.ts";
import { icon } from "./icons.ts";
import { onDevice } from "./kept.ts";
import { chooseLocale, firstLocale, readLanguages, setLocale, words } from "./language.ts";
import { nameOf, verdictWords } from "./link-words.ts";
import { linkPane } from "./link-pane.ts";
import type { Place } from "./message-log.ts";
import { messageView } from "./message-view.ts";
import { deviceName, forgetToken, keepToken, signInByLink, socketAddress, storedToken } from "./session.ts";
import { unsentOn } from "./unsent.ts";
import { signInView } from "./sign-in-view.ts";
import type { whatIfPanel } from "./what-if-panel.ts";

const root = document.getElementById("app") ?? document.body.appendChild(element("div"));
let client: Client | null = null;
let leavePage: () => void = () => undefined;
/** Id of the control that gets the focus once the page that was asked for is drawn; null: the page's own first. */
let focusAfter: string | null = null;

/** @param why  Why one has to sign in again, if there is a reason. */
function start(why: string | null = null): void {
  leavePage();
  leavePage = () => undefined;
  client?.close();
  client = null;
  document.title = words().title;
  const token = storedToken();
  if (token === null) showSignIn(why);
  else void showChats(token);
}

async function onLocale(chosen: Locale): Promise<void> {
  // Where its words cannot be had, the page stays as it is, and its select says so.
  await chooseLocale(chosen).catch(() => undefined);
  focusAfter = "language";
  start();
}

/** The control that was in use when the page was drawn anew, or nothing. */
function restoreFocus(): void {
  const wanted = focusAfter === null ? null : document.getElementById(focusAfter);
  focusAfter = null;
  wanted?.closest("details")?.setAttribute("open", "");
  wanted?.focus();
}

function showSignIn(why: string | null): void {
  const onToken = (token: string) => {
    keepToken(token);
    start();
  };
  root.replaceChildren(signInView({ onToken, onLocale: (chosen) => void onLocale(chosen), why }));
  document.getElementById("name")?.focus();
  restoreFocus();
}

/** Connects and shows the chats once the gateway has said who this is; reasons come in the page's language from there. */
async function showChats(token: string): Promise<void> {
  const made = connect(socketAddress(), token, {
    device: deviceName(),
    client: { os: readerOs(), version: null },
    locale: readLanguages(),
  });
  client = made;
  root.replaceChildren(element("p", { class: "waiting", role: "status" }, words().state.connecting));
  made.on("closed", ({ code, error }) => {
    if (client !== made || (code === 1000 && error.code === "closed")) return;
    forgetToken();
    start(error.code === "suspended" ? words().failure.suspended : words().signIn.expired);
  });
  // Where it is refused, `closed` came first and has shown the door again.
  const welcome = await made.ready().catch(() => null);
  if (welcome === null || client !== made) return;
  const { user, choice, rulebook } = welcome;
  showPage(new Chats(made, user, choice, unsentOn(onDevice, user)), rulebook);
}

/** So long a line of news stands. Milliseconds. */
const ANNOUNCED_MS = 6_000;

const pick = ({ text, at, kind }: ChatMessage) => ({ text, at, chat: kind });

function showPage(chats: Chats, rulebook: string): void {
  const drafts = draftsOn(onDevice, chats.me);
  const status = element("p", { class: "connection", role: "status" });
  const announcer = element("div", { class: "announcer", role: "status", "aria-atomic": "false" });
  const middle = element("main", { class: "middle" });
  const skip = element("a", { class: "skip", href: "#compose" }, words().skip);
  let view: ReturnType<typeof messageView> | null = null;
  let openKey: string | null = null;
  const oneColumn = matchMedia("(max-width: 43.99rem)");
  /** Where one was in the chats that were left while something earlier was read. */
  const places = new Map<string, Place>();
  let returnFocus: Element | null = null;

  const announce = (text: string) => {
    // Each is a line of its own: a screen reader says what is added, of a text that is replaced at once only the last, and the same never.
    const line = element("p", {}, text);
    announcer.append(line);
    setTimeout(() => line.remove(), ANNOUNCED_MS);
  };
  const closePanel = () => {
    panel?.hide();
    page.classList.remove("with-panel");
    if (returnFocus instanceof HTMLElement && returnFocus.isConnected) returnFocus.focus();
  };
  let panel: ReturnType<typeof whatIfPanel> | null = null;
  /** The panel of other rules, which is loaded when it is first asked for. */
  async function otherRules(): Promise<NonNullable<typeof panel>> {
    const loaded = await import("./what-if-panel.ts");
    if (panel !== null) return panel;
    panel = loaded.whatIfPanel({ onClose: closePanel });
    page.insertBefore(panel.element, pane.element);
    void panel.fillRulebooks(rulebook);
    return panel;
  }
  const pane = linkPane({
    onClose: () => {
      page.classList.remove("with-pane");
      if (returnFocus instanceof HTMLElement && returnFocus.isConnected) returnFocus.focus();
      else view?.goOn();
    },
  });
  const showInPlace = (opened: OpenedFrame) => {
    const before = document.activeElement;
    closePanel();
    if (!pane.element.contains(before)) returnFocus = before;
    if (pane.show(opened)) page.classList.add("with-pane");
    else announce(words().card.noWay);
  };
  const showPanel = async (given: Parameters<NonNullable<typeof panel>["show"]>[0]) => {
    const before = document.activeElement;
    const shown = await otherRules().catch(() => null);
    if (shown === null) return announce(words().panel.failed);
    pane.hide();
    returnFocus = before;
    shown.show(given);
    page.classList.add("with-panel");
    shown.title()?.focus();
  };
  /** Opens the panel with the newest message of the open chat that holds a link. */
  const showNewestRules = () => {
    const chat = openKey === null ? undefined : chats.get(openKey);
    const newest = chat?.messages.findLast(({ links }) => links.length > 0);
    void showPanel(newest === undefined ? null : { ...pick(newest), choice: chats.choice });
  };
  const rulesButton = () =>
    button([icon("scales"), element("span", {}, words().panel.title)], showNewestRules, { class: "rules-button" });
  const goTo = (chat: Chat | null) => {
    location.hash = chat === null ? "" : encodeURIComponent(chat.key);
  };
  const list = conversationList({
    chats,
    onOpen: (chat) => {
      if (chat.key === openKey) view?.goOn();
      goTo(chat);
    },
    onShow: (chat, seq) => void showMessage(chat, seq),
    onLocale: (chosen) => void onLocale(chosen),
    onSignOut: () => void signOut(),
  });
  async function signOut(): Promise<void> {
    const { signOut: yes, unsentTitle: title, unsentText } = words().list;
    if (chats.hasUnsent() && !(await confirm({ title, text: unsentText, yes, no: words().chat.keep }))) return;
    chats.forgetUnsent();
    drafts.forget();
    forgetToken();
    history.replaceState(null, "", location.pathname);
    start();
  }
  const nothing = () =>
    element(
      "div",
      { class: "nothing" },
      element("img", { src: gatewayAddress("/web/gate.svg"), alt: "", width: 132, height: 132 }),
      element("h2", {}, words().chat.pickTitle),
      element("p", {}, words().chat.pickText),
      rulesButton(),
    );

  /** Leads to a message, however far up it stands. */
  async function showMessage(chat: Chat, seq: number): Promise<void> {
    try {
      await chats.loadTo(chat, seq);
    } catch (fault) {
      return announce(wordsOfError(fault));
    }
    if (openKey !== chat.key) {
      // One event less to wait for than by setting the hash.
      history.pushState(null, "", `#${encodeURIComponent(chat.key)}`);
      openFromHash();
    }
    if (view?.lead(seq) !== true) announce(words().failure.gone);
  }

  /** A group that is further down the list than what was read. Of one that is nowhere in it that is said. */
  async function seekFromHash(key: string): Promise<void> {
    const found = await chats.seek(key).catch(() => null);
    if (placeInAddress() !== key || openKey !== null) return;
    if (found === undefined) announce(words().failure.gone);
    else if (found !== null) openFromHash();
  }

  /** Where one column is shown and no chat is open, the list is what the page is about. */
  function nameMain(): void {
    list.element.setAttribute("role", openKey === null && oneColumn.matches ? "main" : "navigation");
  }

  function leaveChat(): void {
    const place = view?.place() ?? null;
    if (openKey !== null && place === null) places.delete(openKey);
    else if (openKey !== null && place !== null) places.set(openKey, place);
    view?.end();
    view = null;
  }

  function openFromHash(): void {
    const key = placeInAddress();
    const chat = chats.get(key) ?? (key.startsWith("u:") && key.length > 2 ? chats.chatWith(key.slice(2)) : undefined);
    if (chat === undefined && key.startsWith("g:")) void seekFromHash(key);
    const left = openKey;
    leaveChat();
    pane.hide();
    openKey = chat?.key ?? null;
    skip.setAttribute("href", chat === undefined ? "#start" : "#compose");
    page.classList.toggle("in-chat", chat !== undefined);
    nameMain();
    list.update(openKey);
    if (chat === undefined) {
      middle.replaceChildren(nothing());
      // What had the focus is gone: the door after sign-in, the chat after going back.
      if (document.activeElement === document.body) list.focus(left);
      return;
    }
    view = messageView({
      chats,
      drafts,
      chat,
      place: places.get(chat.key) ?? null,
      announce,
      showInPlace,
      onBack: () => goTo(null),
      showNewestRules,
      showOtherRules: (text, at, { kind }) => void showPanel({ text, at, chat: kind, choice: chats.choice }),
    });
    view.element.querySelector(".bar")?.append(rulesButton());
    middle.replaceChildren(view.element);
    void chats.load(chat);
    view.update();
    view.goOn();
  }

  async function tellComplaint(item: ComplaintItem): Promise<void> {
    const { complaintNews } = await import("./own-complaints.ts");
    announce(complaintNews(item));
  }

  function showState(state: ClientState): void {
    status.textContent = state === "open" ? "" : words().state[state];
    status.hidden = state === "open";
  }

  function showTitle(): void {
    const unread = chats.list().reduce((sum, chat) => sum + chat.unread, 0);
    document.title = unread > 0 ? `(${unread}) ${words().title}` : words().title;
  }

  chats.onChange((change) => {
    switch (change.kind) {
      case "list":
        list.update(openKey);
        showTitle();
        // A conversation learnt of since may have become readable.
        if (openKey !== null) {
          const chat = chats.get(openKey);
          if (chat !== undefined && !chat.loaded && !chat.loading) void chats.load(chat);
        }
        return;
      case "chat":
        if (change.key === openKey) view?.update();
        return;
      case "verdict":
        if (change.key === openKey) announce(`${nameOf(change.report)}: ${verdictWords(change.report)}`);
        return;
      case "complaint":
        void tellComplaint(change.item);
        return;
      case "state":
        showState(change.state);
    }
  });
  const page = element("div", { class: "page" }, skip, status, list.element, middle, pane.element, announcer);
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    (view?.field ?? document.getElementById("start"))?.focus();
  });
  root.replaceChildren(page);
  showState(chats.client.state);
  openFromHash();
  restoreFocus();
  window.addEventListener("hashchange", openFromHash);
  oneColumn.addEventListener("change", nameMain);
  leavePage = () => {
    window.removeEventListener("hashchange", openFromHash);
    oneColumn.removeEventListener("change", nameMain);
    view?.end();
    list.end();
    pane.hide();
    panel?.hide();
  };
}

/** A device that slept, or changed its network, is told by nobody that its connection ended. */
const wake = () => {
  if (document.visibilityState === "visible") client?.wake();
};
document.addEventListener("visibilitychange", wake);
addEventListener("online", wake);
addEventListener("pageshow", wake);

await setLocale(firstLocale());
const byLink = await signInByLink();
if (typeof byLink === "object") keepToken(byLink.token);
start(byLink === "used" && storedToken() === null ? words().signIn.linkUsed : null);
