import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { Socket } from "socket.io";

// A peer of the gateway: socket.io passing messages on to a name, with acknowledgements; stores and checks nothing.
const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false, perMessageDeflate: false });
const sockets = new Map<string, Socket>();
io.on("connection", (socket) => {
  let own = "";
  let seq = 0;
  socket.on("hello", (name: string, acknowledge: (answer: object) => void) => {
    own = name;
    sockets.set(own, socket);
    acknowledge({});
  });
  socket.on("group", (members: readonly string[], acknowledge: (group: string) => void) => {
    const group = `group of ${own}`;
    for (const member of [own, ...members]) void sockets.get(member)?.join(group);
    acknowledge(group);
  });
  socket.on("send", ({ to = "", text }: Record<string, string>, acknowledge: (answer: object) => void) => {
    seq += 1;
    acknowledge({ seq });
    (sockets.get(to) ?? socket.to(to)).emit("message", { seq, from: own, text });
  });
});
http.listen(0, "127.0.0.1", 4_096, () => console.log((http.address() as AddressInfo).port));
