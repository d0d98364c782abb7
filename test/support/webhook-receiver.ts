import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

const KEY_TEXT = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const WEBHOOK_SECRET = `whsec_${KEY_TEXT}`;

export interface Received {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly conversation: string; readonly seq: number };
  readonly headers: IncomingHttpHeaders;
  /** Whether the signature is the secret's, computed as a receiver does. */
  readonly isSigned: boolean;
  readonly status: number;
}

export type Answer = (received: Omit<Received, "status">, response: ServerResponse) => number;

/** Somebody who is told, on loopback; answers as the test says. `0` answers nothing. */
export async function webhookReceiver() {
  const all: Received[] = [];
  let answer: Answer = () => 204;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => void pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString("utf8");
      const { headers } = request;
      const id = String(headers["webhook-id"]);
      const signed = `${id}.${String(headers["webhook-timestamp"])}.${body}`;
      const own = createHmac("sha256", Buffer.from(KEY_TEXT, "base64")).update(signed).digest("base64");
      const isSigned = String(headers["webhook-signature"]).split(" ").includes(`v1,${own}`);
      const received = { id, ...(JSON.parse(body) as Pick<Received, "type" | "data">), headers, isSigned };
      const status = answer(received, response);
      all.push({ ...received, status });
      if (status !== 0) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  const taken = () => all.filter(({ status }) => status === 204);
  return {
    url: new URL(`http://127.0.0.1:${address.port}/hook`),
    all,
    /** What was answered 204, the first time of each id, in order. */
    taken,
    once: () =>
      [
        ...new Map(
          taken()
            .toReversed()
            .map((each) => [each.id, each]),
        ).values(),
      ].toReversed(),
    answers: (by: Answer) => void (answer = by),
  };
}
