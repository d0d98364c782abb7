import type { LinkReport } from "../report/report.ts";
import { CHAT_KINDS, type ChatKind, CHOICES, type Choice } from "../policy/types.ts";
import { readerOs } from "./address.ts";
import { checkText, type Conditions, knownEvents, knownRulebooks, type ReaderClient } from "./check-request.ts";
import { comparison } from "./comparison.ts";
import { chinaField, DAYS, instantOfField } from "./days.ts";
import { button, element } from "./elements.ts";
import { icon } from "./icons.ts";
import { chinaDay, chinaTime, locale, words } from "./language.ts";
import { verdictWords } from "./link-words.ts";
import { momentField } from "./moment-field.ts";
import { isOneOf } from "../input/words.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";

/** What a typed text waits for before it is judged. */
const TYPING_PAUSE_MS = 250;
/** The latest before a day; the command tells all. */
const SHOWN_EVENTS = 6;

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
  const instant = momentField("panel-instant", text.instant, () => {
    for (const radio of radios)
      radio.checked = instantOfField(instant.value) === (radio.value === "" ? null : radio.value);
    void judgeAll();
  });
  const events = element("details", { class: "events", hidden: true });
  const results = element("div", { class: "results", "aria-live": "polite" });
  const moments = [...DAYS.map((at): string | null => at), null];
  const days = element("fieldset", { class: "days" }, element("legend", {}, text.presets));
  const doors = new Map<string | null, HTMLElement>();
  const radios = moments.map((at) => {
    const radio = element("input", { type: "radio", name: "day", value: at ?? "", checked: at === null });
    const door = element("span", { class: "day-door" });
    doors.set(at, door);
    const label = at === null ? text.today : at.includes("T20:") ? chinaTime(new Date(at)) : chinaDay(new Date(at));
    days.append(element("label", {}, radio, element("span", { class: "day-label" }, label), door));
    radio.addEventListener("change", () => {
      instant.value = at === null ? "" : chinaField(new Date(at));
      void judgeAll();
    });
    return radio;
  });
  const panel = element("section", { class: "panel", "aria-labelledby": "panel-title", hidden: true });
  let base: Side = {
    conditions: { at: null, client: thisClient(), chat: "one_to_one", choice: null, rulebook: null },
    name: text.now,
  };
  let timeline: Promise<readonly TimelineEvent[]> | undefined;
  let running = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  const conditions = (at: string | null): Conditions => ({
    at,
    client: clients[client.value]?.[1] ?? thisClient(),
    chat: isOneOf(CHAT_KINDS, chat.value) ? chat.value : "one_to_one",
    choice: isOneOf(CHOICES, choice.value) ? choice.value : null,
    rulebook: rulebook.value === "" ? null : rulebook.value,
  });

  function nameOfChosen(): string {
    const at = instantOfField(instant.value);
    return `${at === null ? text.today : chinaTime(new Date(at))} · ${rulebook.selectedOptions[0]?.textContent ?? ""}`;
  }

  async function showEvents(): Promise<void> {
    const known = await (timeline ??= knownEvents().catch(() => []));
    const day = instant.value === "" ? null : instant.value.slice(0, 10);
    const before = known.filter(({ date }) => day === null || date <= day).slice(-SHOWN_EVENTS);
    events.hidden = before.length === 0;
    events.replaceChildren(
      element("summary", {}, text.events),
      element(
        "ol",
        {},
        ...before.map((event) => element("li", {}, `${event.date} ${event.actor}: ${event.text[locale()]}`)),
      ),
    );
  }

  async function judgeAll(): Promise<void> {
    void showEvents();
    running.abort();
    running = new AbortController();
    const { signal } = running;
    if (message.value.trim() === "") {
      for (const door of doors.values()) door.replaceChildren();
      results.replaceChildren(element("p", { class: "hint" }, text.noText));
      return;
    }
    try {
      const [before, chosen] = await Promise.all([
        checkText(message.value, base.conditions, signal),
        checkText(message.value, conditions(instantOfField(instant.value)), signal),
      ]);
      if (signal.aborted) return;
      show(before, chosen);
      await Promise.all(
        [...doors].map(async ([at, door]) => {
          const reports = await checkText(message.value, conditions(at), signal);
          if (!signal.aborted) door.replaceChildren(...reports.slice(0, 4).map(doorOf));
        }),
      );
    } catch {
      if (!signal.aborted) results.replaceChildren(element("p", { class: "error", role: "alert" }, text.failed));
    }
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
    days,
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
    events,
    button([text.keep], () => {
      base = { conditions: conditions(instantOfField(instant.value)), name: nameOfChosen() };
      void judgeAll();
    }),
  );

  async function fillRulebooks(current: string | null): Promise<void> {
    const known = await knownRulebooks();
    const ids = known.length > 0 ? known : current === null ? [] : [{ id: current, title: current }];
    rulebook.replaceChildren(...ids.map(({ id, title }) => element("option", { value: id, title }, id)));
    if (current !== null) rulebook.value = current;
  }

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

function doorOf(report: LinkReport): HTMLElement {
  return element(
    "span",
    { "data-action": report.verdict.action, title: verdictWords(report) },
    icon(report.verdict.action),
    element("span", { class: "sr-only" }, verdictWords(report)),
  );
}
