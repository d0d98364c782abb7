import type { Locale } from "../../policy/types.ts";
import { placeInAddress } from "../address.ts";
import { button, element, redraw } from "../elements.ts";
import { icon } from "../icons.ts";
import { firstLocale, words } from "../language.ts";
import { docsLink } from "../other-places.ts";
import { demoSignIn } from "../session.ts";
import { languageSelect } from "../sign-in-view.ts";
import { seenText } from "../unseen.ts";
import { forgetToken, keepToken, Refusal, storedToken, whoAmI } from "./api.ts";
import { addressOf, caseParts } from "./case-view.ts";
import { decisionPanel } from "./decision-panel.ts";
import { Desk } from "./desk.ts";
import { entrance, type WhyNot } from "./entrance.ts";
import { areKeysOn, isWriting, showKeys } from "./keys.ts";
import { says, speak } from "./language.ts";
import { queueView } from "./queue-view.ts";
import type { Actor } from "./told.ts";
import type { PageName } from "./words/words.ts";

const root = document.getElementById("app") ?? document.body.appendChild(element("div"));
const PAGES: readonly PageName[] = ["queue", "decisions", "ending", "lists", "figures"];
const PAGE_KEYS = new Map<string, PageName>([
  ["q", "queue"],
  ["h", "decisions"],
  ["b", "ending"],
  ["l", "lists"],
  ["f", "figures"],
]);
let leavePage: () => void = () => undefined;

async function onLocale(chosen: Locale): Promise<void> {
  // Where its words cannot be had, the page stays as it is.
  await speak(chosen, { keep: true }).catch(() => undefined);
  await start();
  document.getElementById("language")?.focus();
}

const WHY_NOT: ReadonlyMap<string, WhyNot> = new Map([
  ["bad_token", "refused"],
  ["token_expired", "expired"],
  ["roles_only", "noRole"],
]);

/** Without a token the gateway lets in whoever is at its machine, where it serves nobody else. */
async function start(): Promise<void> {
  leavePage();
  leavePage = () => undefined;
  document.title = says().title;
  if (storedToken() === null && (await demoSignIn()) !== "this_machine") return showEntrance(null);
  try {
    showConsole(await whoAmI());
  } catch (error) {
    const hadToken = storedToken() !== null;
    const why = (error instanceof Refusal ? WHY_NOT.get(error.code) : undefined) ?? "unreachable";
    if (why !== "unreachable") forgetToken();
    showEntrance(hadToken ? why : null);
  }
}

function showEntrance(because: WhyNot | null): void {
  leavePage();
  leavePage = () => undefined;
  const onToken = (token: string) => {
    keepToken(token);
    void start();
  };
  root.replaceChildren(entrance({ because, onToken, onLocale: (chosen) => void onLocale(chosen) }));
  document.getElementById("token")?.focus();
}

