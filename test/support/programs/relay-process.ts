import Database from "better-sqlite3";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

// What the gateway is measured against: passes JSON on to a name and acknowledges; checks nothing, and stores nothing unless a file
// is named: then every message is a transaction of its own in SQLite under synchronous=FULL. Its port is its first line.
const store = storeIn(process.argv[2]);
const sockets = new Map<string, WebSocket>();
const groups = new Map<string, readonly string[]>();
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
    if (frame["type"] === "group") {
      const id = `group of ${own}`;
      groups.set(id, frame["members"] as unknown as string[]);
      ws.send(JSON.stringify({ type: "group", re: frame["id"], conversation: id }));
      return;
    }
    seq += 1;
    store?.(own, frame["to"], frame["key"], frame["text"]);
    ws.send(JSON.stringify({ type: "sent", re: frame["id"], seq }));
    const message = JSON.stringify({ type: "message", seq, from: own, text: frame["text"] });
    const to = frame["to"] ?? "";
    for (const reader of groups.get(to) ?? [to]) sockets.get(reader)?.send(message);
  });
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(address.port);
});

function storeIn(file: string | undefined): ((...values: unknown[]) => void) | null {
  if (file === undefined) return null;
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE message (sender TEXT, receiver TEXT, key TEXT, text TEXT, UNIQUE (sender, key))");
  const insert = db.prepare("INSERT INTO message VALUES (?, ?, ?, ?)");
  return (...values) => void insert.run(...values);
}
