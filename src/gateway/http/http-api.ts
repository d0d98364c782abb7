import { z } from "zod";
import type { MatrixCallbacks } from "../../adapters/matrix.ts";
import type { TelegramWebhook } from "../../adapters/telegram.ts";
import { contextSchema, deviceClientSchema } from "../../report/context.ts";
import type { LinkReport } from "../../report/report.ts";
import type { Locale } from "../../policy/types.ts";
import type { LoggedEntry } from "../../log/log-store.ts";
import type { SignVerdict } from "../../log/sign-verdict.ts";
import type { LogCounts } from "../../log/survey.ts";
import type { TilePlace } from "../../log/tiles.ts";
import type { PaymentTable } from "../../report/payment-table.ts";
import type { FollowAllowance } from "../../messages/follow-allowance.ts";

type Eventual<T> = T | Promise<T>;

/** What `POST /v1/check` is asked. */
export const checkSchema = contextSchema.extend({
  client: deviceClientSchema.prefault({}),
  text: z.string().max(8_000),
  sign: z
    .boolean()
    .optional()
    .meta({ description: "Answers `signatures` too: a signed verdict for each link, for anyone to verify" }),
  compact: z
    .boolean()
    .optional()
    .meta({ description: "Answers `{worst, notice, sentence, links}`, for a chat that refuses or annotates" }),
});
export type CheckRequest = z.output<typeof checkSchema>;

/** Texts of one batch. */
const MAX_BATCH = 100;
/** Several texts at once; each is checked, and may be refused, by itself. */
export const checkBatchSchema = z.object({
  messages: z
    .array(z.unknown().meta({ description: "A check by itself, with an `id` if wished" }))
    .min(1)
    .max(MAX_BATCH),
  compact: z.boolean().default(false).meta({ description: "Of those that do not say" }),
});
/** One text of a batch. */
export const checkItemSchema = checkSchema.extend({ id: z.string().max(64).optional() });

/** The decision log as it is served. */
export interface HttpLog {
  /** Whether anybody may read its entries. */
  readonly isPublic: boolean;
  /** A signed note. */
  readonly checkpoint: () => Promise<string>;
  readonly verifierKey: () => Promise<string>;
  /** Of another key or epoch: each as the tree holds it. */
  readonly keyEntries: () => Promise<readonly { readonly index: number; readonly body: string }[]>;
  /** From an index on, in order. */
  readonly entries: (from: number, limit: number) => Promise<readonly LoggedEntry[]>;
  /** A `.tlog-proof`; null: there is no such entry. */
  readonly proof: (index: number) => Promise<string | null>;
  readonly counts: () => Promise<LogCounts>;
  /** Null: there is none. */
  readonly tile: (place: TilePlace) => Promise<Uint8Array | null>;
  /** The keys that sign verdicts, a JWK Set. */
  readonly jwks: () => Promise<unknown>;
}

/** What the routes under `/v1` answer; each value goes out as JSON, in the form that the table of routes says. */
export interface HttpApi {
  /** `POST /v1/check`; links are followed within `allowance`. @throws {HttpError} `bad_request` on what no schema sees. */
  readonly check?: (
    request: CheckRequest,
    allowance: FollowAllowance,
  ) => Eventual<{ readonly links: readonly LinkReport[] }>;
  /** Signs what a check found where it asks so. */
  readonly signVerdict?: SignVerdict;
  /** `POST /adapters/matrix/…`: what Synapse asks of an event. */
  readonly matrix?: MatrixCallbacks;
  /** `POST /adapters/telegram`: what Telegram tells a bot. */
  readonly telegram?: TelegramWebhook;
  readonly rulebooks?: () => Eventual<unknown>;
  /** Null: there is none of this id. */
  readonly rulebook?: (id: string) => Eventual<unknown>;
  /** `GET /v1/rulebooks/schema.json`: the JSON Schema of a rulebook file. */
  readonly rulebookSchema?: () => Eventual<unknown>;
  readonly apps?: () => Eventual<unknown>;
  /** Who takes which payment. @param at  As of when; null: now. */
  readonly payments?: (at: Date | null, locale: Locale) => Eventual<PaymentTable>;
  /** `GET /docs/…`: a page of the documentation by its name; null: there is none. */
  readonly docs?: (page: string) => Eventual<string | null>;
  /** `GET /v1/timeline`: what happened beside the rules. */
  readonly timeline?: () => Eventual<unknown>;
  /** `GET /v1/lists`: what lists there are, and how old. */
  readonly lists?: () => Eventual<unknown>;
  /** Under `/v1/log/`: the decision log. */
  readonly log?: HttpLog;
  /** `GET /v1/shadow`, for moderators: where a candidate rulebook judges otherwise. */
  readonly shadow?: () => Eventual<unknown>;
}
