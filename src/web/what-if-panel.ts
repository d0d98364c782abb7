import type { LinkReport } from "../report/report.ts";
import { CHAT_KINDS, type ChatKind, CHOICES, type Choice } from "../policy/types.ts";
import { readerOs } from "./address.ts";
import {
  checkText,
  type Conditions,
  knownEvents,
  knownRulebooks,
  type ReaderClient,
  type RulebookName,
} from "./check-request.ts";
import { comparison } from "./comparison.ts";
import { chinaField, DAYS, instantOfField } from "./days.ts";
import { button, element } from "./elements.ts";
import { icon } from "./icons.ts";
import { chinaTime, words } from "./language.ts";
import { nameOf } from "./link-words.ts";
import { momentField } from "./moment-field.ts";
import { isOneOf } from "../input/words.ts";
import { type Column, rulesTimeline } from "./rules-timeline.ts";

/** What a typed text waits for before it is judged. */
const TYPING_PAUSE_MS = 250;
/** Judged texts that are kept: beyond them all are judged anew. */
const MOST_KEPT = 2_000;

/** Clients that differ in a rule, as their columns are headed; one that is unknown is a browser. */
const CLIENT_COLUMNS = { old: "Android 8.0.10", android: "Android 8.0.11", ios: "iOS 8.0.13" } as const;

interface Side {
  readonly conditions: Conditions;
  readonly name: string;
}

const thisClient = (): ReaderClient => ({ os: readerOs(), version: null });

function field(id: string, label: string, control: HTMLElement): HTMLElement {
  control.id = id;
  return element("div", { class: "field" }, element("label", { for: id }, label), control);
}

function select(options: readonly (readonly [string, string])[]): HTMLSelectElement {
  return element("select", {}, ...options.map(([value, label]) => element("option", { value }, label)));
}

