export const MAX_USER_ID_LENGTH = 64;
/** What a store may hold as a user id, in Unicode form NFC. Which names are taken anew says `user-id.ts`. Never a colon. */
export const USER_ID = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.@|+-]{0,63}$/u;
/** The bot's own user id. Nobody else has it, nor one that looks like it. */
export const BOT_USER = "hutong";
/** `c:` and 128 random bits. A user id holds no colon, so an addressee is never ambiguous. */
export const CONVERSATION_ID = /^c:[\w-]{22}$/u;

export function createConversationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return `c:${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

export function isConversationId(to: string): boolean {
  return to.startsWith("c:");
}
