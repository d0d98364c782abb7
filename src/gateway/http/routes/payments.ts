import { z } from "zod";
import { instantSchema, localeSchema } from "../../../report/context.ts";
import { paymentTableSchema } from "../../../report/schema.ts";
import { paymentsPage } from "../../../pages/payments-page.ts";
import { localeOf } from "../../../pages/open-page.ts";
import { htmlPage, json } from "../answer.ts";
import { getAsked, type Route } from "../route.ts";
import { jsonOf, pageOf } from "./outcomes.ts";

const query = z.object({
  at: instantSchema.optional().meta({ description: "As of this day, China time, or this instant; now when left out" }),
  locale: localeSchema.optional().meta({ description: "The language; the browser's when left out" }),
});

/** Who takes which payment. */
export const PAYMENT_ROUTES: readonly Route[] = [
  getAsked({
    operationId: "listPayments",
    path: "/v1/payments",
    summary: "Which app takes which payment, as of a day",
    access: "anyone",
    query,
    responses: { 200: jsonOf("Every app with a payment on record", paymentTableSchema) },
    isServed: ({ api }) => api.payments !== undefined,
    async handle({ request, parts }, { at, locale = localeOf(request.headers["accept-language"]) }) {
      return json(await parts.api.payments?.(at ?? null, locale));
    },
  }),
  getAsked({
    operationId: "getPaymentsPage",
    path: "/payments",
    summary: "The same as a page to read",
    access: "anyone",
    query,
    responses: { 200: pageOf("A table in the reader's language") },
    isServed: ({ api }) => api.payments !== undefined,
    async handle({ request, parts }, { at, locale = localeOf(request.headers["accept-language"]) }) {
      const table = await parts.api.payments?.(at ?? null, locale);
      return table === undefined ? null : htmlPage(paymentsPage(table, locale));
    },
  }),
];
