import { type IncomingHttpHeaders, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";

export interface Asked {
  /** 101 for an upgrade that was accepted. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The address of this machine to ask from. */
  readonly from?: string;
  /** Over TLS, whatever the certificate. */
  readonly isTls?: boolean;
}

export const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": Buffer.alloc(16).toString("base64"),
} as const;

/** One request over a connection of its own; unlike fetch it sends the Host and Origin it is given. */
export function ask(port: number, path: string, options: AskOptions = {}) {
  const { method = "GET", headers = {}, body, from, isTls = false } = options;
  return new Promise<Asked>((resolve, reject) => {
    const localAddress = from === undefined ? {} : { localAddress: from };
    const own = { host: "127.0.0.1", port, path, method, headers, agent: false, ...localAddress };
    const asked = isTls ? requestTls({ ...own, rejectUnauthorized: false }) : requestPlain(own);
    asked.on("upgrade", ({ headers: said }, socket) => {
      socket.destroy();
      resolve({ status: 101, headers: said, body: "" });
    });
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** `POST` of JSON. */
export function postJson(port: number, path: string, body: unknown, { headers = {}, ...rest }: AskOptions = {}) {
  const type = { "content-type": "application/json" };
  return ask(port, path, { method: "POST", body: JSON.stringify(body), headers: { ...type, ...headers }, ...rest });
}
