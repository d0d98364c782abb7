import { htmlPage, plainText } from "../answer.ts";
import { get, type Route } from "../route.ts";
import { pageOf } from "./outcomes.ts";

/** The documentation as pages to read. */
export const DOCS_ROUTES: readonly Route[] = [
  get({
    operationId: "getDocs",
    path: "/docs",
    summary: "Where the documentation begins",
    access: "anyone",
    responses: {
      308: { description: "To `/docs/`", content: { "text/plain": null }, headers: { location: "The first page" } },
    },
    isServed: ({ api }) => api.docs !== undefined,
    // From where the request went: a proxy may have the gateway under a path of which it says nothing.
    handle: () => ({ ...plainText("", 308), headers: { location: "docs/" } }),
  }),
  get({
    operationId: "getDocsPage",
    path: "/docs/{page}",
    summary: "A page of the documentation; without a name the first",
    access: "anyone",
    parameter: { name: "page", description: "Name of the page", pattern: /^[a-z0-9-]{0,64}$/u },
    responses: { 200: pageOf("A page in English") },
    isServed: ({ api }) => api.docs !== undefined,
    async handle({ named, parts }) {
      const page = await parts.api.docs?.(named);
      return page === undefined || page === null ? null : { ...htmlPage(page), isFile: true };
    },
  }),
];
