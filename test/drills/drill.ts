/** The real program, or the real rules, tried for as long as one likes; a test tries the same for some seconds. */
export interface Drill {
  /** What it does, in one line. */
  readonly does: string;
  /** Its options, as they are typed. */
  readonly usage: string;
  /**
   * Reads the options; what it gives runs the drill, prints what came of it and says whether all was as promised.
   *
   * @throws {TypeError} when an option is unknown or wrong.
   */
  prepare(argv: readonly string[]): () => Promise<boolean>;
}

/** @throws {TypeError} when an option's text is not a whole number above 0. */
export function countOf(option: string, text: string): number {
  if (!/^[1-9]\d*$/u.test(text)) throw new TypeError(`--${option} takes a whole number above 0`);
  return Number(text);
}
