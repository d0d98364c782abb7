import { CHAT_KINDS, type ChatKind } from "../policy/types.ts";
import type { LinkReport } from "../report/report.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import { citation } from "./citation.ts";
import { chinaDayOf } from "./days.ts";
import { element, present } from "./elements.ts";
import { icon } from "./icons.ts";
import { chinaDay, chinaTime, labelled, listed, locale, words } from "./language.ts";
import { verdictWords } from "./link-words.ts";

/** A client of the chosen day, and the kind of chat it reads in. */
export interface Column {
  readonly client: string;
  readonly chat: ChatKind;
}

interface Parts {
  /** Clients by their keys, with what heads their columns. */
  readonly clients: Readonly<Record<string, string>>;
  /** After somebody chose a day. @param column  The column, where one was chosen with it. */
  readonly onChoose: (at: string | null, column: Column | null) => void;
}

/** How one link fares: null until it is known. */
export type VerdictAt = (at: string | null, column: Column) => LinkReport | null;

/** Which way the record is written: an instant of an event is its day in China. */
const NOW = "9999";
const dayIn = (at: string | null): string => (at === null ? NOW : chinaDayOf(new Date(at)));

/** A moment as its row names it: the hour only where a rule began within the day. */
export function momentName(at: string | null): string {
  if (at === null) return words().panel.today;
  return /T(?:00:00|12:00)/u.test(at) ? chinaDay(new Date(at)) : chinaTime(new Date(at));
}

function eventLine({ date, kind, actor, text, sources }: TimelineEvent): HTMLElement {
  const { happened } = words();
  const actors = listed(actor.split(", ").map((each) => happened.actor[each] ?? each));
  const names = sources.flatMap((source) => [" ", citation(source)]);
  return element(
    "li",
    {},
    element("time", { datetime: date }, chinaDay(new Date(`${date}T12:00:00+08:00`))),
    element("p", {}, labelled(listed([actors, happened.kind[kind]]), text[locale()])),
    element("p", { class: "event-sources" }, ...names),
  );
}

/**
 * One link on the days that mattered: a row is a day, a column a client in a kind of chat, and what happened between two
 * days stands folded between them. The day's radio is its dot on the line.
 */
export function rulesTimeline({ clients, onChoose }: Parts) {
  const text = words().panel;
  const { kind: chats } = words().chat;
  const columns = CHAT_KINDS.flatMap((chat) => Object.keys(clients).map((client): Column => ({ client, chat })));
  const sentence = element("span", {});
  const body = element("tbody");
  const table = element(
    "table",
    { class: "timeline" },
    element("caption", {}, sentence),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col", rowspan: 2 }, text.day),
        ...CHAT_KINDS.map((chat) =>
          element("th", { scope: "colgroup", colspan: Object.keys(clients).length }, chats[chat]),
        ),
      ),
      element(
        "tr",
        {},
        ...columns.map(({ client }) =>
          element("th", { scope: "col", class: "client" }, element("span", {}, clients[client] ?? client)),
        ),
      ),
    ),
    body,
  );
  let events: readonly TimelineEvent[] = [];
  let moments: readonly (string | null)[] = [];
  /** By the row's moment. */
  let rows: ReadonlyMap<string | null, { readonly radio: HTMLInputElement; readonly cells: readonly HTMLElement[] }> =
    new Map();

  function between(from: string, until: string): HTMLElement | null {
    const own = events.filter(({ date }) => date > from && date <= until);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return null;
    const years = [...new Set([first, last].map(({ date }) => date.slice(0, 4)))].join("–");
    return element(
      "tr",
      { class: "between" },
      element(
        "td",
        { colspan: columns.length + 1 },
        element(
          "details",
          {},
          element("summary", {}, text.eventsBetween(own.length, years)),
          element("ol", {}, ...own.map(eventLine)),
        ),
      ),
    );
  }

  function row(at: string | null): HTMLElement {
    const radio = element("input", { type: "radio", name: "day", value: at ?? "" });
    radio.addEventListener("change", () => onChoose(at, null));
    const cells = columns.map((column) => {
      const cell = element("td");
      // With a mouse at once what radio and fields do one by one.
      cell.addEventListener("click", () => onChoose(at, column));
      return cell;
    });
    rows = new Map([...rows, [at, { radio, cells }]]);
    const label = element("label", {}, radio, element("span", {}, momentName(at)));
    return element("tr", { class: "day" }, element("th", { scope: "row" }, label), ...cells);
  }

  function draw(): void {
    rows = new Map();
    const days = moments.map(dayIn);
    body.replaceChildren(
      ...moments.flatMap((at, index) => {
        const told = between(days[index - 1] ?? "", days[index] ?? "");
        return told === null ? [row(at)] : [told, row(at)];
      }),
    );
  }

  return {
    element: table,
    columns,
    /** Sets which days there are, the earliest first, now at last. */
    setMoments(given: readonly (string | null)[]): void {
      if (given.join() === moments.join() && rows.size > 0) return;
      moments = given;
      draw();
    },
    setEvents(given: readonly TimelineEvent[]): void {
      events = given;
      draw();
    },
    /** Marks what is chosen, and fills in what is known; a column that is none of these is told by the fields alone. */
    show(verdictAt: VerdictAt, at: string | null, chosen: Column): void {
      for (const [moment, { radio, cells }] of rows) {
        radio.checked = moment === at;
        radio.closest("tr")?.classList.toggle("chosen", moment === at);
        for (const [index, cell] of cells.entries()) {
          const column = columns[index];
          if (column === undefined) continue;
          fill(cell, verdictAt(moment, column));
          cell.classList.toggle("chosen", column.client === chosen.client && column.chat === chosen.chat);
        }
      }
      const column = columns.find(({ client, chat }) => client === chosen.client && chat === chosen.chat);
      sentence.textContent = column === undefined ? "" : told(verdictAt, column);
    },
  };

  /** What differs from day to day in a column, in one sentence. */
  function told(verdictAt: VerdictAt, column: Column): string {
    const runs: { readonly said: string; readonly at: string | null }[] = [];
    for (const at of moments) {
      const report = verdictAt(at, column);
      if (report === null) return "";
      const verdict = verdictWords(report);
      // Within a sentence.
      const said = verdict.charAt(0).toLocaleLowerCase(locale()) + verdict.slice(1);
      if (said !== runs.at(-1)?.said) runs.push({ said, at });
    }
    const where = listed([chats[column.chat], clients[column.client] ?? ""]);
    const [first] = runs;
    if (first === undefined) return "";
    const parts =
      runs.length === 1 ? [text.always(first.said)] : runs.map(({ said, at }) => text.from(said, momentName(at)));
    return labelled(where, parts.join(words().marks.semicolon)) + words().marks.stop.trim();
  }
}

function fill(cell: HTMLElement, report: LinkReport | null): void {
  const action = report?.verdict.action;
  const said = report === null ? "" : verdictWords(report);
  if (cell.title === said && cell.dataset["action"] === action) return;
  cell.title = said;
  if (report === null || action === undefined) {
    delete cell.dataset["action"];
    cell.replaceChildren();
    return;
  }
  cell.dataset["action"] = action;
  cell.replaceChildren(
    ...present([
      icon(action),
      // A notice page before is a further mark, not a colour.
      report.verdict.notice && element("span", { class: "notice-mark", "aria-hidden": "true" }, "!"),
      element("span", { class: "sr-only" }, said),
    ]),
  );
}
