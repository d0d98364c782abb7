import type { ClientFrameInput, ErrorFrame, ServerFrame } from "../protocol/client-frames.ts";
import { toldWait } from "./backoff.ts";
import { RequestError } from "./types.ts";

export type Answer = Exclude<ServerFrame, ErrorFrame>;
export type AnswerOf<T extends Answer["type"]> = Extract<Answer, { type: T }>;
type Request = Extract<ClientFrameInput, { id: string }>;
/** A request without its `id`, which is given here. */
export type RequestBody = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/** What a gateway takes of one frame, as told in `welcome.limits`. */
export interface RequestLimits {
  readonly maxFrameBytes: number;
  readonly maxTextLength: number;
}

/**
 * Requests that wait for their answers. What a connection that ends has not answered is sent again over the next one. Messages
 * leave one after the other, in the order in which they were asked: one that is refused for now holds those behind it.
 */
export interface Requests {
  /** Whether one was sent and is not answered yet. */
  readonly isAwaiting: boolean;
  newId(): string;
  /** Rejects with a {@link RequestError}. */
  request<T extends Answer["type"]>(body: RequestBody, type: T): Promise<AnswerOf<T>>;
  /** The request of an id that is not answered yet. */
  bodyOf(re: string): RequestBody | undefined;
  answered(re: string | undefined, answer: Answer): void;
  refused(error: ErrorFrame): void;
  /** Requests may be sent. What waits is sent now; what is over a limit is rejected with its code. */
  open(limits: RequestLimits): void;
  /** Requests wait; what was sent may still be answered. */
  hold(): void;
  /** The connection ended: what was sent is not answered any more. */
  lost(): void;
  /** Somebody on the way takes no frame as large as one that was sent: the largest is rejected with `frame_too_large`. */
  dropLargest(): void;
  rejectAll(error: RequestError): void;
}

interface Pending {
  readonly body: RequestBody;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RequestError) => void;
  /** `retrying`: refused for now. The number tells one sending from another. */
  state: { readonly kind: "waiting" | "retrying" } | { readonly kind: "sent"; readonly sending: number };
}

/** A temporary refusal without its own time is tried again after this. */
export const RETRY_MS = 500;
/** One with its own is not tried again sooner than this. Milliseconds. */
const LEAST_RETRY_MS = 50;
/** The longest a gateway that is heard may take for one answer. Milliseconds. */
export const REQUEST_TIMEOUT_MS = 60_000;

