/** What a token may open besides the chat. `lead` may what `moderator` may; `bot` only says what its user is. */
export const ROLES = ["moderator", "lead", "auditor", "bot"] as const;
export type Role = (typeof ROLES)[number];

export function isRole(word: unknown): word is Role {
  return ROLES.some((role) => role === word);
}

/** Whether these roles open what moderators may ask. */
export function mayModerate(roles: readonly Role[]): boolean {
  return roles.includes("moderator") || roles.includes("lead");
}
