import type { ComplaintItem } from "../protocol/complaint-item.ts";
import type { Chats } from "./chats.ts";
import { button, element, keyedRows, redraw, type Row } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { locale, words } from "./language.ts";
import { shownName } from "./names.ts";
import { COMPLAINT_WORDS } from "./words/complaint-words.ts";
import { askForStatement } from "./statement-request.ts";
import { seenText } from "./unseen.ts";

const complaintWords = () => COMPLAINT_WORDS[locale()];
const dayOf = (at: string): string => new Date(at).toLocaleDateString(locale(), { dateStyle: "long" });

/** What a complaint, or a decision that concerns its reader, is about. */
function complaintName({ kind, host, user, seq }: ComplaintItem): string {
  const { about, aboutMessage, decision } = complaintWords();
  const of = host ?? (user === undefined ? null : shownName(user)) ?? (seq === undefined ? null : aboutMessage);
  if (kind === "decision") return of === null ? decision : `${decision}: ${of}`;
  return about(of ?? "");
}

/** How a complaint stands, in words. */
function complaintStanding({ state, outcome }: ComplaintItem): string {
  const { states, outcomes } = complaintWords();
  return state === "decided" && outcome !== undefined ? outcomes[outcome] : states[state];
}

/** What came of a complaint, for who is somewhere else in the page. */
export const complaintNews = (item: ComplaintItem): string =>
  `${complaintName(item)}: ${complaintStanding(item)} (${complaintWords().own})`;

interface ItemActs {
  readonly withdraw: (item: ComplaintItem) => Promise<void>;
  readonly appeal: (item: ComplaintItem, note: string) => Promise<void>;
  readonly maxNoteLength: number | undefined;
}

const isOpen = ({ state }: ComplaintItem): boolean =>
  state === "received" || state === "in_review" || state === "proposed";

/** One of them: what was said, what came of it, and what can still be done. */
function itemRow(first: ComplaintItem, { withdraw, appeal, maxNoteLength }: ItemActs): Row<ComplaintItem> {
  const made = element("li", { class: "own-complaint" });
  const more = element("div", { class: "own-complaint-more", role: "status" });
  let item = first;
  /** Of a decided one: whether its reader writes an appeal. */
  let isAppealing = false;

  async function showStatement(id: string): Promise<void> {
    const text = (await askForStatement(id)) ?? [complaintWords().noStatement];
    more.replaceChildren(...text.map((sentence) => element("p", { dir: "auto" }, seenText(sentence))));
  }

  function appealForm(): HTMLElement {
    const { appeal: text } = complaintWords();
    const id = `appeal-${item.id.slice(2)}`;
    const note = element("textarea", { id, rows: 3, dir: "auto", lang: "", maxlength: maxNoteLength });
    return element(
      "div",
      { class: "field" },
      element("label", { for: id }, text.note),
      note,
      element(
        "div",
        { class: "ways" },
        button([words().chat.keep], () => {
          isAppealing = false;
          draw();
        }),
        button(
          [text.send],
          // What was written stands until the appeal is taken: then its item no longer offers one.
          () => void appeal(item, note.value.trim()),
          { class: "primary" },
        ),
      ),
    );
  }

  function draw(): void {
    const text = complaintWords();
    const { kind, at, dueBy, note, reason, statement, appealUntil } = item;
    const mayAppeal = appealUntil !== undefined && Date.parse(appealUntil) > Date.now();
    redraw(
      made,
      element("h3", {}, element("bdi", {}, complaintName(item))),
      element(
        "p",
        {},
        element("strong", {}, complaintStanding(item)),
        ` · ${kind === "decision" ? "" : `${text.kind[kind]} · `}${dayOf(at)}`,
      ),
      isOpen(item) && element("p", { class: "hint" }, text.dueBy(dayOf(dueBy))),
      note !== undefined && element("p", { class: "quoted", dir: "auto", lang: "" }, seenText(note)),
      reason !== undefined && element("p", {}, `${text.reason}: `, element("bdi", { lang: "" }, seenText(reason))),
      mayAppeal && !isAppealing && element("p", { class: "hint" }, text.appeal.until(dayOf(appealUntil))),
      more,
      isAppealing && mayAppeal
        ? appealForm()
        : element(
            "div",
            { class: "ways" },
            statement !== undefined &&
              button([text.statement], () => void showStatement(statement), { control: "statement" }),
            kind !== "decision" &&
              isOpen(item) &&
              button([text.withdraw], () => void withdraw(item), { control: "withdraw" }),
            mayAppeal &&
              button(
                [text.appeal.open],
                () => {
                  isAppealing = true;
                  draw();
                  made.querySelector("textarea")?.focus();
                },
                { control: "appeal" },
              ),
          ),
    );
  }
  draw();
  return {
    element: made,
    update: (next) => {
      if (JSON.stringify(next) === JSON.stringify(item)) return;
      item = next;
      draw();
    },
  };
}

/** One's own complaints and the decisions that concern one, newest first; follows what becomes of them while it is open. */
export function showOwnComplaints({ client }: Chats): void {
  const text = complaintWords();
  const { about } = words();
  const items: ComplaintItem[] = [];
  let hasMore = false;
  const list = element("ul", { class: "own-complaints" });
  const error = element("p", { class: "error", role: "alert" });
  const empty = element("p", { class: "hint", role: "status" });
  const more = button([text.more], () => void load(), { hidden: true });

  async function act(work: () => Promise<void>): Promise<void> {
    error.textContent = "";
    await work().catch((fault: unknown) => (error.textContent = wordsOfError(fault)));
  }
  const acts: ItemActs = {
    withdraw: ({ id }) => act(async () => put(await client.withdraw(id))),
    appeal: ({ id }, note) => act(async () => put(await client.appeal(id, note === "" ? undefined : note))),
    maxNoteLength: client.welcome?.limits.maxNoteLength,
  };
  const rows = keyedRows<ComplaintItem>(
    list,
    ({ id }) => id,
    (item) => itemRow(item, acts),
  );
  function draw(): void {
    rows(items);
    more.hidden = !hasMore;
    empty.textContent = items.length === 0 ? text.none : "";
  }
  function put(item: ComplaintItem): void {
    const at = items.findIndex(({ id }) => id === item.id);
    if (at === -1) items.unshift(item);
    else items[at] = item;
    draw();
  }
  const load = () =>
    act(async () => {
      const before = items.at(-1)?.id;
      const page = await client.complaints(before === undefined ? {} : { before });
      // What was pushed meanwhile is there already.
      items.push(...page.items.filter(({ id }) => !items.some((each) => each.id === id)));
      hasMore = page.more;
      draw();
    });
  const dialog = element(
    "dialog",
    { class: "notice wide", "aria-labelledby": "own-complaints-title" },
    element("h2", { id: "own-complaints-title", tabindex: -1 }, text.own),
    element("p", {}, text.ownWhat),
    empty,
    list,
    error,
    element(
      "div",
      { class: "ways" },
      more,
      button([about.close], () => dialog.close()),
    ),
  );
  const leave = client.on("complaint", put);
  dialog.addEventListener("close", () => {
    leave();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  void load();
}
