import { words } from "../language.ts";
import { shownName } from "../names.ts";
import { dayOf, says } from "./language.ts";
import type { Decision, EffectTold, QueuedCase } from "./told.ts";

/** Until when, in words. */
export function untilWords(until: string | null): string {
  const { effects } = says();
  return until === null ? effects.noEnd : effects.until(dayOf(until));
}

/** What an effect does, in a sentence without a stop. */
export function effectWords(effect: EffectTold): string {
  const { effects } = says();
  const until = untilWords(effect.until);
  if ("entry" in effect) return effects.entry(effect.entry, words().finding[effect.kind], until);
  if ("exception" in effect) return effects.exception(effect.exception, until);
  return effects.suspend(shownName(effect.suspend), until);
}

/** Outcome and effect of a decision. */
export function decisionWords({ outcome, effect }: Pick<Decision, "outcome" | "effect">): string {
  const said = says().outcomes[outcome];
  return effect === null ? said : `${said}: ${effectWords(effect)}`;
}

/** What a case goes by in a list. */
export function caseName({ subject, host }: Pick<QueuedCase, "subject" | "host">): string {
  const { about } = says();
  switch (subject.kind) {
    case "link":
      return host ?? subject.entry;
    case "message":
      return about.message;
    case "user":
      return subject.user === undefined ? about.person : shownName(subject.user);
  }
}

/** Why a case stands in the queue. */
export function whyOpen(file: QueuedCase): keyof ReturnType<typeof says>["queue"]["why"] {
  if (file.state === "proposed") return "proposed";
  if (file.check !== undefined) return file.check;
  if (file.isAppeal) return "appeal";
  return file.origin === "ended" ? "ended" : file.kind;
}
