import type { AppClass } from "../apps/types.ts";
import type { Choice } from "../policy/types.ts";

/** What a choice of one's own is for, where it is not for every link. */
export type ChoiceScope = { readonly app: string } | { readonly conversation: string } | { readonly class: AppClass };

/** How somebody wants links of one app, in one conversation or of one class opened. */
export interface ExactChoice {
  readonly for: ChoiceScope;
  readonly choice: Choice;
}

/** What choices were for, the most exact first. */
export const CHOICE_REACHES = ["app", "conversation", "class", "all"] as const;
export type ChoiceReach = (typeof CHOICE_REACHES)[number];

/** What a reader chose, as it holds in one conversation. Beside it stands `choice`, for what is not named here. */
export interface OwnChoices {
  /** By the app's id. */
  readonly apps: Readonly<Record<string, Choice>>;
  readonly classes: Readonly<Record<string, Choice>>;
  /** What `choice` is for. */
  readonly rest: "conversation" | "all";
}

/** The choices that hold in a conversation, the most exact first: app, conversation, class, all. Null: nothing was chosen. */
export function choicesIn(
  all: Choice | null,
  exact: readonly ExactChoice[],
  conversation: string | null,
): { readonly choice: Choice | null; readonly own: OwnChoices } | null {
  if (all === null && exact.length === 0) return null;
  const [apps, classes]: [[string, Choice][], [string, Choice][]] = [[], []];
  let ofConversation: Choice | null = null;
  for (const { for: scope, choice } of exact) {
    if ("app" in scope) apps.push([scope.app, choice]);
    else if ("class" in scope) classes.push([scope.class, choice]);
    else if (scope.conversation === conversation) ofConversation = choice;
  }
  const ofApps = Object.fromEntries(apps);
  if (ofConversation !== null)
    return { choice: ofConversation, own: { apps: ofApps, classes: {}, rest: "conversation" } };
  return { choice: all, own: { apps: ofApps, classes: Object.fromEntries(classes), rest: "all" } };
}

/** The choice for links of an app (null: of none), and what it was for; null: none. */
export function chosenFor(
  choice: Choice | null,
  own: OwnChoices,
  app: string | null,
  cls: AppClass,
): { readonly choice: Choice; readonly for: ChoiceReach } | null {
  const ofApp = app === null ? undefined : ownValue(own.apps, app);
  if (ofApp !== undefined) return { choice: ofApp, for: "app" };
  const ofClass = ownValue(own.classes, cls);
  if (ofClass !== undefined) return { choice: ofClass, for: "class" };
  return choice === null ? null : { choice, for: own.rest };
}

function ownValue(of: Readonly<Record<string, Choice>>, name: string): Choice | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** One name for each scope; equal scopes have equal names. */
export function scopeName(scope: ChoiceScope): string {
  if ("app" in scope) return `app ${scope.app}`;
  return "class" in scope ? `class ${scope.class}` : `conversation ${scope.conversation}`;
}
