import { json } from "../answer.ts";
import { asyncApi, withServer } from "../documents/asyncapi.ts";
import { openApi } from "../documents/openapi.ts";
import { get, type Route } from "../route.ts";
import { asyncApiAnswer, openApiAnswer } from "./answer-schemas.ts";
import { CASE_FIGURE_ROUTES } from "./case-figures.ts";
import { CASE_ROUTES } from "./cases.ts";
import { DECISION_ROUTES } from "./decisions.ts";
import { DOCS_ROUTES } from "./docs.ts";
import { LINK_ROUTES } from "./links.ts";
import { LIST_ENTRY_ROUTES } from "./list-entries.ts";
import { LOG_ROUTES } from "./log.ts";
import { OPERATION_ROUTES } from "./operations.ts";
import { jsonOf } from "./outcomes.ts";
import { PAYMENT_ROUTES } from "./payments.ts";
import { RULEBOOK_ROUTES } from "./rulebooks.ts";
import { STATEMENT_ROUTES } from "./statements.ts";
import { SIGN_IN_ROUTES } from "./sign-in.ts";

const openApiOnce = once(() => json(openApi(ROUTES)));
const asyncApiOnce = once(asyncApi);

/** Every route of the gateway but the socket and the web client's files. */
export const ROUTES: readonly Route[] = [
  ...LINK_ROUTES,
  ...RULEBOOK_ROUTES,
  ...PAYMENT_ROUTES,
  ...DOCS_ROUTES,
  ...LOG_ROUTES,
  ...CASE_ROUTES,
  ...CASE_FIGURE_ROUTES,
  ...[...CASE_ROUTES, ...CASE_FIGURE_ROUTES].map(asComplaints),
  ...LIST_ENTRY_ROUTES,
  ...DECISION_ROUTES,
  ...STATEMENT_ROUTES,
  ...SIGN_IN_ROUTES,
  ...OPERATION_ROUTES,
  get({
    operationId: "getOpenApi",
    path: "/openapi.json",
    summary: "This document",
    access: "anyone",
    responses: { 200: jsonOf("OpenAPI 3.1", openApiAnswer) },
    handle: openApiOnce,
  }),
  get({
    operationId: "getAsyncApi",
    path: "/asyncapi.json",
    summary: "The socket's document",
    access: "anyone",
    responses: { 200: jsonOf("AsyncAPI 3.0", asyncApiAnswer) },
    handle: ({ request, parts }) => json(withServer(asyncApiOnce(), parts.network.addressOf(request))),
  }),
];

/** Cases by the name that complaints have elsewhere: the same handlers, answers and refusals. */
function asComplaints(route: Route): Route {
  const operationId = route.operationId.replace(/Case|Ending/u, "Complaint");
  return { ...route, operationId, path: route.path.replace("/v1/cases", "/v1/complaints") };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
