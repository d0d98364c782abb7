/** Whether a text is one of a closed set of words. */
export function isOneOf<Word extends string>(words: readonly Word[], text: string): text is Word {
  return words.some((word) => word === text);
}

/** The keys of a table that holds no others than its type says. */
export function keysOf<Table extends object>(table: Table): readonly (keyof Table & string)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type, and these tables are our own
  return Object.keys(table) as (keyof Table & string)[];
}

/** A record with a value for each word of a list that names each once. */
export function recordOf<Word extends string, Value>(
  words: readonly Word[],
  valueOf: (word: Word, place: number) => Value,
): Record<Word, Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are the words; Object.fromEntries only forgets it
  return Object.fromEntries(words.map((word, place) => [word, valueOf(word, place)])) as Record<Word, Value>;
}
