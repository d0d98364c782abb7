import { NEW_ACCOUNT_MS } from "../../cases/reporter.ts";
import { evidenceText } from "../../report/words/evidence.ts";
import { listNotes } from "../../report/words/list-notes.ts";
import { element, present } from "../elements.ts";
import { icon } from "../icons.ts";
import { aside, labelled, listed, words } from "../language.ts";
import { statusOf, verdictWords, whyNotFollowed } from "../link-words.ts";
import { shownName } from "../names.ts";
import { seenIn } from "../unseen.ts";
import { caseName, decisionWords, effectWords, whyOpen } from "./effect-words.ts";
import { aged, dayOf, fromNow, moment, says } from "./language.ts";
import { whyNoMessage } from "./choices.ts";
import { lookalikeLetters, siteTitle, visitedAs } from "./site-view.ts";
import type { ComplaintTold, Evidence, WholeCase } from "./told.ts";

/** Notes that are shown at once: so many, of so many characters together. */
const NOTES_SHOWN = 3;
const NOTES_LENGTH = 200;
const HOPS_SHOWN = 4;
const DECISIONS_SHOWN = 3;
/** Of a message, in characters. */
const TEXT_SHOWN = 280;
/** Complaints within an hour that are worth a word. */
const BURST = 10;
const HOUR_MS = 3_600_000;
/** So many new accounts are worth a word, where they are half of all. */
const MANY_NEW = 3;

/** Of an address, in characters; the whole of a longer one is a click or Enter away, so that the case keeps to its screen. */
const ADDRESS_SHOWN = 150;
const ADDRESS_END_SHOWN = 25;

function address(text: string): HTMLElement {
  const shown = (part: string) => element("bdi", { class: "address", dir: "ltr", translate: "no" }, part);
  if (text.length <= ADDRESS_SHOWN) return shown(text);
  const cut = `${text.slice(0, ADDRESS_SHOWN - ADDRESS_END_SHOWN)}…${text.slice(-ADDRESS_END_SHOWN)}`;
  return element("details", { class: "long-address" }, element("summary", {}, shown(cut)), shown(text));
}

function part(name: string, label: string, ...children: readonly (Node | string | null | false)[]): HTMLElement {
  return element("section", { class: `part ${name}` }, element("h3", {}, label), ...children);
}

/** What the case is about, in large type. */
function heading(file: WholeCase): HTMLElement {
  const { about } = says();
  const { subject, site, evidence } = file;
  const writer = evidence[0]?.from;
  const name =
    subject.kind === "link"
      ? site === null
        ? element("bdi", { class: "site" }, subject.entry)
        : siteTitle(site)
      : subject.kind === "user"
        ? element("bdi", { class: "site" }, element("strong", {}, caseName(file)))
        : element("span", { class: "site" }, writer === undefined ? about.message : about.messageBy(shownName(writer)));
  return element("h2", { id: "case-title", tabindex: -1, "data-control": "title" }, name);
}

/** Why it is here, how many say so, since when, and until when it is to be decided. */
function standing(file: WholeCase): HTMLElement {
  const text = says();
  const isOpen = file.state !== "decided" && file.state !== "withdrawn";
  const isLate = Date.parse(file.dueBy) < Date.now();
  const when = fromNow(file.dueBy);
  return element(
    "p",
    { class: "standing" },
    element("span", { class: "why-open", "data-why": whyOpen(file) }, text.about[whyOpen(file)]),
    element("span", {}, file.people === 0 ? text.case.nobody : text.case.people(file.people, moment(file.openedAt))),
    isOpen && element("span", { class: isLate ? "late" : null }, isLate ? text.queue.late(when) : text.queue.due(when)),
    file.round > 1 && element("span", {}, text.case.round(file.round)),
  );
}

/** So many complained within an hour that it is worth a word; null: no. */
function burst(times: readonly number[]): string | null {
  const most = Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - HOUR_MS).length));
  return most < BURST ? null : says().case.burst(most);
}

