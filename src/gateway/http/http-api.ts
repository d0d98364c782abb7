import type { FollowAllowance } from "../../messages/follow-allowance.ts";

type Eventual<T> = T | Promise<T>;

/** What the routes under `/v1` answer; each value goes out as JSON. */
export interface HttpApi {
  /** `POST /v1/check`; links are followed within `allowance`. @throws {HttpError} 400 on a body that is not as expected. */
  readonly check?: (body: unknown, allowance: FollowAllowance) => Eventual<unknown>;
  readonly rulebooks?: () => Eventual<unknown>;
  /** Null: there is none of this id. */
  readonly rulebook?: (id: string) => Eventual<unknown>;
  /** `GET /v1/rulebooks/schema.json`: the JSON Schema of a rulebook file. */
  readonly rulebookSchema?: () => Eventual<unknown>;
  readonly apps?: () => Eventual<unknown>;
  /** `GET /v1/shadow`, for moderators: where a candidate rulebook judges otherwise. */
  readonly shadow?: () => Eventual<unknown>;
}

/** A request that is refused. The message goes to the client and repeats nothing private. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
