import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { ACCESS, bogusAt, charge, type Access } from "./access.ts";
import type { Answer } from "./answer.ts";
import { BODY_REFUSALS, readBody } from "./body.ts";
import { describeIssues } from "../../input/issues.ts";
import { HttpError, type HttpErrorCode } from "./http-error.ts";
import type { HttpParts } from "./http-parts.ts";

type Eventual<T> = T | Promise<T>;

/** What one status of a route brings besides refusals. */
export interface Outcome {
  readonly description: string;
  /** By media type; null: bytes of that type, or nothing. */
  readonly content: Readonly<Record<string, z.ZodType | null>>;
  /** Headers that say something of their own, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A part of a path that names something, written `{name}` there. */
interface PathParameter {
  readonly name: string;
  readonly description: string;
  /** Of the part whole; what does not fit is not found. */
  readonly pattern: RegExp;
}

interface Described {
  /** In the document, and thus the name of the method in generated clients. */
  readonly operationId: string;
  readonly path: string;
  readonly summary: string;
  readonly parameter?: PathParameter;
  /** By status. */
  readonly responses: Readonly<Record<number, Outcome>>;
  /** Refusals that only the handler knows of. */
  readonly refusals?: readonly HttpErrorCode[];
  /** Whether the gateway has what the route needs. Default: always. */
  readonly isServed?: (parts: HttpParts) => boolean;
}

/** One request to a route. */
export interface Call {
  readonly request: IncomingMessage;
  /** What stands in the path for its parameter; empty when it has none. */
  readonly named: string;
  readonly parts: HttpParts;
}

/** A route as the router, the access check and the document read it. */
export interface Route extends Required<Omit<Described, "parameter">> {
  readonly method: "GET" | "POST";
  readonly parameter: PathParameter | null;
  /** What may stand behind the `?`, by its names; others are not read. */
  readonly query: z.ZodObject | null;
  readonly access: Access;
  /** `any`: asked by address or by an orchestrator's name, and tells counts and states, nothing of users. */
  readonly host: "own" | "any";
  readonly body: z.ZodType | null;
  /** Null: there is nothing of this name. */
  readonly answer: (call: Call) => Promise<Answer | null>;
}

export function get(
  spec: Described & {
    readonly access: Exclude<Access, "signed_address">;
    readonly host?: Route["host"];
    readonly handle: (call: Call) => Eventual<Answer | null>;
  },
): Route {
  return completed(spec, {
    method: "GET",
    access: spec.access,
    host: spec.host ?? "own",
    body: null,
    query: null,
    async answer(call) {
      await ACCESS[spec.access].admit(call.request, call.parts);
      return spec.handle(call);
    },
  });
}

/** A route that reads what stands behind the `?`, once the access check has passed. */
export function getAsked<Query extends z.ZodObject>(
  spec: Described & {
    readonly access: Exclude<Access, "signed_address">;
    readonly query: Query;
    readonly handle: (call: Call, query: z.output<Query>) => Eventual<Answer | null>;
  },
): Route {
  return completed(spec, {
    method: "GET",
    access: spec.access,
    host: "own",
    body: null,
    query: spec.query,
    async answer(call) {
      await ACCESS[spec.access].admit(call.request, call.parts);
      return spec.handle(call, readQuery(call.request, spec.query));
    },
  });
}

/** An offset whose `+` nobody escaped: queries write a space so. No other instant has one there. */
const LOST_PLUS = /^(\d{4}-?\d\d-?\d\dT[\d:.,]+) (\d\d(?::?\d\d)?)$/iu;

/** @throws {HttpError} `bad_request`, naming the parameter and what was expected. */
function readQuery<Query extends z.ZodObject>({ url = "" }: IncomingMessage, query: Query): z.output<Query> {
  const [, asked = ""] = /\?(.*)$/su.exec(url) ?? [];
  const given = Array.from(new URLSearchParams(asked), ([name, value]) => [name, value.replace(LOST_PLUS, "$1+$2")]);
  const parsed = query.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new HttpError("bad_request", describeIssues(parsed.error));
}

/** The body is read, and bounded, once the access check has passed. */
export function post<Body extends z.ZodType>(
  spec: Described & {
    readonly access: Exclude<Access, "signed_address">;
    readonly body: Body;
    /** Of a body that may be of several schemas, which one it is meant to be of. */
    readonly choose?: (given: unknown) => z.ZodType<z.output<Body>>;
    readonly handle: (call: Call, body: z.output<Body>) => Eventual<Answer | null>;
  },
): Route {
  return completed(spec, {
    method: "POST",
    access: spec.access,
    host: "own",
    body: spec.body,
    query: null,
    async answer(call) {
      const { request, parts } = call;
      await ACCESS[spec.access].admit(request, parts);
      return spec.handle(call, await readBody(request, spec.body, parts.environment.limits.maxBodyBytes, spec.choose));
    },
  });
}

/** A route whose path holds a token that the gateway signed. */
export function getSigned<Claims>(
  spec: Described & {
    /** Null: none of ours, or an old one. */
    readonly read: (call: Call) => Eventual<Claims | null>;
    /** Whose allowance a good token takes from. */
    readonly payerOf: (claims: Claims, call: Call) => string;
    readonly handle: (claims: Claims | null, call: Call) => Eventual<Answer | null>;
  },
): Route {
  return completed(spec, {
    method: "GET",
    access: "signed_address",
    host: "own",
    body: null,
    query: null,
    async answer(call) {
      const claims = await spec.read(call);
      charge(claims === null ? bogusAt(call.request, call.parts) : spec.payerOf(claims, call), call.parts);
      return spec.handle(claims, call);
    },
  });
}

/** Puts together which refusals the route may answer with: the access check's, the body's, the router's and its own. */
function completed(
  { operationId, path, summary, parameter, responses, refusals = [], isServed }: Described,
  own: Pick<Route, "method" | "access" | "host" | "body" | "query" | "answer">,
): Route {
  const found: readonly HttpErrorCode[] = parameter === undefined && isServed === undefined ? [] : ["not_found"];
  const hosts: readonly HttpErrorCode[] = own.host === "own" ? ["wrong_host"] : [];
  const bodies = own.body === null ? [] : BODY_REFUSALS;
  const queries: readonly HttpErrorCode[] = own.query === null ? [] : ["bad_request"];
  return {
    operationId,
    path,
    summary,
    parameter: parameter ?? null,
    responses,
    refusals: [...ACCESS[own.access].refusals, ...bodies, ...queries, ...refusals, ...found, ...hosts, "internal"],
    isServed: isServed ?? (() => true),
    ...own,
  };
}
