import { button, element, present } from "../elements.ts";
import { words } from "../language.ts";
import { seenIn } from "../unseen.ts";
import { endingEffects, figuresSince, figuresTable, listsInForce } from "./api.ts";
import { effectWords, untilWords } from "./effect-words.ts";
import { counted, dayOf, fromNow, lasting, moment, says, share } from "./language.ts";
import { logPage, type LogEntry } from "./log-entries.ts";
import type { FigureRow, Figures, ReporterRow } from "./told.ts";
import type { PageName } from "./words/words.ts";

type Cell = Node | string | null;

/** A table whose columns have names; narrow screens show each row as a card. */
function table(label: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement {
  return element(
    "div",
    { class: "table", tabindex: 0, role: "region", "aria-label": label },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
      element("tbody", {}, ...rows.map((cells) => rowOf(columns, cells))),
    ),
  );
}

const rowOf = (columns: readonly string[], cells: readonly Cell[]): HTMLElement =>
  element(
    "tr",
    {},
    ...cells.map((cell, index) => element("td", { "data-column": columns[index] }, ...seenIn(present([cell])))),
  );

const address = (text: string): HTMLElement => element("bdi", { class: "address", dir: "ltr", translate: "no" }, text);

const caseLink = (id: string): HTMLElement => element("a", { href: `#case/${id}` }, says().decisions.openCase);

function titled(name: PageName, lead: string, ...children: readonly Node[]): Node[] {
  return [element("h2", {}, says().pages[name]), element("p", { class: "soft lead" }, lead), ...children];
}

const nothing = (text: string): HTMLElement => element("p", { class: "none" }, text);

/** What an entry of the log is about, as far as it stands in clear there or in the one that it refers to. */
function aboutEntry({ host, list, entry, reference }: LogEntry, of: LogEntry | null): Cell {
  const name = host ?? entry ?? list ?? reference ?? of?.host ?? of?.entry ?? null;
  return name === null ? null : address(name);
}

function entryEffect({ effect, entry, until }: LogEntry): string {
  if (effect === null || effect === undefined) return entry === undefined ? "" : untilWords(until ?? null);
  if ("removeEntry" in effect) return effect.removeEntry;
  // Whom a suspension is about is a commitment.
  return "suspend" in effect
    ? says().effects.suspend(`(${says().decisions.hidden})`, untilWords(effect.until))
    : effectWords(effect);
}

function entryWords({ type, outcome, isConfirmed }: LogEntry): string {
  const { types } = says().decisions;
  const key = type === "confirmation" && isConfirmed === false ? "rejection" : type;
  const said = types[key] ?? type;
  return outcome === undefined || outcome === "no_longer_applies" ? said : `${said}: ${says().outcomes[outcome]}`;
}

async function decisions(): Promise<Node[]> {
  const text = says().decisions;
  const columns = [...Object.values(text.columns), says().ending.columns.case];
  const first = await logPage(null);
  const rowsOf = ({ entries }: typeof first) =>
    entries.map(({ index, entry, of }) => [
      String(index),
      moment(entry.at),
      entryWords(entry),
      aboutEntry(entry, of),
      entryEffect(entry),
      entry.actor ?? null,
      entry.case === undefined ? null : caseLink(entry.case),
    ]);
  if (first.entries.length === 0) return titled("decisions", text.lead, nothing(text.empty));
  const made = table(says().pages.decisions, columns, rowsOf(first));
  let { before } = first;
  const older = button([text.older], () => void showOlder(), { class: "plain", hidden: before === null });
  async function showOlder(): Promise<void> {
    const page = await logPage(before).catch(() => null);
    if (page === null) return;
    ({ before } = page);
    made.querySelector("tbody")?.append(...rowsOf(page).map((cells) => rowOf(columns, cells)));
    older.hidden = before === null;
  }
  return titled("decisions", text.lead, made, older);
}

async function ending(): Promise<Node[]> {
  const text = says().ending;
  const { effects } = await endingEffects();
  if (effects.length === 0) return titled("ending", text.lead, nothing(text.empty));
  const rows = effects.map(({ case: id, at, effect }) => [
    effect.until === null ? says().effects.noEnd : `${dayOf(effect.until)} · ${fromNow(effect.until)}`,
    effectWords(effect),
    dayOf(at),
    caseLink(id),
  ]);
  return titled("ending", text.lead, table(says().pages.ending, Object.values(text.columns), rows));
}

async function lists(): Promise<Node[]> {
  const text = says().lists;
  const { lists: told } = await listsInForce();
  if (told.length === 0) return titled("lists", text.lead, nothing(text.empty));
  const rows = told.map(({ name, kind, entries, exceptions, at, version, stale }) => [
    name,
    words().finding[kind],
    counted(entries),
    counted(exceptions),
    element(
      "span",
      {},
      `${moment(at)} · ${fromNow(at)}`,
      stale && element("strong", { class: "late" }, ` ${text.stale}`),
    ),
    version,
  ]);
  return titled("lists", text.lead, table(says().pages.lists, Object.values(text.columns), rows));
}

