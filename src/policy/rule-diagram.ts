import type { Condition } from "./condition.ts";
import { type Diagrams, FALSE, leaf, type Reference, TRUE } from "./diagram.ts";
import type { Edition } from "./rulebook.ts";
import { cellsWhere, FIRST_FINDING_LEVEL, LEVEL, type Space } from "./space.ts";

/** Where a condition holds. `diagrams` must have the radices of `space`. */
export function conditionDiagram(condition: Condition, space: Space, diagrams: Diagrams): Reference {
  switch (condition.type) {
    case "all":
      return condition.of.reduce((all, part) => diagrams.and(all, conditionDiagram(part, space, diagrams)), TRUE);
    case "any":
      return condition.of.reduce((any, part) => diagrams.or(any, conditionDiagram(part, space, diagrams)), FALSE);
    case "not":
      return diagrams.not(conditionDiagram(condition.of, space, diagrams));
    case "word":
      return diagrams.test(LEVEL[condition.field], cellsWhere(space, condition));
    case "at":
    case "client":
      return diagrams.test(LEVEL[condition.type], cellsWhere(space, condition));
    case "finding":
      break;
  }
  return space.findings.reduce((any, group, place) => {
    if (!group.some((kind) => condition.kinds.includes(kind))) return any;
    return diagrams.or(any, diagrams.test(FIRST_FINDING_LEVEL + place, [false, true]));
  }, FALSE);
}

/** Which rule of an edition speaks: its index, or the number of rules where the default does. */
export function editionDiagram(edition: Edition, space: Space, diagrams: Diagrams): Reference {
  return edition.rules.reduceRight<Reference>(
    (later, rule, index) => diagrams.override(conditionDiagram(rule.when, space, diagrams), index, later),
    leaf(edition.rules.length),
  );
}
