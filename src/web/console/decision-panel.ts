import { FINDING_KINDS, type FindingKind } from "../../findings/types.ts";
import { isOneOf } from "../../input/words.ts";
import { draftsOn } from "../drafts.ts";
import { button, element, redraw } from "../elements.ts";
import { icon } from "../icons.ts";
import { labelled, words } from "../language.ts";
import { seenText } from "../unseen.ts";
import { Refusal } from "./api.ts";
import {
  effectOf,
  likelyKind,
  LINK_DAYS,
  LINK_PRESET_DAYS,
  optionsOf,
  personOf,
  scopesOf,
  SUSPENSION_DAYS,
  SUSPENSION_PRESET_DAYS,
  type Days,
  type Option,
  type Scope,
} from "./choices.ts";
import type { Desk } from "./desk.ts";
import { clock, says } from "./language.ts";
import type { EffectTold, Reach, WholeCase } from "./told.ts";
import type { TemplateGroup } from "./words/words.ts";
import { inTab } from "../kept.ts";

/** As the gateway bounds it. */
const MAX_REASON_LENGTH = 1_000;

/** Where a decision is made ready. */
export interface DecisionPanel {
  readonly element: HTMLElement;
  /** @param isAnother  What was chosen for the case before is forgotten. */
  show(file: WholeCase | null, isAnother: boolean): void;
  choose(key: Option["key"]): void;
  /** @param number  From 1; 0: the words that the moderator wrote in this case. */
  template(number: number): void;
  nextScope(): void;
  nextDays(): void;
  writeReason(): void;
  /** Nothing is chosen any more; what was written stays kept. */
  unchoose(): void;
  commit(): Promise<void>;
  /** Whoever signs out leaves no words behind. */
  forgetWords(): void;
}

const isReach = (found: unknown): found is Reach => typeof found === "object" && found !== null && "messages" in found;

interface Draft {
  option: Option;
  scope: Scope | null;
  kind: FindingKind;
  days: Days;
  reason: string;
  /** Whether the reason was written or chosen, so that another option leaves it. */
  isOwn: boolean;
}