/** The panel that shows decisions for the same links on another day, client, chat and rulebook, beside today's. */
export function whatIfPanel({ onClose }: { readonly onClose: () => void }) {
  const text = words().panel;
  const clients: Readonly<Record<string, readonly [string, ReaderClient]>> = {
    unknown: [text.clientUnknown, thisClient()],
    old: [text.oldAndroid, { os: "android", version: "8.0.10" }],
    android: [text.latestAndroid, { os: "android", version: "8.0.11" }],
    ios: [text.latestIos, { os: "ios", version: "8.0.13" }],
  };
  const { kind } = words().chat;
  const { choices } = words().list;
  const message = element("textarea", {
    rows: 3,
    dir: "auto",
    lang: "",
    maxlength: 8_000,
    "aria-describedby": "panel-text-hint",
  });
  const client = select(Object.entries(clients).map(([value, [label]]) => [value, label] as const));
  client.value = "android";
  const chat = select(CHAT_KINDS.map((each) => [each, kind[each]] as const));
  const rulebook = select([]);
  const choice = select((["none", ...CHOICES] as const).map((each) => [each, choices[each]] as const));
  const instant = momentField("panel-instant", text.instant, () => void judgeAll());
  const results = element("div", { class: "results", "aria-live": "polite" });
  const linkField = element("select", { "data-control": "link" });
  const whichLink = field("panel-link", text.link, linkField);
  whichLink.hidden = true;
  const days = rulesTimeline({
    clients: CLIENT_COLUMNS,
    onChoose(at, column) {
      instant.value = at === null ? "" : chinaField(new Date(at));
      if (column !== null) {
        client.value = column.client;
        chat.value = column.chat;
      }
      void judgeAll();
    },
  });
  const panel = element("section", { class: "panel", "aria-labelledby": "panel-title", hidden: true });
  let base: Side = {
    conditions: { at: null, client: thisClient(), chat: "one_to_one", choice: null, rulebook: null },
    name: text.now,
  };
  /** What was judged, by text and conditions. */
  const kept = new Map<string, readonly LinkReport[]>();
  let another: string | null = null;
  let running = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  const chatKind = (): ChatKind => (isOneOf(CHAT_KINDS, chat.value) ? chat.value : "one_to_one");

  const conditions = (at: string | null, column: Column = { client: client.value, chat: chatKind() }): Conditions => ({
    at,
    client: clients[column.client]?.[1] ?? thisClient(),
    chat: column.chat,
    choice: isOneOf(CHOICES, choice.value) ? choice.value : null,
    rulebook: rulebook.value === "" ? null : rulebook.value,
  });

  function nameOfChosen(): string {
    const at = instantOfField(instant.value);
    return `${at === null ? text.today : chinaTime(new Date(at))} · ${rulebook.selectedOptions[0]?.textContent ?? ""}`;
  }

  /** The days of the line, and the one that somebody chose last besides, in their order; now at last. */
  function momentsShown(chosen: string | null): readonly (string | null)[] {
    const own = new Set<string>(DAYS);
    if (chosen !== null && !own.has(chosen)) another = chosen;
    const all = another === null ? own : own.add(another);
    return [...[...all].toSorted((a, b) => Date.parse(a) - Date.parse(b)), null];
  }

  const keyOf = (each: Conditions): string => JSON.stringify([message.value, each]);

  /** Has judged what is not known yet. @throws {Error} when the gateway does not answer. */
  async function judge(wanted: readonly Conditions[], signal: AbortSignal): Promise<void> {
    const asked = wanted.filter((each) => !kept.has(keyOf(each)));
    if (asked.length === 0) return;
    if (kept.size > MOST_KEPT) kept.clear();
    const keys = asked.map(keyOf);
    const results = await checkText(message.value, asked, signal);
    for (const [index, reports] of results.entries()) {
      const isBusy = reports?.some(({ resolution }) => resolution.failure?.code === "busy") ?? true;
      if (!isBusy && reports !== null) kept.set(keys[index] ?? "", reports);
    }
  }

  async function judgeAll(): Promise<void> {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const at = instantOfField(instant.value);
    const moments = momentsShown(at);
    days.setMoments(moments);
    showDays(at);
    if (message.value.trim() === "") {
      results.replaceChildren(element("p", { class: "hint" }, text.noText));
      return;
    }
    try {
      await judge([base.conditions, conditions(at)], signal);
      if (signal.aborted) return;
      const [before, chosen] = [base.conditions, conditions(at)].map((each) => kept.get(keyOf(each)));
      if (before === undefined || chosen === undefined) throw new Error("check: busy");
      show(before, chosen);
      await judge(
        moments.flatMap((moment) => days.columns.map((column) => conditions(moment, column))),
        signal,
      );
      if (!signal.aborted) showDays(at);
    } catch {
      if (!signal.aborted) results.replaceChildren(element("p", { class: "error", role: "alert" }, text.failed));
    }
  }

  /** The line, for the link that is looked at. */
  function showDays(at: string | null): void {
    const reports = kept.get(keyOf(conditions(at))) ?? [];
    const names = reports.map((report, index) => `${index + 1} ${nameOf(report)}`);
    if (names.join() !== [...linkField.options].map(({ text: name }) => name).join()) {
      const before = linkField.selectedIndex;
      linkField.replaceChildren(...names.map((name, index) => element("option", { value: index }, name)));
      linkField.selectedIndex = before > 0 && before < names.length ? before : 0;
    }
    whichLink.hidden = names.length < 2;
    const link = Math.max(0, linkField.selectedIndex);
    days.show((moment, column) => kept.get(keyOf(conditions(moment, column)))?.[link] ?? null, at, {
      client: client.value,
      chat: chatKind(),
    });
  }

  function show(before: readonly LinkReport[], chosen: readonly LinkReport[]): void {
    const names = [base.name, nameOfChosen()] as const;
    const tables = before.flatMap((report, index) => {
      const other = chosen[index];
      return other === undefined ? [] : [comparison(report, other, names)];
    });
    results.replaceChildren(...(tables.length === 0 ? [element("p", { class: "hint" }, text.noLink)] : tables));
  }

  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(() => void judgeAll(), TYPING_PAUSE_MS);
  };
  message.addEventListener("input", later);
  linkField.addEventListener("change", () => showDays(instantOfField(instant.value)));
  for (const control of [client, chat, rulebook, choice]) control.addEventListener("change", () => void judgeAll());
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onClose();
  });

  panel.append(
    element(
      "header",
      {},
      element("h2", { id: "panel-title", tabindex: -1 }, icon("scales"), text.title),
      button([icon("close")], onClose, { class: "plain", "aria-label": text.close }),
    ),
    element("p", { class: "lead" }, text.lead),
    field("panel-text", text.text, message),
    element("p", { id: "panel-text-hint", class: "hint" }, text.textHint),
    element("h3", {}, text.presets),
    whichLink,
    days.element,
    element(
      "div",
      { class: "conditions" },
      instant.element,
      field("panel-rulebook", text.rulebook, rulebook),
      field("panel-client", text.client, client),
      field("panel-chat", text.chat, chat),
      field("panel-choice", text.choice, choice),
    ),
    results,
    button([text.keep], () => {
      base = { conditions: conditions(instantOfField(instant.value)), name: nameOfChosen() };
      void judgeAll();
    }),
  );

  async function fillRulebooks(current: string | null): Promise<void> {
    const offer = (books: readonly RulebookName[]) => {
      rulebook.replaceChildren(...books.map(({ id, title }) => element("option", { value: id, title }, id)));
      if (current !== null) rulebook.value = current;
    };
    // At once, so that what is judged meanwhile is judged by it.
    offer(current === null ? [] : [{ id: current, title: current }]);
    const known = await knownRulebooks();
    if (known.length > 0) offer(known);
  }

  days.setMoments(momentsShown(null));
  void knownEvents()
    .then((events) => days.setEvents(events))
    .catch(() => undefined)
    .then(() => showDays(instantOfField(instant.value)));

  return {
    element: panel,
    title: () => panel.querySelector("h2"),
    fillRulebooks,
    /** Shows the links of a message as they fare here, with the chat's own conditions on the left side. */
    show: (given: { text: string; at: string | null; chat: ChatKind; choice: Choice | null } | null) => {
      panel.hidden = false;
      if (given !== null) {
        message.value = given.text;
        chat.value = given.chat;
        base = {
          conditions: { at: given.at, client: thisClient(), chat: given.chat, choice: given.choice, rulebook: null },
          name: text.now,
        };
      }
      void judgeAll();
    },
    hide: () => {
      panel.hidden = true;
      running.abort();
      clearTimeout(pause);
    },
  };
}
