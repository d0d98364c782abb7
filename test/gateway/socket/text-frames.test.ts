import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { joined } from "../../../src/input/json.ts";
import { bytesIn, encoded, type FrameText, textFrames } from "../../../src/gateway/socket/text-frames.ts";

test("frames written together are what a WebSocket client reads one by one, at every length of the header", async () => {
  const shared = { json: "“付款” 👩‍👩‍👧", bytes: Buffer.from("“付款” 👩‍👩‍👧") };
  const texts = ["", "a", "x".repeat(125), "x".repeat(126), "字".repeat(21_845), "x".repeat(65_536), "👩‍👩‍👧 é ไทย", "end"];
  const inPieces = [["[字é", shared, "", shared, "]"], [shared]];
  const written: FrameText[] = [...inPieces, ...texts];
  const frames = [...written.map((frame) => encoded(encoded(frame))), ...written];
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (_ws, { socket }) => {
    socket.write(
      textFrames(
        frames,
        frames.map((frame) => bytesIn(frame)),
      ),
    );
  });
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const heard: string[] = [];
  client.on("message", (data, isBinary) => heard.push(isBinary ? "binary" : (data as Buffer).toString("utf8")));
  while (heard.length < frames.length) await once(client, "message");
  const said = [...inPieces.map(joined), ...texts];
  expect(heard).toEqual([...said, ...said]);
  client.terminate();
  server.close();
});
