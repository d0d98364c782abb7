import { z } from "zod";
import { linkReportSchema } from "../../report/schema.ts";
import { CLOSE_CODES } from "../../protocol/close-codes.ts";
import { CLIENT_FRAMES, SOCKET_PATH, SUBPROTOCOL } from "../../protocol/client-frames.ts";
import { SERVER_FRAMES } from "../../protocol/server-frames.ts";
import { checkSchema } from "./public-api.ts";

const INFO = { title: "Hutong", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } };
const REPORT = "LinkReport";
const schemas = z.registry<{ id?: string | undefined }>().add(linkReportSchema, { id: REPORT });

type Json = Readonly<Record<string, unknown>>;

/** As a writer may write it: what has a default may be left out, and unknown fields are ignored. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, $defs: _shared, ...own } = z.toJSONSchema(schema, { io: "input", metadata: schemas });
  // What is shared stands once in the whole document.
  return JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

const reportSchema = schemaOf(z.object(linkReportSchema.shape));
const reference = { $ref: `#/components/schemas/${REPORT}` };

function answer(description: string, type: string, schema?: Json): Json {
  return { description, content: { [type]: schema === undefined ? {} : { schema } } };
}

function json(description: string, schema: Json = { type: "object" }): Json {
  return answer(description, "application/json", schema);
}

const REFUSED = json("Refused", {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "temporary"],
      properties: {
        code: { type: "string" },
        message: { type: "string" },
        temporary: { type: "boolean" },
        retryAfterMs: { type: "number" },
      },
    },
  },
});

const inPath = (name: string): Json => ({ name, in: "path", required: true, schema: { type: "string" } });
const links = { type: "object", required: ["links"], properties: { links: { type: "array", items: reference } } };

/** What the gateway answers over HTTP. Format: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html). */
export function openApi(): Json {
  const get = (summary: string, responses: Json, parameters?: readonly Json[]): Json => ({
    get: {
      summary,
      ...(parameters === undefined ? {} : { parameters }),
      responses: { ...responses, default: REFUSED },
    },
  });
  return {
    openapi: "3.1.0",
    info: INFO,
    paths: {
      "/v1/check": {
        post: {
          summary: "Link reports for a text, after its links were followed",
          requestBody: { required: true, content: { "application/json": { schema: schemaOf(checkSchema) } } },
          responses: { 200: json("One report for each link, in order", links), default: REFUSED },
        },
      },
      "/v1/rulebooks": get("Every rulebook with its editions", { 200: json("Ids, titles and editions") }),
      "/v1/rulebooks/{id}": get("One rulebook whole", { 200: json("Editions with their rules") }, [inPath("id")]),
      "/v1/rulebooks/schema.json": get("The JSON Schema of a rulebook file", { 200: json("JSON Schema") }),
      "/v1/apps": get("The registry", { 200: json("Every app") }),
      "/v1/shadow": get("What a shadow rulebook would decide otherwise; for moderators", {
        200: json("Counts by pairs of rules"),
      }),
      "/v1/image/{token}": get(
        "A picture of a page, fetched by the gateway",
        { 200: answer("The picture", "image/*") },
        [inPath("token")],
      ),
      "/v1/demo-sign-in": {
        ...get("Who may sign in by a name alone", {
          200: json("For the one who asks", {
            type: "object",
            required: ["demoSignIn"],
            properties: { demoSignIn: { enum: ["off", "this_machine", "everyone"] } },
          }),
        }),
        post: {
          summary: "A token for a name, only on the gateway's own machine without --origin, or with --demo",
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: { type: "object", required: ["user"], properties: { user: { type: "string" } } },
              },
            },
          },
          responses: {
            200: json("A token", { type: "object", required: ["token"], properties: { token: { type: "string" } } }),
            default: REFUSED,
          },
        },
      },
      "/o/{token}": get(
        "Opens a link by way of a fresh decision",
        {
          200: answer("A notice before the page", "text/html"),
          302: { description: "The page" },
          403: answer("Why it is blocked", "text/html"),
          410: answer("The address is too old", "text/html"),
        },
        [inPath("token")],
      ),
      "/healthz": get("Whether the process answers", { 200: answer("It does", "text/plain") }),
      "/readyz": get("Whether messages can be kept now", {
        200: answer("They can", "text/plain"),
        503: answer("They cannot", "text/plain"),
      }),
      "/metrics": get("Counters and gauges in Prometheus' text format", { 200: answer("Metrics", "text/plain") }),
      "/openapi.json": get("This document", { 200: json("OpenAPI") }),
      "/asyncapi.json": get("The socket's document", { 200: json("AsyncAPI") }),
    },
    components: { schemas: { [REPORT]: reportSchema } },
  };
}

/** What travels on the socket. Format: AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncApi(): Json {
  const said = Object.entries(CLIENT_FRAMES).map(
    ([type, schema]) => [`client.${type}`, messageOf(type, schema)] as const,
  );
  const heard = Object.entries(SERVER_FRAMES).map(
    ([type, schema]) => [`server.${type}`, messageOf(type, schema)] as const,
  );
  const refer = (entries: readonly (readonly [string, Json])[]) =>
    entries.map(([name]) => ({ $ref: `#/channels/socket/messages/${name}` }));
  const channel = { $ref: "#/channels/socket" };
  return {
    asyncapi: "3.0.0",
    info: {
      ...INFO,
      description: `JSON text frames over the WebSocket subprotocol ${SUBPROTOCOL}. A request carries id, its answer re. Close codes: ${Object.entries(
        CLOSE_CODES,
      )
        .map(([name, code]) => `${code} ${name}`)
        .join(", ")}; 4000-4499 mean come back, 4500-4999 stay away.`,
    },
    channels: { socket: { address: SOCKET_PATH, messages: Object.fromEntries([...said, ...heard]) } },
    operations: {
      say: { action: "receive", channel, messages: refer(said) },
      hear: { action: "send", channel, messages: refer(heard) },
    },
    components: { schemas: { [REPORT]: reportSchema } },
  };
}

function messageOf(type: string, schema: z.ZodType): Json {
  return { name: type, contentType: "application/json", payload: schemaOf(schema) };
}
