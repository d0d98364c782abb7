import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { CLIENT_FRAMES } from "../../../src/protocol/client-frames.ts";
import { SERVER_FRAMES } from "../../../src/protocol/server-frames.ts";
import { openSite, startFollowingGateway, type Site } from "../../support/followed-gateway.ts";
import type { TestGateway } from "../../support/gateway.ts";
import { enter } from "../../support/raw-socket.ts";

let site: Site;
let gateway: TestGateway;
beforeAll(async () => {
  site = await openSite();
  gateway = await startFollowingGateway();
});
afterAll(async () => {
  await gateway.close();
  await site.close();
});

const documentAt = async (path: string): Promise<Record<string, unknown>> => {
  const response = await fetch(gateway.http + path);
  expect(response.headers.get("content-type")).toBe("application/json");
  return (await response.json()) as Record<string, unknown>;
};

function pointed(document: unknown, reference: string): unknown {
  return reference
    .slice("#/".length)
    .split("/")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}

/** The schema at a place, with what it refers to put in, so that it stands alone. */
function alone(document: unknown, schema: unknown): z.ZodType {
  const shared = (document as { components: { schemas: object } }).components.schemas;
  const own = JSON.stringify({ ...(schema as object), $defs: shared }).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(own) as Parameters<typeof z.fromJSONSchema>[0]);
}

test.each(["/openapi.json", "/asyncapi.json"])("%s refers to nothing that is not in it", async (path) => {
  const document = await documentAt(path);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/gu)].map(
    ([, reference = ""]) => reference,
  );
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references)
    expect({ reference, is: typeof pointed(document, reference) }).toEqual({ reference, is: "object" });
});

test("the socket's document names every frame, and what a gateway says fits it", async () => {
  const document = await documentAt("/asyncapi.json");
  const messages = pointed(document, "#/channels/socket/messages") as Record<string, { payload: object }>;
  expect(Object.keys(messages)).toEqual([
    ...Object.keys(CLIENT_FRAMES).map((type) => `client.${type}`),
    ...Object.keys(SERVER_FRAMES).map((type) => `server.${type}`),
  ]);
  const socket = await enter(gateway, "alice");
  socket.say({
    type: "send",
    id: "1",
    key: "k",
    to: "bob",
    text: `${site.url("/nobody")} https://item.taobao.com/item.htm?id=1`,
  });
  const { conversation } = await socket.next("sent");
  await socket.next("link");
  for (const frame of [
    { type: "history", id: "2", conversation },
    { type: "conversations", id: "3" },
    { type: "open", id: "4", conversation, seq: 1, index: 1 },
    { type: "sync", id: "5" },
    { type: "nonsense", id: "6" },
  ])
    socket.say(frame);
  await socket.next("error");
  await socket.next("opened");
  const types = new Set<string>();
  for (const frame of socket.heard) {
    types.add(frame.type);
    const fit = alone(document, messages[`server.${frame.type}`]?.payload).safeParse(frame);
    expect({ type: frame.type, fault: fit.error?.message }).toEqual({ type: frame.type, fault: undefined });
  }
  expect(types.size).toBeGreaterThanOrEqual(8);
});

test("the HTTP document names routes that are there, and a check's answer fits it", async () => {
  const document = await documentAt("/openapi.json");
  const paths = Object.keys(document["paths"] as object);
  for (const path of paths.filter(
    (each) =>
      !each.includes("{") && !/\/v1\/(?:lists|log|decisions)|keys|demo|docs|check|shadow|sign-in-code/u.test(each),
  )) {
    expect({ path, status: (await fetch(gateway.http + path)).status }).toEqual({ path, status: 200 });
  }
  const response = await fetch(`${gateway.http}/v1/check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      text: "https://item.taobao.com/item.htm?id=652874301955 ￥aS1dF2gH3jK￥ taobao://x",
      locale: "vi",
    }),
  });
  const route = (document["paths"] as Record<string, unknown>)["/v1/check"];
  const answer = pointed(route, "#/post/responses/200/content") as Record<string, { schema: unknown }>;
  const fit = alone(document, answer["application/json"]?.schema).safeParse(await response.json());
  expect(fit.error).toBeUndefined();
});
