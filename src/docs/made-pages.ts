import { z } from "zod";
import { ACCESS } from "../gateway/http/access.ts";
import type { Route } from "../gateway/http/route.ts";
import { HTTP_ERRORS, type HttpErrorCode } from "../gateway/http/http-error.ts";
import { CLIENT_FRAMES } from "../protocol/client-frames.ts";
import { LIMITS } from "../protocol/limits.ts";
import { SERVER_FRAMES } from "../protocol/server-frames.ts";
import { keysOf } from "../input/words.ts";
import { appJsonSchema } from "../apps/app-file.ts";
import { fixtureJsonSchema } from "../replay/fixture.ts";
import type { Member } from "./described-members.ts";
import { optionsOf } from "./schema-options.ts";

export interface OptionFact {
  readonly kind: "text" | "flag" | "list";
  readonly value?: string;
  readonly help: string;
}

/** What pages are made of besides the schemas. */
export interface Facts {
  readonly routes: readonly Route[];
  readonly apps: readonly {
    readonly id: string;
    readonly names: Readonly<Record<string, string>>;
    readonly owner: string;
    readonly hosts: readonly string[];
  }[];
  readonly rulebooks: readonly {
    readonly id: string;
    readonly title: string;
    readonly authority: string;
    readonly editions: readonly { readonly id: string; readonly title: string; readonly fromText: string }[];
  }[];
  /** What each limit bounds, by its name. */
  readonly limits: Readonly<Record<string, string>>;
  /** What a client of the library has, by the name of the interface; empty where its file is not here. */
  readonly client: Readonly<Record<string, readonly Member[]>>;
  /** Options of `serve`; empty where no command line started the gateway. */
  readonly options: Readonly<Record<string, OptionFact>>;
}

const fieldSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  description: z.string().optional(),
  $ref: z.string().optional(),
});
const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** Words that would end a cell of a table. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
const MOST_WORDS = 12;

/** What a field takes, in few words. */
function typeWords(given: unknown): string {
  const { type, const: only, enum: words, anyOf, items, $ref } = fieldSchema.parse(given ?? {});
  if ($ref !== undefined) return `\`${$ref.split("/").at(-1) ?? ""}\``;
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (words !== undefined) {
    const listed = words.slice(0, MOST_WORDS).map((word) => `\`${String(word)}\``);
    return [...listed, ...(words.length > MOST_WORDS ? ["…"] : [])].join(", ");
  }
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeWords))].join(" or ");
  if (type === "array") return `list of ${typeWords(items)}`;
  return Array.isArray(type) ? type.join(" or ") : (type ?? "any");
}