/** So many who complain had just come that it is worth a word; null: no. */
function newcomers(complaints: readonly ComplaintTold[]): string | null {
  const ages = new Map(
    complaints.flatMap(({ user, at, accountSince }) =>
      accountSince === undefined ? [] : [[user, Date.parse(at) - Date.parse(accountSince)]],
    ),
  );
  const count = [...ages.values()].filter((ageMs) => ageMs < NEW_ACCOUNT_MS).length;
  return count < MANY_NEW || count * 2 < ages.size ? null : says().case.newcomers(count, ages.size);
}

/** What makes complaints look like those of a mob; null: nothing. */
function warning({ complaints, round }: WholeCase): HTMLElement | null {
  const own = complaints.filter((each) => each.round === round);
  const told = [burst(own.map(({ at }) => Date.parse(at))), newcomers(own)].filter((each) => each !== null);
  return told.length === 0 ? null : element("p", { class: "warn" }, icon("alert"), told.join(" "));
}

function verdict({ report }: Evidence): HTMLElement | null {
  if (report === undefined) return null;
  const { card } = words();
  const { verdict: decided } = report;
  const status = statusOf(report);
  return part(
    "verdict-now",
    says().case.now,
    element(
      "p",
      { class: "verdict-line" },
      element("strong", { class: "action", "data-action": decided.action }, icon(decided.action), verdictWords(report)),
      element("span", { class: "rule" }, element("code", {}, decided.rule ?? card.decidedBy[decided.decidedBy])),
      element(
        "span",
        { class: "soft" },
        [decided.rulebook, decided.edition].filter((each) => each !== null).join(" · "),
      ),
    ),
    element("p", {}, decided.reason),
    report.resolution.status === "provisional" && status !== null && element("p", { class: "soft" }, status),
    decided.citations.length > 0 &&
      element(
        "p",
        { class: "soft" },
        labelled(card.sources, ""),
        ...decided.citations.flatMap(({ title }, index) => [
          index === 0 ? "" : " · ",
          element("span", { lang: langOfTitle(title) }, title),
        ]),
      ),
  );
}

const langOfTitle = (title: string): string | null => (/\p{Script=Han}/u.test(title) ? "zh-CN" : null);

function findings(evidence: Evidence): HTMLElement | null {
  const { report } = evidence;
  if (report === undefined) return null;
  const all = report.findings;
  return part(
    "findings",
    says().case.found,
    all.length === 0
      ? element("p", { class: "soft" }, says().case.nothingFound)
      : element(
          "ul",
          {},
          ...all.map((found) => {
            const age = found.list === undefined ? [] : [says().case.age(fromNow(found.list.at))];
            const notes = listNotes(found, words()).filter(
              (note) => found.list === undefined || note !== words().lists.confirmed(minute(found.list.at)),
            );
            const said = listed([words().card.saidBy(found.source), ...age, ...notes]);
            return element(
              "li",
              { class: found.excepted === undefined ? null : "excepted" },
              element("strong", {}, words().finding[found.kind]),
              " ",
              element("bdi", {}, evidenceText(found, words())),
              element("span", { class: "soft" }, aside(said)),
            );
          }),
        ),
    ...lookalikeLetters(evidence),
  );
}

/** As `listNotes` writes it. */
const minute = (at: string): string => (at.length < 16 ? at : `${at.slice(0, 16).replace("T", " ")} UTC`);

