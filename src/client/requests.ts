import type { ClientFrameInput, ErrorFrame, ServerFrame } from "../protocol/client-frames.ts";
import { RequestError } from "./types.ts";

export type Answer = Exclude<ServerFrame, ErrorFrame>;
export type AnswerOf<T extends Answer["type"]> = Extract<Answer, { type: T }>;
type Request = Extract<ClientFrameInput, { id: string }>;
/** A request without its `id`, which is given here. */
export type RequestBody = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/** Requests that wait for their answers. None times out: it is sent again over the next connection. */
export interface Requests {
  newId(): string;
  /** Rejects with a {@link RequestError}. */
  request<T extends Answer["type"]>(body: RequestBody, type: T): Promise<AnswerOf<T>>;
  /** The request of an id that is not answered yet. */
  bodyOf(re: string): RequestBody | undefined;
  answered(re: string | undefined, answer: Answer): void;
  refused(error: ErrorFrame): void;
  /**
   * Requests may be sent. What waits is sent now, in the order in which it was asked; what is larger than the gateway takes is
   * rejected with `frame_too_large`, for the gateway would close the connection for good.
   */
  open(maxFrameBytes: number): void;
  /** Requests wait. */
  hold(): void;
  rejectAll(error: RequestError): void;
}

interface Pending {
  readonly body: RequestBody;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RequestError) => void;
}

/** A temporary refusal without its own time is tried again after this. */
export const RETRY_MS = 500;

export function createRequests(parts: {
  readonly send: (frame: ClientFrameInput) => void;
  /** Acts after a while, unless the connection ends before. */
  readonly later: (waitMs: number, act: () => void) => void;
}): Requests {
  const pending = new Map<string, Pending>();
  let nextId = 1;
  /** Null while requests wait. */
  let maxFrameBytes: number | null = null;
  const newId = () => String(nextId++);

  function sendRequest(id: string, body: RequestBody): void {
    if (maxFrameBytes === null) return;
    const frame = { ...body, id };
    if (isLarger(frame, maxFrameBytes)) {
      const message = `The request is larger than maxFrameBytes (${maxFrameBytes})`;
      pending.get(id)?.reject(new RequestError("frame_too_large", message, false));
      pending.delete(id);
    } else parts.send(frame);
  }

  return {
    newId,
    request<T extends Answer["type"]>(body: RequestBody, type: T) {
      return new Promise<AnswerOf<T>>((resolve, reject) => {
        const id = newId();
        const take = (answer: Answer) => {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type is the one asked for
          if (answer.type === type) resolve(answer as AnswerOf<T>);
          else reject(new RequestError("internal", `expected ${type} as the answer`, false));
        };
        pending.set(id, { body, resolve: take, reject });
        sendRequest(id, body);
      });
    },
    bodyOf: (re) => pending.get(re)?.body,
    answered(re, answer) {
      const request = re === undefined ? undefined : pending.get(re);
      if (re === undefined || request === undefined) return;
      pending.delete(re);
      request.resolve(answer);
    },
    refused({ re, code, message, temporary, retryAfterMs }) {
      const request = re === undefined ? undefined : pending.get(re);
      if (re === undefined || request === undefined) return;
      if (temporary && code !== "internal") {
        parts.later(retryAfterMs ?? RETRY_MS, () => {
          if (pending.has(re)) sendRequest(re, request.body);
        });
        return;
      }
      pending.delete(re);
      request.reject(new RequestError(code, message, temporary, retryAfterMs));
    },
    open(most) {
      maxFrameBytes = most;
      for (const [id, { body }] of pending) sendRequest(id, body);
    },
    hold() {
      maxFrameBytes = null;
    },
    rejectAll(error) {
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    },
  };
}

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
function isLarger(frame: ClientFrameInput, maxBytes: number): boolean {
  const json = JSON.stringify(frame);
  return json.length * 3 > maxBytes && new TextEncoder().encode(json).length > maxBytes;
}
