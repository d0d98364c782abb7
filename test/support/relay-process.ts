import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

// The ceiling the gateway is measured against: passes JSON on to a name and acknowledges; stores and checks nothing.
const sockets = new Map<string, WebSocket>();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, path: "/v1/ws", perMessageDeflate: false });
server.on("connection", (ws) => {
  let own = "";
  let seq = 0;
  ws.on("message", (data) => {
    const frame = JSON.parse((data as Buffer).toString("utf8")) as Record<string, string>;
    if (frame["type"] === "hello") {
      own = frame["device"] ?? "";
      sockets.set(own, ws);
      ws.send(JSON.stringify({ type: "welcome", re: frame["id"] }));
      return;
    }
    seq += 1;
    ws.send(JSON.stringify({ type: "sent", re: frame["id"], seq }));
    sockets.get(frame["to"] ?? "")?.send(JSON.stringify({ type: "message", seq, from: own, text: frame["text"] }));
  });
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(address.port);
});
