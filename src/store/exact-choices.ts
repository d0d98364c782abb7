import { z } from "zod";
import { APP_CLASSES } from "../apps/types.ts";
import { CHOICES } from "../policy/types.ts";
import type { ChoiceScope, ExactChoice } from "../report/own-choice.ts";

/** As both backends keep a choice for something. */
export interface ExactChoiceRow {
  readonly kind: string;
  readonly name: string;
  readonly choice: string;
}

export function scopeParts(scope: ChoiceScope): { readonly kind: string; readonly name: string } {
  if ("app" in scope) return { kind: "app", name: scope.app };
  return "class" in scope ? { kind: "class", name: scope.class } : { kind: "conversation", name: scope.conversation };
}

const choiceSchema = z.enum(CHOICES);
const rowSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("app"), name: z.string(), choice: choiceSchema }),
  z.object({ kind: z.literal("class"), name: z.enum(APP_CLASSES), choice: choiceSchema }),
  z.object({ kind: z.literal("conversation"), name: z.string(), choice: choiceSchema }),
]);

export function exactChoiceOf(row: ExactChoiceRow): ExactChoice {
  const { kind, name, choice } = rowSchema.parse(row);
  if (kind === "app") return { for: { app: name }, choice };
  return { for: kind === "class" ? { class: name } : { conversation: name }, choice };
}