function fieldTable(schema: z.ZodType, io: "input" | "output"): string {
  const { properties, required } = objectSchema.parse(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
  const rows = Object.entries(properties).map(([name, field]) => {
    const isNeeded = required.includes(name) ? "yes" : "";
    return `| \`${name}\` | ${cell(typeWords(field))} | ${isNeeded} |`;
  });
  return ["| field | takes | always |", "| --- | --- | --- |", ...rows].join("\n");
}

function frames(): string {
  const said = Object.entries(CLIENT_FRAMES).map(
    ([type, schema]) => `### \`${type}\`\n\n${fieldTable(schema, "input")}`,
  );
  const heard = Object.entries(SERVER_FRAMES).map(
    ([type, schema]) => `### \`${type}\`\n\n${fieldTable(schema, "output")}`,
  );
  return [
    "# Every frame",
    "Made of the schemas that read and check them. [The protocol](protocol) says what they mean; a running gateway has the same as `/asyncapi.json`.",
    "## What a client sends",
    ...said,
    "## What a gateway sends",
    ...heard,
  ].join("\n\n");
}

function clientMethods({ client }: Facts): string | null {
  const { methods = [], options = [], events = [] } = client;
  if (methods.length === 0) return null;
  const table = (head: string, members: readonly Member[]) =>
    [
      `| ${head} | means |`,
      "| --- | --- |",
      ...members.map(({ signature, meaning }) => `| \`${cell(signature)}\` | ${cell(meaning)} |`),
    ].join("\n");
  return [
    "# Everything of the client library",
    "Made of the comments in its own file. [The client library](client) has an example; what a frame holds is in [every frame](frames).",
    "## Methods",
    "Of what `connect` gives. Every request rejects with a `RequestError`, and waits for the next connection where there is none.",
    table("method", methods),
    "## Options",
    "The third argument of `connect(url, token, options)`.",
    table("option", options),
    "## Events",
    "`client.on(name, listener)` calls the listener with the value.",
    table("event and value", events),
  ].join("\n\n");
}

/** Refusals that so great a part of the routes may answer with are told once. */
const USUAL_PART = 1 / 6;

function usualRefusals(routes: readonly Route[]): ReadonlySet<HttpErrorCode> {
  const counts = Map.groupBy(
    routes.flatMap(({ refusals }) => [...new Set(refusals)]),
    (code) => code,
  );
  return new Set(keysOf(HTTP_ERRORS).filter((code) => (counts.get(code)?.length ?? 0) > routes.length * USUAL_PART));
}

const refusalRow = (code: HttpErrorCode): string =>
  `| ${HTTP_ERRORS[code].status} | \`${code}\`: ${cell(HTTP_ERRORS[code].summary)} |`;

const STATUS_HEAD = ["| status | says |", "| --- | --- |"];
/** Routes under the name that other tools ask by. */
const ALSO_CASES = "/v1/complaints";

function routesPage({ routes: all }: Facts): string {
  const routes = all.filter(({ path }) => !path.startsWith(ALSO_CASES));
  const usual = usualRefusals(routes);
  const each = routes.map(({ method, path, summary, access, query, body, responses, refusals }) => {
    const fields = (schema: z.ZodType) => fieldsTable(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
    const asked = query === null ? [] : ["After `?`:", fields(query)];
    const sent = body === null ? [] : ["The body, as JSON:", fields(body)];
    const answers = Object.entries(responses).map(
      ([status, { description }]) => `| ${status} | ${cell(description)} |`,
    );
    const refused = [...new Set(refusals)].filter((code) => !usual.has(code)).map(refusalRow);
    const table = [...STATUS_HEAD, ...answers, ...refused].join("\n");
    return [`## ${method} ${path}`, `${summary}. Who may: ${ACCESS[access].who}.`, ...asked, ...sent, table].join(
      "\n\n",
    );
  });
  return [
    "# Every route",
    "Made of the table that the router reads. [HTTP](http) says who is let in and what a moderator's program sends; a running gateway has the same with every field of every answer as `/openapi.json`.",
    `\`${ALSO_CASES}\` and what lies below answer as \`/v1/cases\` does. ${FIELDS_TOLD}`,
    "Most routes may also refuse with one of these:",
    [...STATUS_HEAD, ...[...usual].map(refusalRow)].join("\n"),
    ...each,
  ].join("\n\n");
}

function limitsPage({ limits }: Facts): string {
  const rows = keysOf(LIMITS).map((name) => {
    const { preset, least, most } = LIMITS[name];
    return `| \`${name}\` | ${cell(limits[name] ?? "")} | ${preset} | ${least} to ${most} |`;
  });
  return [
    "# Every limit",
    "`welcome.limits` tells a client each of them. An operator sets one with `--limit NAME=NUMBER`. `…Ms` are milliseconds, `…Bytes` bytes, `…Length` UTF-16 units, all else counts.",
    ["| limit | bounds | preset | takes |", "| --- | --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

function optionsPage({ options }: Facts): string | null {
  const entries = Object.entries(options);
  if (entries.length === 0) return null;
  const rows = entries.map(([name, { kind, value, help }]) => {
    const given = kind === "flag" ? `--${name}` : `--${name} ${value ?? "TEXT"}`;
    const variable = `HUTONG_${name.toUpperCase().replaceAll("-", "_")}`;
    return `| \`${cell(given)}\` | ${cell(help)} | \`${variable}\` |`;
  });
  return [
    "# Every option",
    "Of `hutong serve`. An option goes before its variable, a variable before the file of `--config`. In brackets stands what holds without it.",
    ["| option | means | variable |", "| --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

function registry({ apps }: Facts): string {
  const rows = apps.map(({ id, names, owner, hosts }) => {
    const named = [...new Set(Object.values(names))].join(", ");
    return `| \`${id}\` | ${cell(named)} | ${owner} | ${hosts
      .slice(0, 4)
      .map((host) => `\`${host}\``)
      .join(", ")}${hosts.length > 4 ? ", …" : ""} |`;
  });
  return [
    "# The registry",
    `${apps.length} apps whose links are known, each fact with its evidence in its file. [Apps](apps) says how one is added; \`hutong apps NAME\` shows one whole.`,
    ["| app | names | owner | hosts |", "| --- | --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

function editions({ rulebooks }: Facts): string {
  const each = rulebooks.map(({ id, title, authority, editions: all }) => {
    const rows = all.map((edition) => `| \`${edition.id}\` | ${cell(edition.title)} | ${edition.fromText} |`);
    return [
      `## ${id}`,
      `${title}. ${authority}.`,
      ["| edition | title | in force from |", "| --- | --- | --- |", ...rows].join("\n"),
    ].join("\n\n");
  });
  return [
    "# Shipped rulebooks and their editions",
    "Every edition keeps its rules for ever: a message is judged by the one that was in force when it came. `hutong diff A B` shows where two differ.",
    ...each,
  ].join("\n\n");
}

const FIELDS_TOLD =
  "A part that stands in several places is told at the first. `[]` is an entry of a list, `KEY` a name of your own.";

function fieldsTable(schema: Readonly<Record<string, unknown>>): string {
  const rows = optionsOf(schema).map(({ path, isRequired, takes, meaning }) => {
    const name = `\`${path}\`${isRequired ? " (needed)" : ""}`;
    return `| ${name} | ${cell(takes)} | ${cell(meaning)} |`;
  });
  return ["| field | takes | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

const schemaTable = (schema: Readonly<Record<string, unknown>>): string => `${FIELDS_TOLD}\n\n${fieldsTable(schema)}`;

const fixtureFields = (): string =>
  [
    "# Every field of a fixture",
    "A fixture is one line of JSON. [Fixtures](fixtures) shows whole ones and says what `expect` may name; `hutong schema fixture` prints the same as a JSON Schema, for editors.",
    schemaTable(fixtureJsonSchema()),
  ].join("\n\n");

const appFields = (): string =>
  [
    "# Every field of an app's file",
    "The registry has a file for each app. [Apps](apps) says how one is added, [the registry](registry) lists those that ship; `hutong schema app` prints the same as a JSON Schema, for editors.",
    schemaTable(appJsonSchema()),
  ].join("\n\n");

/** Pages that are made, by their names; null: there is nothing to make one of. */
export const MADE: Readonly<Record<string, (facts: Facts) => string | null>> = {
  frames,
  "http-routes": routesPage,
  "client-methods": clientMethods,
  limits: limitsPage,
  options: optionsPage,
  registry,
  "app-fields": appFields,
  "fixture-fields": fixtureFields,
  editions,
};
