import type { ConversationKind } from "../policy/types.ts";
import { element } from "./elements.ts";
import { words } from "./language.ts";

/** A pseudonym stands for somebody who was erased; nobody's own name begins so. */
export const isErased = (user: string): boolean => user.startsWith("~");

/** How a user is named on the page. */
export const shownName = (user: string): string => (isErased(user) ? words().list.gone : user);

/** Says beside a name that it is a program's. */
export const programMark = (): HTMLElement => element("small", {}, ` · ${words().list.program}`);

/** What of a conversation its name is made of. */
interface Named {
  readonly kind: ConversationKind;
  readonly title: string;
  readonly members: readonly string[];
}

/** How a conversation is named: by its title, else by the others in it. */
export function chatName({ kind, title, members }: Named, me: string): string {
  if (kind === "one_to_one") return shownName(title);
  return title === ""
    ? members
        .filter((each) => each !== me)
        .map(shownName)
        .join(", ")
    : title;
}

/** The names in what a person typed, with commas or spaces between them; null when one is no name or there is none. */
export function namesIn(text: string): string[] | null {
  const names = text.split(/[,，、;；\s]+/u).filter((each) => each !== "");
  const isName = (each: string) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.@|+-]{0,63}$/u.test(each);
  return names.length > 0 && names.every(isName) ? names : null;
}