export function createRequests(parts: {
  readonly send: (frame: ClientFrameInput) => void;
  /** Acts after a while, unless the connection ends before. */
  readonly later: (waitMs: number, act: () => void) => void;
}): Requests {
  const pending = new Map<string, Pending>();
  /** Messages in their order; only the first one is ever under way. */
  const sends = new Set<string>();
  /** Sent and not answered. */
  const underWay = new Set<string>();
  let nextId = 1;
  let sendings = 0;
  /** Null while requests wait. */
  let limits: RequestLimits | null = null;
  const newId = () => String(nextId++);

  function trySend(id: string): void {
    const request = pending.get(id);
    if (limits === null || request === undefined || request.state.kind === "sent") return;
    if (sends.has(id) && id !== firstOf(sends)) return;
    const frame = { ...request.body, id };
    const fault = faultOf(frame, limits);
    if (fault !== null) return reject(id, fault);
    sendings += 1;
    const sending = sendings;
    request.state = { kind: "sent", sending };
    underWay.add(id);
    parts.send(frame);
    parts.later(REQUEST_TIMEOUT_MS, () => {
      if (request.state.kind !== "sent" || request.state.sending !== sending) return;
      const message = `The gateway gave no answer within ${REQUEST_TIMEOUT_MS} ms; whether it acted is not known`;
      reject(id, new RequestError("no_answer", message, true));
    });
  }

  /** Takes out a request that has come to its end; the next message may leave. */
  function take(id: string): Pending | undefined {
    const request = pending.get(id);
    pending.delete(id);
    underWay.delete(id);
    if (sends.delete(id)) {
      const next = firstOf(sends);
      if (next !== undefined && pending.get(next)?.state.kind === "waiting") trySend(next);
    }
    return request;
  }

  function reject(id: string, error: RequestError): void {
    take(id)?.reject(error);
  }

  return {
    get isAwaiting() {
      return underWay.size > 0;
    },
    newId,
    request<T extends Answer["type"]>(body: RequestBody, type: T) {
      return new Promise<AnswerOf<T>>((resolve, rejectWith) => {
        const id = newId();
        const takeAnswer = (answer: Answer) => {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type is the one asked for
          if (answer.type === type) resolve(answer as AnswerOf<T>);
          else rejectWith(new RequestError("internal", `expected ${type} as the answer`, false));
        };
        pending.set(id, { body, resolve: takeAnswer, reject: rejectWith, state: { kind: "waiting" } });
        if (body.type === "send") sends.add(id);
        trySend(id);
      });
    },
    bodyOf: (re) => pending.get(re)?.body,
    answered(re, answer) {
      if (re !== undefined) take(re)?.resolve(answer);
    },
    refused({ re, code, message, temporary, retryAfterMs }) {
      const request = re === undefined ? undefined : pending.get(re);
      if (re === undefined || request === undefined) return;
      // Nobody is left without an answer for long: whoever asked decides whether to wait.
      const isFarOff = retryAfterMs !== undefined && retryAfterMs > REQUEST_TIMEOUT_MS;
      if (!temporary || isFarOff || code === "internal") {
        return reject(re, new RequestError(code, message, temporary, retryAfterMs));
      }
      request.state = { kind: "retrying" };
      underWay.delete(re);
      parts.later(toldWait(retryAfterMs, LEAST_RETRY_MS) ?? RETRY_MS, () => {
        if (request.state.kind !== "retrying") return;
        request.state = { kind: "waiting" };
        trySend(re);
      });
    },
    open(given) {
      limits = given;
      for (const [id, { state }] of pending) if (state.kind === "waiting") trySend(id);
    },
    hold() {
      limits = null;
    },
    lost() {
      limits = null;
      underWay.clear();
      for (const request of pending.values()) request.state = { kind: "waiting" };
    },
    dropLargest() {
      const sent = [...pending].filter(([, { state }]) => state.kind === "sent");
      const [largest] = sent.toSorted(([, one], [, other]) => sizeOf(other.body) - sizeOf(one.body));
      if (largest === undefined) return;
      reject(
        largest[0],
        new RequestError("frame_too_large", "The connection takes no request as large as this", false),
      );
    },
    rejectAll(error) {
      for (const { reject: rejectWith } of pending.values()) rejectWith(error);
      pending.clear();
      sends.clear();
      underWay.clear();
    },
  };
}

function firstOf(ids: ReadonlySet<string>): string | undefined {
  return ids.values().next().value;
}

/** Why the gateway would not take it; null when it may. */
function faultOf(frame: ClientFrameInput, { maxFrameBytes, maxTextLength }: RequestLimits): RequestError | null {
  // A caller without types may give anything.
  if (frame.type === "send" && typeof frame.text !== "string")
    return new RequestError("bad_frame", "text: expected a string", false);
  if (frame.type === "send" && frame.text.length > maxTextLength) {
    const message = `text: ${frame.text.length} units, maxTextLength is ${maxTextLength}`;
    return new RequestError("text_too_long", message, false);
  }
  try {
    if (!isLarger(frame, maxFrameBytes)) return null;
  } catch {
    return new RequestError("bad_frame", "expected what JSON can say: no bigint, nothing that contains itself", false);
  }
  return new RequestError("frame_too_large", `The request is larger than maxFrameBytes (${maxFrameBytes})`, false);
}

function sizeOf(body: RequestBody): number {
  return new TextEncoder().encode(JSON.stringify(body)).length;
}

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
function isLarger(frame: ClientFrameInput, maxBytes: number): boolean {
  const json = JSON.stringify(frame);
  return json.length * 3 > maxBytes && new TextEncoder().encode(json).length > maxBytes;
}
