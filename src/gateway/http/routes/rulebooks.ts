import { json } from "../answer.ts";
import { get, type Route } from "../route.ts";
import {
  appsAnswer,
  jsonSchemaAnswer,
  listsAnswer,
  rulebookAnswer,
  rulebooksAnswer,
  shadowAnswer,
  timelineAnswer,
} from "./answer-schemas.ts";
import { jsonOf } from "./outcomes.ts";

/** What decides, and what the registry knows. */
export const RULEBOOK_ROUTES: readonly Route[] = [
  get({
    operationId: "listRulebooks",
    path: "/v1/rulebooks",
    summary: "Every rulebook with its editions",
    access: "anyone",
    responses: { 200: jsonOf("Ids, titles and editions", rulebooksAnswer) },
    isServed: ({ api }) => api.rulebooks !== undefined,
    handle: async ({ parts }) => json(await parts.api.rulebooks?.()),
  }),
  get({
    operationId: "getRulebookSchema",
    path: "/v1/rulebooks/schema.json",
    summary: "The JSON Schema of a rulebook file",
    access: "anyone",
    responses: { 200: jsonOf("JSON Schema, draft 2020-12", jsonSchemaAnswer) },
    isServed: ({ api }) => api.rulebookSchema !== undefined,
    handle: async ({ parts }) => json(await parts.api.rulebookSchema?.()),
  }),
  get({
    operationId: "getRulebook",
    path: "/v1/rulebooks/{id}",
    summary: "One rulebook whole",
    parameter: { name: "id", description: "Such as `wechat`", pattern: /^[\w.@+-]{1,128}$/u },
    access: "anyone",
    responses: { 200: jsonOf("Editions with their rules", rulebookAnswer) },
    isServed: ({ api }) => api.rulebook !== undefined,
    async handle({ named, parts }) {
      const found = (await parts.api.rulebook?.(named)) ?? null;
      return found === null ? null : json(found);
    },
  }),
  get({
    operationId: "listApps",
    path: "/v1/apps",
    summary: "The registry of apps",
    access: "anyone",
    responses: { 200: jsonOf("Every app", appsAnswer) },
    isServed: ({ api }) => api.apps !== undefined,
    handle: async ({ parts }) => json(await parts.api.apps?.()),
  }),
  get({
    operationId: "getTimeline",
    path: "/v1/timeline",
    summary: "What happened beside the rules, each event with its sources",
    access: "anyone",
    responses: { 200: jsonOf("Every event, oldest first", timelineAnswer) },
    isServed: ({ api }) => api.timeline !== undefined,
    handle: async ({ parts }) => json(await parts.api.timeline?.()),
  }),
  get({
    operationId: "listThreatLists",
    path: "/v1/lists",
    summary: "The threat lists in force, with versions, ages and counts",
    access: "anyone",
    responses: { 200: jsonOf("Every list, and none of its entries", listsAnswer) },
    isServed: ({ api }) => api.lists !== undefined,
    handle: async ({ parts }) => json(await parts.api.lists?.()),
  }),
  get({
    operationId: "getShadow",
    path: "/v1/shadow",
    summary: "What a shadow rulebook would decide otherwise; for moderators",
    access: "moderator",
    responses: { 200: jsonOf("Counts by pairs of rules", shadowAnswer) },
    isServed: ({ api }) => api.shadow !== undefined,
    handle: async ({ parts }) => json(await parts.api.shadow?.()),
  }),
];