/** Days back that figures are asked for. */
const PERIODS = [7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

function figureTable(title: string, rows: readonly FigureRow[]): HTMLElement | null {
  if (rows.length === 0) return null;
  const { columns, unknown } = says().figures;
  const hasReceived = rows.some(({ received }) => received !== undefined);
  const hasChecks = rows.some(({ checked }) => checked !== undefined);
  const hasHours = rows.some(({ busiestHour }) => busiestHour !== undefined);
  const cells = ({ name, received, decided, reversed, checked, agreed, busiestHour }: FigureRow): Cell[] => [
    element("bdi", {}, name ?? unknown),
    ...(hasReceived ? [counted(received ?? 0)] : []),
    counted(decided),
    counted(reversed),
    decided === 0 ? null : share(reversed / decided),
    ...(hasChecks ? [says().figures.agreedOf(agreed ?? 0, checked ?? 0)] : []),
    ...(busiestHour === undefined ? [] : [`${counted(busiestHour.decided)} · ${moment(busiestHour.from)}`]),
  ];
  const named = [
    columns.name,
    ...(hasReceived ? [columns.received] : []),
    columns.decided,
    columns.reversed,
    columns.share,
    ...(hasChecks ? [columns.checked] : []),
    ...(hasHours ? [columns.busiest] : []),
  ];
  return figureSection(title, named, rows.map(cells));
}

function reporterTable(rows: readonly ReporterRow[]): HTMLElement | null {
  const { columns, unknown, byReporter, reporters, complaints } = says().figures;
  if (rows.length === 0) return null;
  const named = [columns.name, complaints, columns.decided, columns.dismissed, columns.share];
  const cells = rows.map(({ name, complaints: made, decided, dismissed }): Cell[] => [
    name === null ? unknown : reporters[name],
    counted(made),
    counted(decided),
    counted(dismissed),
    decided === 0 ? null : share(dismissed / decided),
  ]);
  return figureSection(byReporter, named, cells);
}

function figureSection(title: string, named: readonly string[], cells: readonly (readonly Cell[])[]): HTMLElement {
  return element("section", { class: "figure-table" }, element("h3", {}, title), table(title, named, cells));
}

/** Tiles and tables of a period. */
function figureParts(told: Figures): Node[] {
  const { figures: text, queue } = says();
  const tile = (name: string, value: string, isBad = false) =>
    element("div", { class: "tile" }, element("dt", {}, name), element("dd", { class: isBad ? "late" : null }, value));
  const tiles = element(
    "dl",
    { class: "tiles" },
    tile(text.open, counted(told.open)),
    tile(text.overdue, counted(told.overdue), told.overdue > 0),
    tile(text.received, counted(told.received)),
    tile(text.complaints, counted(told.complaints)),
    tile(text.decided, counted(told.decided)),
    tile(text.reversed, counted(told.reversed)),
    tile(text.checks, told.checks.drawn === 0 ? "–" : text.agreedOf(told.checks.agreed, told.checks.checked)),
    tile(queue.filters.checks, counted(told.checks.waiting)),
    tile(queue.filters.disputed, counted(told.checks.disputed)),
    tile(text.median, told.medianMs === null ? "–" : lasting(told.medianMs)),
  );
  const tables = [
    figureTable(text.byModerator, told.byModerator),
    figureTable(text.byList, told.byList),
    figureTable(text.byRule, told.byRule),
    reporterTable(told.byReporter),
  ];
  return [tiles, ...tables.filter((each) => each !== null)];
}

function figures(): Node[] {
  const text = says().figures;
  const body = element("div", { class: "figures" });
  const period = element("select", { id: "period" });
  for (const days of PERIODS) period.append(element("option", { value: days, selected: days === 30 }, text.days(days)));
  const from = () => new Date(Date.now() - Number(period.value) * DAY_MS).toISOString().slice(0, 10);
  const draw = async () => {
    const told = await figuresSince(from()).catch(() => null);
    body.replaceChildren(
      ...(told === null ? [element("p", { class: "trouble", role: "alert" }, says().failed)] : figureParts(told)),
    );
  };
  period.addEventListener("change", () => void draw());
  const save = async () => {
    const csv = await figuresTable(from()).catch(() => null);
    if (csv === null) return;
    const address = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    const anchor = element("a", { href: address, download: `hutong-figures-${from()}.csv` });
    anchor.click();
    URL.revokeObjectURL(address);
  };
  void draw();
  return titled(
    "figures",
    text.lead,
    element(
      "div",
      { class: "figure-bar" },
      element("label", { for: "period" }, text.period),
      period,
      button([text.save], () => void save()),
    ),
    body,
  );
}

/** What stands beside the queue. @throws {Refusal} */
export function otherPage(name: PageName): Promise<Node[]> {
  switch (name) {
    case "decisions":
      return decisions();
    case "ending":
      return ending();
    case "lists":
      return lists();
    case "figures":
      return Promise.resolve(figures());
    case "queue":
      return Promise.resolve([]);
  }
}
