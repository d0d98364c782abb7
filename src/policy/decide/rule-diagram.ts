import type { Condition } from "../rulebook/condition.ts";
import { type Diagrams, FALSE, leaf, type NodeRef, TRUE } from "./diagram.ts";
import type { Edition, Rule } from "../rulebook/rulebook.ts";
import { cellsWhere, FIRST_FINDING_LEVEL, LEVEL, type Space } from "./space.ts";

/** Where a condition holds. `diagrams` must have the radices of `space`. */
export function conditionDiagram(condition: Condition, space: Space, diagrams: Diagrams): NodeRef {
  switch (condition.type) {
    case "all":
      return condition.of.reduce((all, part) => diagrams.and(all, conditionDiagram(part, space, diagrams)), TRUE);
    case "any":
      return condition.of.reduce((any, part) => diagrams.or(any, conditionDiagram(part, space, diagrams)), FALSE);
    case "not":
      return diagrams.not(conditionDiagram(condition.of, space, diagrams));
    case "word":
      return diagrams.literal(LEVEL[condition.field], cellsWhere(space, condition));
    case "at":
    case "client":
      return diagrams.literal(LEVEL[condition.type], cellsWhere(space, condition));
    case "finding":
      break;
  }
  return space.findings.reduce((any, group, place) => {
    if (!group.some((kind) => condition.kinds.includes(kind))) return any;
    return diagrams.or(any, diagrams.literal(FIRST_FINDING_LEVEL + place, [false, true]));
  }, FALSE);
}

/** Which rule of an edition speaks: its index, or the number of rules where the default does. */
export function editionDiagram(edition: Edition, space: Space, diagrams: Diagrams): NodeRef {
  const nobody = edition.rules.length;
  // Divide and conquer: each rule then passes a few small diagrams instead of one that has grown large.
  const firstOf = (rules: readonly Rule[], from: number): NodeRef => {
    const [only] = rules;
    if (only === undefined) return leaf(nobody);
    if (rules.length === 1) return diagrams.override(conditionDiagram(only.when, space, diagrams), from, leaf(nobody));
    const half = rules.length >> 1;
    const [early, late] = [firstOf(rules.slice(0, half), from), firstOf(rules.slice(half), from + half)];
    return diagrams.orElse(early, nobody, late);
  };
  return firstOf(edition.rules, 0);
}