export function decisionPanel(desk: Desk): DecisionPanel {
  const panel = element("section", { class: "decide", "aria-label": says().decide.label });
  const preview = element("div", { class: "preview", "aria-live": "polite" });
  let file: WholeCase | null = null;
  let draft: Draft | null = null;
  /** What was drawn of the case. */
  let drawn = "";
  let asked = 0;
  /** What was written in each case and not said yet. No single key takes it away, nor does another case or a new sign-in. */
  const written = draftsOn(inTab, `console.${desk.me}`);

  /** A note for moderators never becomes a reason, which the person concerned reads: each is kept under its own name. */
  const placeOf = (of: WholeCase, { name }: Pick<Option, "name">): string =>
    name === "disagree" ? `${of.id} note` : of.id;
  const wordsFor = (of: WholeCase, option: Pick<Option, "name">): string => written.of(placeOf(of, option));

  const groupOf = ({ name }: Option): TemplateGroup | null =>
    name === "confirm" || name === "reject" || name === "undo" || name === "agree" || name === "leave" ? null : name;
  const templatesOf = (option: Option) => {
    const group = groupOf(option);
    return group === null ? [] : says().templates[group];
  };
  const daysOf = ({ makes }: Option) => (makes === "suspend" ? SUSPENSION_DAYS : makes === null ? [] : LINK_DAYS);

  function begin(option: Option, of: WholeCase): Draft {
    const { scopes, own } = scopesOf(of);
    const templates = templatesOf(option);
    const likely = likelyKind(of);
    const fitting = templates.find(({ kind }) => kind === likely) ?? templates[0];
    const words = draft === null || draft.isOwn ? wordsFor(of, option) : "";
    return {
      option,
      scope: option.makes === null || option.makes === "suspend" ? null : (scopes[own] ?? null),
      kind: likely,
      days: option.makes === "suspend" ? SUSPENSION_PRESET_DAYS : LINK_PRESET_DAYS,
      reason: words === "" ? (fitting?.reason ?? "") : words,
      isOwn: words !== "",
    };
  }

  function effect(): EffectTold | null {
    if (draft === null || file === null) return null;
    return effectOf({ ...draft, person: personOf(file) }, Date.now());
  }

  /** Why nothing can be decided here; null: it can. */
  function obstacle(of: WholeCase): string | null {
    const text = says().decide;
    if (of.barred !== null)
      return of.barred === "same_person" && of.proposal?.by !== desk.me ? text.tookPart : text.barred[of.barred];
    if (desk.isTaken(of) && of.claimed !== undefined)
      return text.claimedBy(of.claimed.by ?? "?", clock(of.claimed.until));
    if (optionsHere(of).length > 0) return null;
    return of.check === "waiting" ? text.tookPart : text.closed;
  }

  const optionsHere = (of: WholeCase) => optionsOf(of, desk.mayUndoAll, desk.me);

  /** All of a case that is drawn here. */
  function seen(of: WholeCase): string {
    return JSON.stringify([of.id, obstacle(of), optionsHere(of), scopesOf(of), of.proposal, personOf(of)]);
  }

  function optionRow(option: Option, of: WholeCase): HTMLElement {
    const { options, meaning } = says().decide;
    const isChosen = draft?.option.key === option.key;
    const label = option.name === "suspend" ? labelled(options.suspend, personOf(of) ?? "") : options[option.name];
    return button(
      [
        element("kbd", { "aria-hidden": "true" }, option.key.toUpperCase()),
        element(
          "span",
          { class: "option-words" },
          element("bdi", { class: "option-name" }, seenText(label)),
          " ",
          element("span", { class: "option-meaning" }, meaning[option.name]),
        ),
      ],
      () => choose(option.key),
      { class: "option", control: `option-${option.key}`, "aria-pressed": String(isChosen) },
    );
  }

  function chips<T>(
    label: string,
    key: string,
    items: readonly T[],
    { chosen, name, take }: { chosen: T; name: (item: T) => string; take: (item: T) => void },
  ): HTMLElement {
    return element(
      "div",
      { class: "row", role: "group", "aria-label": label },
      element("span", { class: "label", "aria-hidden": "true" }, element("kbd", {}, key), label),
      element(
        "span",
        { class: "chips" },
        ...items.map((item, index) =>
          button([name(item)], () => take(item), {
            class: "chip",
            control: `${key}-${index}`,
            "aria-pressed": String(item === chosen),
          }),
        ),
      ),
    );
  }

  function kindRow(now: Draft): HTMLElement {
    const select = element("select", { id: "kind", "data-control": "kind" });
    for (const kind of FINDING_KINDS)
      select.append(element("option", { value: kind, selected: kind === now.kind }, words().finding[kind]));
    select.addEventListener("change", () => {
      if (!isOneOf(FINDING_KINDS, select.value)) return;
      now.kind = select.value;
      draw();
    });
    return element(
      "div",
      { class: "row" },
      element("label", { class: "label", for: "kind" }, says().decide.kind),
      select,
    );
  }

  function reasonRow(now: Draft): HTMLElement {
    const text = says().decide;
    const isCheck = now.option.name === "disagree";
    const field = element("textarea", {
      id: "reason",
      rows: 2,
      maxlength: MAX_REASON_LENGTH,
      "aria-describedby": "reason-hint",
      "data-control": "reason",
    });
    field.value = now.reason;
    field.addEventListener("input", () => {
      now.reason = field.value;
      now.isOwn = true;
      if (file !== null) written.keep(placeOf(file, now.option), field.value);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") {
        event.preventDefault();
        draw();
        focusCommit();
      }
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      void commit();
    });
    return element(
      "div",
      { class: "reason" },
      element(
        "label",
        { class: "label", for: "reason" },
        element("kbd", { "aria-hidden": "true" }, "N"),
        isCheck ? text.note : text.reason,
      ),
      field,
      element("p", { id: "reason-hint", class: "hint" }, isCheck ? text.noteHint : text.reasonHint),
    );
  }

  function templateRow(now: Draft, of: WholeCase): HTMLElement {
    const text = says().decide;
    const words = wordsFor(of, now.option);
    return element(
      "div",
      { class: "templates", role: "group", "aria-label": text.templates },
      words !== "" &&
        button([element("kbd", { "aria-hidden": "true" }, "0"), text.ownWords], () => template(0), {
          class: "chip",
          control: "template-own",
          title: words,
          "aria-pressed": String(now.reason === words),
        }),
      ...templatesOf(now.option).map(({ label, reason }, index) =>
        button([element("kbd", { "aria-hidden": "true" }, String(index + 1)), label], () => template(index + 1), {
          class: "chip",
          control: `template-${index}`,
          "aria-pressed": String(now.reason === reason),
        }),
      ),
    );
  }

  /** What the commit button does, in words; a wide decision is only proposed. */
  function commitLabel(now: Draft, isWide: boolean): string {
    const text = says().decide;
    const name = text.commit[now.option.name];
    const person = file === null ? null : personOf(file);
    const subject = now.option.makes === "suspend" ? person : (now.scope?.entry.replace(/^https:\/\//u, "") ?? null);
    const scoped = subject === null ? name : labelled(name, seenText(subject));
    const isTwo = groupOf(now.option) !== null && now.option.name !== "disagree" && !isAlone();
    return isTwo && (isWide || desk.actor.fourEyes === "all") ? text.propose(scoped) : scoped;
  }

  const isAlone = () => desk.actor.roles.includes("operator");

  function draw(): void {
    const text = says().decide;
    drawn = file === null ? "" : seen(file);
    if (file === null) {
      redraw(panel);
      return;
    }
    const why = obstacle(file);
    const of = file;
    if (why !== null) {
      redraw(panel, element("h2", {}, text.label), element("p", { class: "obstacle" }, icon("alert"), seenText(why)));
      return;
    }
    const { scopes } = scopesOf(of);
    const now = draft;
    redraw(
      panel,
      element("h2", {}, text.label),
      element("div", { class: "options" }, ...optionsHere(of).map((option) => optionRow(option, of))),
      now === null &&
        element(
          "p",
          { class: "soft" },
          optionsHere(of).some((each) => wordsFor(of, each) !== "") ? text.wordsKept : text.choose,
        ),
      now !== null && templatesOf(now.option).length > 0 && templateRow(now, of),
      now !== null &&
        now.scope !== null &&
        scopes.length > 1 &&
        chips(text.scope, "E", scopes, {
          chosen: scopes.find(({ entry }) => entry === now.scope?.entry) ?? now.scope,
          name: ({ name }) => text.scopes[name],
          take: (scope) => {
            now.scope = scope;
            draw();
          },
        }),
      now?.option.makes === "entry" && kindRow(now),
      now !== null &&
        daysOf(now.option).length > 0 &&
        chips(text.until, "T", daysOf(now.option), {
          chosen: now.days,
          name: (days) => (days === null ? says().effects.endless : String(days)),
          take: (days) => {
            now.days = days;
            draw();
          },
        }),
      now !== null && groupOf(now.option) !== null && reasonRow(now),
      now !== null && element("div", { class: "changes" }, element("h3", {}, text.changes), preview),
      now !== null &&
        button(
          [
            element("span", { class: "commit-words" }, commitLabel(now, false)),
            element("kbd", { "aria-hidden": "true" }, "⏎"),
          ],
          () => void commit(),
          {
            class: "primary wide commit",
            control: "commit",
          },
        ),
    );
    if (now !== null) void drawPreview(of, now);
  }

  function drawReach(reach: Reach, of: WholeCase): void {
    const text = says().decide;
    const links = reach.stricter + reach.milder === 0 ? text.noLinks : text.links(reach.stricter, reach.milder);
    const isAll = desk.actor.fourEyes === "all";
    const reasons = [...reach.wide.map((each) => text.wideReasons[each]), ...(isAll ? [text.allTwo] : [])];
    preview.replaceChildren(
      ...(of.subject.kind === "link" && draft?.option.makes !== "suspend"
        ? [
            element("p", {}, element("strong", {}, links), reach.people > 0 && `; ${text.readers(reach.people)}`),
            element("p", { class: "soft" }, text.messages(reach.messages, reach.isCapped, reach.conversations)),
          ]
        : [element("p", {}, text.changesNothing)]),
      ...(reasons.length === 0
        ? []
        : [
            element(
              "p",
              { class: "wide-note" },
              icon("people"),
              isAlone() ? text.alone : labelled(text.wide, reasons.join("; ")),
            ),
          ]),
    );
    const label = panel.querySelector(".commit-words");
    if (label !== null && draft !== null) label.textContent = commitLabel(draft, reach.wide.length > 0);
  }

  async function drawPreview(of: WholeCase, now: Draft): Promise<void> {
    asked += 1;
    const own = asked;
    const text = says().decide;
    const wished = effect();
    if (wished === null) {
      const needsTwo = desk.actor.fourEyes === "all" && groupOf(now.option) !== null && now.option.name !== "disagree";
      const told = now.option.name === "confirm" ? (of.proposal?.effect ?? null) : null;
      preview.replaceChildren(
        element(
          "p",
          {},
          now.option.name === "overturn" || now.option.name === "undo" ? text.meaning.overturn : text.changesNothing,
        ),
        ...(needsTwo ? [element("p", { class: "wide-note" }, icon("people"), labelled(text.wide, text.allTwo))] : []),
      );
      if (told === null) return;
      await reached(of, told, own);
      return;
    }
    await reached(of, wished, own);
  }

  async function reached(of: WholeCase, wished: EffectTold, own: number): Promise<void> {
    const text = says().decide;
    const slow = setTimeout(() => {
      if (own === asked) preview.replaceChildren(element("p", { class: "soft" }, text.computing));
    }, 100);
    const reach = await desk.reach(of, wished).catch((error: unknown) => error);
    clearTimeout(slow);
    if (own !== asked) return;
    if (isReach(reach)) drawReach(reach, of);
    else {
      // Of what no decision names the gateway says why.
      const { code = null, message = "" } = reach instanceof Refusal ? reach : {};
      const why =
        code === "bad_request" ? says().told.refused(message) : code === "own_case" ? text.reachesOwn : text.unknown;
      preview.replaceChildren(element("p", { class: "late" }, why));
    }
  }

  function choose(key: Option["key"]): void {
    if (file === null || obstacle(file) !== null) return;
    const option = optionsHere(file).find((each) => each.key === key);
    if (option === undefined) return;
    draft = begin(option, file);
    desk.claim();
    draw();
    focusCommit();
  }

  function focusCommit(): void {
    panel.querySelector<HTMLElement>(".commit")?.focus();
  }

  function template(number: number): void {
    if (draft === null || file === null) return;
    const own = { reason: wordsFor(file, draft.option), kind: undefined };
    const chosen = number === 0 ? own : templatesOf(draft.option)[number - 1];
    if (chosen === undefined || chosen.reason === "") return;
    draft.reason = chosen.reason;
    draft.isOwn = number === 0;
    if (chosen.kind !== undefined) draft.kind = chosen.kind;
    draw();
    focusCommit();
  }

  async function commit(): Promise<void> {
    if (draft === null || file === null) return;
    const [wish, of] = [draft, file];
    panel.setAttribute("aria-busy", "true");
    const isDone = await desk.commit({ ...wish, person: personOf(of) }, wish.reason);
    panel.removeAttribute("aria-busy");
    if (isDone) written.keep(placeOf(of, wish.option), "");
    if (!isDone && wish.reason.trim() === "") writeReason();
  }

  function writeReason(): void {
    const field = panel.querySelector<HTMLTextAreaElement>("#reason");
    field?.focus();
    // The next letter writes over a ready reason, and goes on with one's own.
    if (draft?.isOwn === true) field?.setSelectionRange(field.value.length, field.value.length);
    else field?.select();
  }

  function nextOf<T>(items: readonly T[], chosen: T): T {
    return items[(items.indexOf(chosen) + 1) % items.length] ?? chosen;
  }

  return {
    element: panel,
    show(shown, isAnother) {
      file = shown;
      const now = shown === null ? "" : seen(shown);
      // Taking a case up changes nothing here, and somebody may be writing.
      if (!isAnother && now === drawn) return;
      if (isAnother) draft = null;
      else if (shown !== null && draft !== null) {
        const again = optionsHere(shown).find(
          ({ key, name }) => key === draft?.option.key && name === draft.option.name,
        );
        if (again === undefined) draft = null;
      }
      draw();
    },
    choose,
    template,
    nextScope() {
      const { scopes } = file === null ? { scopes: [] } : scopesOf(file);
      const entry = draft?.scope?.entry;
      if (draft === null || entry === undefined) return;
      const at = scopes.findIndex((each) => each.entry === entry);
      draft.scope = scopes[(at + 1) % scopes.length] ?? draft.scope;
      draw();
    },
    nextDays() {
      if (draft === null || draft.option.makes === null) return;
      draft.days = nextOf(daysOf(draft.option), draft.days);
      draw();
    },
    writeReason,
    unchoose() {
      draft = null;
      draw();
      document.getElementById("case-title")?.focus();
    },
    commit,
    forgetWords: () => written.forget(),
  };
}