function showConsole(actor: Actor): void {
  const text = says();
  const status = element("p", { class: "told", role: "status" });
  const undo = button([element("kbd", { "aria-hidden": "true" }, "Z"), text.decide.undo], () => void desk.undo(), {
    class: "plain undo",
  });
  const trouble = element("p", { class: "trouble", role: "alert" });
  const desk = new Desk(actor, {
    queue: () => {
      queue.update();
      undo.hidden = desk.undoable === null;
      if (desk.currentId === null) drawCase(false);
    },
    shown: (isAnother) => drawCase(isAnother),
    told(kind, said) {
      status.textContent = kind === "done" ? seenText(said) : "";
      trouble.textContent = kind === "trouble" ? seenText(said) : "";
      undo.hidden = desk.undoable === null;
    },
    signedOut() {
      forgetToken();
      showEntrance("refused");
    },
  });
  const goTo = (place: string) => {
    if (placeInAddress() === place) openPlace();
    else location.hash = place;
  };
  const queue = queueView(desk, (id) => goTo(`case/${id}`), openFirst);
  const panel = decisionPanel(desk);
  const parts = element("div", { class: "case-parts", tabindex: 0, role: "region", "aria-labelledby": "case-title" });
  const back = button([icon("back"), text.queue.back], () => goTo("queue"), { class: "plain back" });
  const work = element("main", { class: "work", id: "work" }, back, trouble, parts, panel.element);
  const other = element("main", { class: "other", hidden: true, tabindex: -1 });
  const links = new Map(PAGES.map((name) => [name, element("a", { href: `#${name}` }, text.pages[name])] as const));
  const skip = element("a", { class: "skip", href: "#work" }, text.skip);
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("case-title")?.focus();
  });
  const who = actor.user ?? text.operator;
  const isOperator = actor.user === null;
  const bar = element(
    "header",
    { class: "top" },
    element("h1", {}, element("span", { lang: "zh-CN" }, "互通")),
    element("nav", { class: "pages", "aria-label": text.nav }, ...links.values()),
    element(
      "span",
      { class: "me" },
      element("bdi", {}, who),
      !isOperator && ` · ${actor.roles.map((role) => text.roles[role]).join(", ")}`,
    ),
    button(
      [element("kbd", { "aria-hidden": "true" }, "?"), element("span", { class: "sr-only" }, text.keys.show)],
      showKeys,
      {
        class: "plain",
        title: text.keys.show,
      },
    ),
    element(
      "details",
      { class: "settings" },
      element("summary", {}, icon("more"), element("span", { class: "sr-only" }, words().list.settings)),
      element(
        "div",
        { class: "settings-body" },
        languageSelect((chosen) => void onLocale(chosen)),
        docsLink(),
        button([isOperator ? text.signIn.withToken : text.signOut], () => {
          panel.forgetWords();
          forgetToken();
          history.replaceState(null, "", location.pathname);
          showEntrance(null);
        }),
      ),
    ),
  );
  const hint = (key: string, what: string) => element("span", {}, element("kbd", {}, key), ` ${what}`);
  const foot = element(
    "footer",
    { class: "foot" },
    status,
    undo,
    element(
      "span",
      { class: "hints soft", "aria-hidden": "true" },
      hint("J", text.queue.keys.next),
      hint("K", text.queue.keys.previous),
      hint("?", text.queue.keys.all),
    ),
  );
  const page = element("div", { class: "console" }, skip, bar, queue.element, work, other, foot);

  const oneColumn = matchMedia("(max-width: 59.99rem)");
  /** What of the case at hand stands on the page. */
  let drawn = "";
  /** Where the queue was left, in one column. CSS pixels. */
  let queueTop = 0;

  function drawCase(isAnother: boolean): void {
    const file = desk.current;
    const isLoading = desk.currentId !== null && file === null;
    if (isAnother) trouble.textContent = "";
    if (!page.classList.contains("in-case")) queueTop = window.scrollY;
    page.classList.toggle("in-case", desk.currentId !== null);
    nameMain();
    if (file === null)
      redraw(
        parts,
        element(
          "p",
          { class: "soft none", id: "case-title", tabindex: -1, "data-control": "title" },
          isLoading ? text.case.loading : desk.queue.length === 0 ? queue.whyNone() : text.case.empty,
        ),
      );
    else {
      // Undefined is left out: a null would stand elsewhere in a case that nobody has taken up.
      const now = JSON.stringify({
        ...file,
        version: undefined,
        state: file.state === "in_review" ? "received" : file.state,
        claimed: undefined,
      });
      // Taking a case up changes nothing of it, and somebody may be reading.
      if (isAnother) parts.replaceChildren(...caseParts(file));
      else if (now !== drawn) redraw(parts, ...caseParts(file));
      drawn = now;
    }
    panel.show(file, isAnother);
    if (!isAnother) return;
    parts.scrollTop = 0;
    if (oneColumn.matches) window.scrollTo(0, desk.currentId === null ? queueTop : work.offsetTop);
    const hash = desk.currentId === null ? "queue" : `case/${desk.currentId}`;
    const place = placeInAddress();
    if (place !== hash && (place.startsWith("case/") || place === "queue" || place === ""))
      history.replaceState(null, "", `#${hash}`);
    // Who goes through the filters by the arrow keys stays among them.
    if (document.activeElement?.id !== "filter") document.getElementById("case-title")?.focus({ preventScroll: true });
  }

  /** The first case of the queue is at hand at once, where there is room beside the queue. */
  function openFirst(): void {
    const [first] = desk.queue;
    if (desk.currentId === null && !work.hidden && !oneColumn.matches && first !== undefined)
      void desk.open((desk.queue.find((each) => !desk.isTaken(each)) ?? first).id);
  }

  /** Where one column is shown and no case is open, the queue is what the page is about. */
  function nameMain(): void {
    queue.element.setAttribute("role", oneColumn.matches && desk.currentId === null ? "main" : "navigation");
  }

  function openPlace(): void {
    const [place = "", id] = placeInAddress().split("/");
    const name = PAGES.find((each) => each === place) ?? "queue";
    for (const [each, link] of links) {
      if (each === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const isQueue = name === "queue";
    page.classList.toggle("beside", !isQueue);
    queue.element.hidden = !isQueue;
    work.hidden = !isQueue;
    other.hidden = isQueue;
    skip.hidden = !isQueue;
    if (!isQueue) {
      void showOther(name);
      return;
    }
    if (place === "case" && id !== undefined) {
      if (id !== desk.currentId) void desk.open(id);
    } else if (desk.currentId !== null && oneColumn.matches) void desk.open(null);
    else drawCase(false);
  }

  async function showOther(name: PageName): Promise<void> {
    other.replaceChildren(element("p", { class: "soft none" }, text.case.loading));
    try {
      const { otherPage } = await import("./other-pages.ts");
      const made = await otherPage(name);
      if (placeInAddress().startsWith(name)) other.replaceChildren(...made);
    } catch {
      other.replaceChildren(element("p", { class: "trouble" }, text.failed));
    }
    other.focus();
  }

  async function copyAddress(): Promise<void> {
    const found = desk.current === null ? null : addressOf(desk.current);
    if (found === null) return;
    let isCopied = true;
    try {
      // Pages without TLS have no clipboard, but on the gateway's own machine.
      await navigator.clipboard.writeText(found);
    } catch {
      isCopied = false;
    }
    status.textContent = isCopied ? text.case.copied : text.case.notCopied;
  }

  function act(key: string): boolean {
    const target = PAGE_KEYS.get(key);
    if (target !== undefined) {
      goTo(target);
      return true;
    }
    if (key === "?") showKeys();
    else if (key === "z") void desk.undo();
    else if (work.hidden) return false;
    else if (key === "j") void desk.step(1);
    else if (key === "k") void desk.step(-1);
    else if (key === "u" || key === "s" || key === "r" || key === "d" || key === "y" || key === "x") panel.choose(key);
    else if (key === "e") panel.nextScope();
    else if (key === "t") panel.nextDays();
    else if (key === "n") panel.writeReason();
    else if (key === "c") takeUpOrLeave();
    else if (key === "o") void copyAddress();
    else if (key === "/") queue.focusSearch();
    else if (/^\d$/u.test(key)) panel.template(Number(key));
    else return false;
    return true;
  }

  function takeUpOrLeave(): void {
    const file = desk.current;
    if (file !== null && file.state === "in_review" && desk.isMine(file)) void desk.release();
    else desk.claim(true);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target, key } = event;
    // A field that Escape leaves keeps what is in it.
    if (isWriting(target)) return;
    if (key === "Escape" && document.querySelector("dialog[open]") === null && !work.hidden) {
      panel.unchoose();
      return;
    }
    if (key === "Enter") {
      // A control that has the focus does what it says.
      if (target instanceof HTMLElement && target.closest("button, a, summary") !== null) return;
      event.preventDefault();
      void panel.commit();
      return;
    }
    // Caps Lock makes no other key of a letter.
    if (areKeysOn() && act(key.toLowerCase())) event.preventDefault();
  }

  root.replaceChildren(page);
  undo.hidden = true;
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", openPlace);
  oneColumn.addEventListener("change", nameMain);
  leavePage = () => {
    oneColumn.removeEventListener("change", nameMain);
    document.removeEventListener("keydown", onKey);
    window.removeEventListener("hashchange", openPlace);
    desk.end();
  };
  openPlace();
  void desk.refresh().then(openFirst);
}

await speak(firstLocale());
await start();
