import type { z } from "zod";
import { CLIENT_FRAMES, SOCKET_PATH, SUBPROTOCOL } from "../../../protocol/client-frames.ts";
import { CLOSE_CODES } from "../../../protocol/close-codes.ts";
import { SERVER_FRAMES } from "../../../protocol/server-frames.ts";
import type { GatewayAddress } from "../http-parts.ts";
import { INFO } from "./info.ts";
import { createDocumentSchemas, type Json } from "./json-schema.ts";

/** The same with the server that was asked, as the format wants it: a host, and a path before the channel's address. */
export function withServer(document: Json, { host, isSecured, base }: GatewayAddress): Json {
  const server = { host, protocol: isSecured ? "wss" : "ws", ...(base !== "" && { pathname: base }) };
  return { ...document, servers: { gateway: server } };
}

/** What travels on the socket. Format: AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncApi(): Json {
  const { schemaOf, components } = createDocumentSchemas();
  const messageOf = (type: string, schema: z.ZodType) => ({
    name: type,
    contentType: "application/json",
    payload: schemaOf(schema),
  });
  const said = Object.entries(CLIENT_FRAMES).map(
    ([type, schema]) => [`client.${type}`, messageOf(type, schema)] as const,
  );
  const heard = Object.entries(SERVER_FRAMES).map(
    ([type, schema]) => [`server.${type}`, messageOf(type, schema)] as const,
  );
  const refer = (entries: readonly (readonly [string, Json])[]) =>
    entries.map(([name]) => ({ $ref: `#/channels/socket/messages/${name}` }));
  const channel = { $ref: "#/channels/socket" };
  const closeCodes = Object.entries(CLOSE_CODES).map(([name, code]) => `${code} ${name}`);
  return {
    asyncapi: "3.0.0",
    info: {
      ...INFO,
      description: `JSON text frames over the WebSocket subprotocol ${SUBPROTOCOL}. A request carries id, its answer re. Close codes: ${closeCodes.join(", ")}; 4000-4499 mean come back, 4500-4999 stay away.`,
    },
    channels: { socket: { address: SOCKET_PATH, messages: Object.fromEntries([...said, ...heard]) } },
    operations: {
      say: { action: "receive", channel, messages: refer(said) },
      hear: { action: "send", channel, messages: refer(heard) },
    },
    components: { schemas: components },
  };
}