/** Where the link leads; addresses are text. */
function way({ report }: Evidence): HTMLElement | null {
  if (report === undefined) return null;
  const { resolution, url, link } = report;
  const end = resolution.finalUrl ?? url ?? link.value;
  const steps = [...new Set([url ?? link.value, ...resolution.hops.map((hop) => hop.url), end])];
  const cut = steps.length > HOPS_SHOWN ? [...steps.slice(0, HOPS_SHOWN - 1), ...steps.slice(-1)] : steps;
  const why = whyNotFollowed(report);
  return part(
    "way",
    steps.length === 1 ? says().case.address : says().case.way,
    element(
      "ol",
      { class: steps.length === 1 ? null : "hops" },
      ...cut.map((step, index) =>
        element(
          "li",
          {},
          index === cut.length - 1 &&
            cut.length < steps.length &&
            `… ${says().case.moreSaid(steps.length - cut.length)} → `,
          address(step),
        ),
      ),
    ),
    why !== null && element("p", { class: "soft" }, labelled(words().notFollowed, why)),
  );
}

/** How old an account was when its person wrote or complained: new ones grow old while a case waits. */
function accountAtThe({ at, accountSince }: Pick<ComplaintTold, "at" | "accountSince">): readonly string[] {
  return accountSince === undefined ? [] : [says().case.account(aged(accountSince, Date.parse(at)))];
}

function note(each: ComplaintTold): HTMLElement {
  const { user, at, category, note: said, withdrawnAt, earlier: record } = each;
  return element(
    "li",
    { class: withdrawnAt === undefined ? null : "excepted" },
    element(
      "span",
      { class: "who" },
      user === undefined ? null : element("bdi", {}, shownName(user)),
      " ",
      element(
        "span",
        { class: "soft" },
        listed([
          fromNow(at),
          ...accountAtThe(each),
          ...(record === undefined ? [] : [says().case.earlier(record.dismissed, record.decided)]),
        ]),
      ),
    ),
    category !== undefined && element("span", { class: "category" }, category),
    said !== undefined && element("q", { dir: "auto" }, said),
  );
}

/** What people say: those of this round first, and among them those who wrote something. */
function voices({ complaints, round }: WholeCase): HTMLElement | null {
  if (complaints.length === 0) return null;
  const rank = (each: ComplaintTold) =>
    (each.round === round ? 0 : 2) + (each.note !== undefined || each.category !== undefined ? 0 : 1);
  const sorted = complaints.toSorted((one, other) => rank(one) - rank(other));
  const lengths = sorted.map((each, index) =>
    sorted.slice(0, index + 1).reduce((sum, { note: said = "" }) => sum + said.length, 0),
  );
  const most = Math.max(1, Math.min(NOTES_SHOWN, lengths.filter((length) => length <= NOTES_LENGTH).length));
  const [first, more] = [sorted.slice(0, most), sorted.slice(most)];
  return part(
    "voices",
    says().case.said,
    element("ul", {}, ...first.map(note)),
    more.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, says().case.moreSaid(more.length)),
        element("ul", {}, ...more.map(note)),
      ),
  );
}

function message(file: WholeCase): HTMLElement | null {
  const { evidence, subject } = file;
  const [first] = evidence;
  const text = says().case;
  if (first === undefined) {
    if (subject.kind === "user") return null;
    return element("p", { class: "soft" }, text.noMessage[whyNoMessage(file)]);
  }
  const chat = words().chat.kind[first.chat];
  const account = accountAtThe(first);
  const said = (each: Evidence): HTMLElement => {
    const isLong = each.text.length > TEXT_SHOWN;
    return each.isDeleted === true
      ? element("p", { class: "soft deleted" }, text.deleted)
      : element("blockquote", { dir: "auto" }, isLong ? `${each.text.slice(0, TEXT_SHOWN)}…` : each.text);
  };
  return part(
    "message",
    text.wrote(shownName(first.from), listed([chat, moment(first.at), ...account])),
    said(first),
    evidence.length > 1 &&
      element(
        "details",
        {},
        element("summary", {}, text.others(evidence.length - 1)),
        ...evidence
          .slice(1)
          .map((each) =>
            element(
              "div",
              {},
              element("p", { class: "soft" }, text.wrote(shownName(each.from), moment(each.at))),
              said(each),
            ),
          ),
      ),
  );
}

