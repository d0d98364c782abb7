import type { Scope, WordScope } from "../../src/policy/compare/scope.ts";
import type { PolicyFacts } from "../../src/policy/types.ts";

/** Whether a link lies in a scope, read from the scope's words alone. */
export function isIn(scope: Scope, facts: PolicyFacts): boolean {
  const fits = (words: WordScope | null, value: string | null): boolean =>
    words === null || (value !== null && words.words.includes(value)) !== words.isExcept;
  const at = facts.at.toISOString();
  return (
    fits(scope.chat, facts.chat) &&
    fits(scope.relation, facts.relation) &&
    fits(scope.kind, facts.kind) &&
    fits(scope.choice, facts.choice ?? "none") &&
    fits(scope.class, facts.class) &&
    fits(scope.app, facts.app) &&
    fits(scope.owner, facts.owner) &&
    (scope.at === null ||
      scope.at.some(({ from, until }) => (from === null || at >= from) && (until === null || at < until))) &&
    (scope.client === null ||
      scope.client.words.some((words) => isClient(words, facts.client)) !== scope.client.isExcept) &&
    scope.present.every((kinds) => kinds.some((kind) => facts.findings.has(kind))) &&
    !scope.absent.some((kind) => facts.findings.has(kind)) &&
    (scope.resolution === null || (scope.resolution === "unresolved") === (facts.resolution === "unresolved"))
  );
}

function isClient(words: string, { os, version }: PolicyFacts["client"]): boolean {
  const [name, ...bounds] = words.split(" ");
  if (name !== os) return false;
  if (bounds.length === 0) return true;
  const isKnown = version !== null && /^\d+(\.\d+)*$/u.test(version);
  const text = bounds.join(" ");
  if (text === "of unknown version") return !isKnown;
  if (text === "of any known version") return isKnown;
  if (version === null || !isKnown) return false;
  const place = padded(version);
  return bounds.every((bound) => {
    const edge = padded(bound.replace(/^[<>=]+/u, ""));
    if (bound.startsWith(">=")) return place >= edge;
    if (bound.startsWith("<=")) return place <= edge;
    return bound.startsWith(">") ? place > edge : place < edge;
  });
}

function padded(version: string): string {
  const parts = version.split(".");
  return Array.from({ length: 8 }, (_, index) => (parts[index] ?? "0").padStart(10, "0")).join(".");
}
