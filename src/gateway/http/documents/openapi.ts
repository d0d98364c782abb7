import type { z } from "zod";
import { HTTP_ERRORS, refusalSchema } from "../http-error.ts";
import type { Outcome, Route } from "../route.ts";
import { INFO } from "./info.ts";
import { createDocumentSchemas, type DocumentSchemas, type Json } from "./json-schema.ts";

/** What the gateway answers over HTTP. Format: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html). */
export function openApi(routes: readonly Route[]): Json {
  const schemas = createDocumentSchemas();
  const byPath = Map.groupBy(routes, ({ path }) => path);
  const paths = [...byPath].map(([path, own]) => [
    path,
    Object.fromEntries(own.map((route) => [route.method.toLowerCase(), operationOf(route, schemas)])),
  ]);
  return {
    openapi: "3.1.0",
    info: INFO,
    // Relative to where this document is, so under a base path too.
    servers: [{ url: "." }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: schemas.components,
      securitySchemes: {
        moderator: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A moderator's token. On a gateway for its own machine alone none is needed there.",
        },
      },
    },
  };
}

function operationOf(route: Route, schemas: DocumentSchemas): Json {
  const { operationId, summary, body, access } = route;
  const parameters = parametersOf(route, schemas);
  return {
    operationId,
    summary,
    ...(access === "moderator" && { security: [{ moderator: [] }, {}] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== null && {
      requestBody: { required: true, content: { "application/json": { schema: schemas.schemaOf(body) } } },
    }),
    responses: responsesOf(route, schemas),
  };
}

function parametersOf({ parameter, query }: Route, { schemaOf }: DocumentSchemas): Json[] {
  const asked = Object.entries<z.ZodType>(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: schemaOf(schema),
  }));
  if (parameter === null) return asked;
  const { name, description, pattern } = parameter;
  const schema = { type: "string", pattern: pattern.source };
  return [{ name, in: "path", required: true, description, schema }, ...asked];
}

function responsesOf({ responses, refusals }: Route, schemas: DocumentSchemas): Json {
  const own = Object.entries(responses);
  const refused = [...Map.groupBy(refusals, (code) => HTTP_ERRORS[code].status)].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\`: ${HTTP_ERRORS[code].summary}`).join(". ");
    const retry = codes.includes("rate_limited") && { headers: { "retry-after": "Seconds until there is again" } };
    return [String(status), { description, content: { "application/json": refusalSchema(codes) }, ...retry }] as const;
  });
  return Object.fromEntries([...own, ...refused].map(([status, outcome]) => [status, responseOf(outcome, schemas)]));
}

function responseOf({ description, content, headers = {} }: Outcome, { schemaOf }: DocumentSchemas): Json {
  const media = Object.entries(content).map(
    ([type, schema]) => [type, schema && { schema: schemaOf(schema) }] as const,
  );
  const said = Object.entries(headers).map(([name, of]) => [name, { description: of, schema: { type: "string" } }]);
  return {
    description,
    ...(said.length > 0 && { headers: Object.fromEntries(said) }),
    content: Object.fromEntries(media.map(([type, of]) => [type, of ?? {}])),
  };
}
