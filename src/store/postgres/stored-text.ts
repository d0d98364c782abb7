/** PostgreSQL holds every character but NUL. One sign stands for it, and says so of itself. */
const MARK = "\u0001";

/** A text as PostgreSQL can hold it. */
export function toStored(text: string): string {
  return /[\u0000\u0001]/u.test(text)
    ? text.replaceAll(/[\u0000\u0001]/gu, (sign) => (sign === MARK ? `${MARK}1` : `${MARK}0`))
    : text;
}

/** The text that {@link toStored} was given. */
export function fromStored(text: string): string {
  return text.includes(MARK)
    ? text.replaceAll(/\u0001([01])/gu, (_pair, digit) => (digit === "0" ? "\u0000" : MARK))
    : text;
}
