/** What came while a device was not told of it at once: the numbers in each conversation. */
export interface Arrived {
  readonly messages: Map<string, Span>;
  readonly updates: Map<string, Span>;
}

export interface Span {
  readonly first: number;
  readonly last: number;
}

export function nothingArrived(): Arrived {
  return { messages: new Map(), updates: new Map() };
}

export function note(spans: Map<string, Span>, conversation: string, number: number): void {
  const { first, last } = spans.get(conversation) ?? { first: number, last: number };
  spans.set(conversation, { first: Math.min(first, number), last: Math.max(last, number) });
}