function earlier({ decisions, inForce }: WholeCase): HTMLElement {
  const text = says().case;
  const newest = decisions.toReversed();
  const line = (each: (typeof decisions)[number]): HTMLElement =>
    element(
      "li",
      { class: each.undone === undefined && each.endedAt === undefined ? null : "excepted" },
      element("strong", {}, decisionWords(each)),
      element(
        "span",
        { class: "soft" },
        ` ${listed([
          dayOf(each.at),
          ...(each.by === undefined ? [] : [shownName(each.by)]),
          ...(each.confirmedBy === undefined ? [] : [text.confirmedBy(shownName(each.confirmedBy))]),
          ...(each.undone === undefined ? [] : [text.undone]),
          ...(each.endedAt === undefined ? [] : [text.hasEnded]),
          ...(each.drawn === undefined || each.undone !== undefined || each.check !== undefined ? [] : [text.drawn]),
          ...(each.check === undefined ? [] : [text.checked(shownName(each.check.by ?? ""), each.check.agrees)]),
          ...(each.check?.left === undefined ? [] : [text.left(shownName(each.check.left.by ?? ""))]),
        ])}`,
      ),
      element("q", { dir: "auto" }, each.reason),
      each.check?.note !== undefined && element("q", { dir: "auto" }, labelled(text.note, each.check.note)),
    );
  return part(
    "earlier",
    text.before,
    inForce !== undefined && element("p", {}, labelled(text.inForce, effectWords(inForce))),
    newest.length === 0
      ? element("p", { class: "soft" }, text.nothingBefore)
      : element("ul", {}, ...newest.slice(0, DECISIONS_SHOWN).map(line)),
    newest.length > DECISIONS_SHOWN &&
      element(
        "details",
        {},
        element("summary", {}, text.moreSaid(newest.length - DECISIONS_SHOWN)),
        element("ul", {}, ...newest.slice(DECISIONS_SHOWN).map(line)),
      ),
  );
}

/** What whoever appeals says. */
function appealNote({ appeal, isAppeal }: WholeCase): HTMLElement | null {
  if (!isAppeal || appeal === undefined) return null;
  const text = says().case;
  return part(
    "appeal-note",
    labelled(text.appealed(shownName(appeal.by ?? "")), fromNow(appeal.at)),
    element("p", {}, appeal.note === undefined ? text.noWords : element("q", { dir: "auto" }, appeal.note)),
  );
}

/** What another proposes, for a second person to read. */
function proposal({ proposal: wanted }: WholeCase): HTMLElement | null {
  if (wanted === undefined) return null;
  return part(
    "proposal",
    says().about.proposed,
    element("p", {}, element("strong", {}, decisionWords(wanted))),
    element(
      "p",
      {},
      element(
        "span",
        { class: "soft" },
        `${listed([...(wanted.by === undefined ? [] : [shownName(wanted.by)]), moment(wanted.at)])} `,
      ),
      element("q", { dir: "auto" }, wanted.reason),
    ),
  );
}

/** One case on one screen. */
export function caseParts(file: WholeCase): (Node | string)[] {
  const [first] = file.evidence;
  const parts = present([
    element(
      "header",
      { class: "case-head" },
      heading(file),
      file.site !== null && visitedAs(file.site),
      standing(file),
      warning(file),
    ),
    proposal(file),
    appealNote(file),
    first !== undefined && verdict(first),
    first !== undefined && findings(first),
    first !== undefined && way(first),
    message(file),
    voices(file),
    earlier(file),
  ]);
  return seenIn(parts);
}

/** The address that a case is about, to be copied. */
export function addressOf({ evidence, subject }: WholeCase): string | null {
  const report = evidence[0]?.report;
  return report?.resolution.finalUrl ?? report?.url ?? (subject.kind === "link" ? subject.entry : null);
}
