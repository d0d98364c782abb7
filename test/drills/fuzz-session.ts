import { connect as connectTcp } from "node:net";
import { WebSocket } from "ws";
import { ERRORS, ProtocolError } from "../../src/protocol/errors.ts";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import { parseClientFrame } from "../../src/protocol/client-frames.ts";
import type { Draws } from "../support/draws.ts";
import { hugeFrame } from "./fuzz-frames.ts";

interface SessionParts {
  readonly gateway: string;
  readonly draws: Draws;
  frame(id: string): string;
  heard(name: string): void;
  wrong(what: string): void;
  learn(conversation: string): void;
  count(what: "said" | "unanswered" | "unasked", by: number): void;
}

/** An answer as it is owed: to which `id`, null for frames without a readable one, and with which error; null for any answer. */
type Name = string;
const nameOf = (re: string | null, code: string | null): Name => JSON.stringify([re, code]);

/** Answers that also come unasked; then they carry no `re`. */
const PUSHED = new Set([
  "message",
  "link",
  "read",
  "typing",
  "delivered",
  "deleted",
  "chosen",
  "going_away",
  "rulebook",
]);
/** Requests that are answered only when they are refused. */
const SILENT = new Set(["read", "typing", "delivered"]);
const BATCH = 20;
const MAX_BATCHES = 6;
/** An answer that takes longer does not come. */
const ANSWER_MS = 60_000;
const NOBODYS_CONVERSATION = `c:${"C".repeat(22)}`;

/** A connection from its beginning to its end; resolves with the code it was closed with. */
export function createFuzzSession(parts: SessionParts): (user: string, token: string) => Promise<number> {
  const { draws } = parts;
  let nextId = 0;

  return async (user, token) => {
    const kind = draws.number();
    if (kind < 0.08) return raw();
    return kind < 0.2 ? greetWrong(token) : chat(user, token);
  };

  /** Bytes that are no WebSocket frames, after a sound handshake. */
  function raw(): Promise<number> {
    return new Promise((resolve) => {
      const { hostname, port, pathname } = new URL(parts.gateway);
      const socket = connectTcp(Number(port), hostname, () => {
        const key = Buffer.alloc(16).toString("base64");
        socket.write(
          `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
        );
        const bytes = Buffer.from(Array.from({ length: 2 + draws.below(200) }, () => draws.below(256)));
        // A masked text frame whose length, or whose every byte, is a lie.
        if (draws.chance(0.5)) bytes.set([0x81, 0x80 | draws.below(128)]);
        socket.end(bytes);
        parts.count("said", 1);
      });
      let tail = Buffer.alloc(0);
      socket.on("data", (data) => {
        tail = Buffer.concat([tail, data]).subarray(-1_000);
      });
      socket.on("error", () => {});
      socket.on("close", () => {
        const closeFrame = tail.lastIndexOf(0x88);
        const hasCode = closeFrame !== -1 && closeFrame + 4 <= tail.length;
        resolve(hasCode ? tail.readUInt16BE(closeFrame + 2) : 1006);
      });
    });
  }

  async function open(): Promise<{ readonly ws: WebSocket; readonly closed: Promise<number> }> {
    const ws = new WebSocket(parts.gateway, "hutong.v1", { perMessageDeflate: false });
    const closed = new Promise<number>((resolve) => {
      ws.on("close", resolve);
    });
    ws.on("error", () => {});
    await new Promise<void>((resolve) => {
      ws.once("open", resolve);
      ws.once("close", resolve);
    });
    return { ws, closed };
  }

  /** Anything but a sound hello as the first words. */
  async function greetWrong(token: string): Promise<number> {
    const { ws, closed } = await open();
    ws.on("message", (data) => judgeType(JSON.parse((data as Buffer).toString("utf8")) as ServerFrame));
    const hello = JSON.stringify({ type: "hello", id: "h", token, device: "d" });
    for (let count = 0; count < 4; count += 1) {
      const bent = hello.slice(0, draws.below(hello.length)) + hello.slice(draws.below(hello.length));
      say(ws, draws.chance(0.5) ? bent : parts.frame(newId()));
    }
    // Four frames are more than may come before hello; after a lucky one the connection is open and is left.
    ws.close();
    return closed;
  }

  async function chat(user: string, token: string): Promise<number> {
    const { ws, closed } = await open();
    const owed = new Map<Name, number>();
    const allowed = new Set<string | null>();
    let isEnding = false;
    let wake = () => {};
    ws.on("close", () => wake());
    ws.on("message", (data) => {
      const frame = JSON.parse((data as Buffer).toString("utf8")) as ServerFrame;
      judgeType(frame);
      const re = ("re" in frame ? frame.re : undefined) ?? null;
      if (isEnding || (re === null && PUSHED.has(frame.type))) return;
      if ((frame.type === "sent" || frame.type === "group") && draws.chance(0.2)) parts.learn(frame.conversation);
      settle(re, frame.type === "error" ? frame.code : null);
      wake();
    });

    function settle(re: string | null, code: string | null): void {
      // An answer pays the exact debt, or else that of a sound request, which may be refused for many reasons.
      for (const each of [nameOf(re, code), nameOf(re, null)]) {
        const count = owed.get(each) ?? 0;
        if (count === 0) continue;
        if (count === 1) owed.delete(each);
        else owed.set(each, count - 1);
        return;
      }
      if (allowed.has(re)) return;
      parts.count("unasked", 1);
      parts.wrong(`unasked: ${nameOf(re, code).slice(0, 80)}`);
    }

    async function allPaid(): Promise<void> {
      const late = AbortSignal.timeout(ANSWER_MS);
      late.addEventListener("abort", () => wake());
      while (owed.size > 0 && ws.readyState === WebSocket.OPEN && !late.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ws.readyState === WebSocket.OPEN) {
        for (const [name, count] of owed) {
          parts.count("unanswered", count);
          parts.wrong(`unanswered: ${name.slice(0, 80)}`);
        }
      }
      owed.clear();
    }

    const owe = (name: Name) => owed.set(name, (owed.get(name) ?? 0) + 1);
    owe(nameOf("hello", null));
    ws.send(JSON.stringify({ type: "hello", id: "hello", token, device: user }));
    await allPaid();
    const batches = 1 + draws.below(MAX_BATCHES);
    for (let batch = 0; batch < batches && ws.readyState === WebSocket.OPEN; batch += 1) {
      for (let count = 0; count < BATCH; count += 1) {
        const text = parts.frame(newId());
        const due = dueFor(text);
        // What closes the connection comes last, or what went before might find it closed.
        if (due.closes === true) continue;
        if (due.name !== null) owe(due.name);
        if (due.allows !== undefined) allowed.add(due.allows);
        say(ws, text);
        if (draws.chance(0.03)) {
          ws.send(Buffer.from(text), { binary: true });
          parts.count("said", 1);
          owe(nameOf(null, "binary_frame"));
        }
      }
      // Reads wait for the messages before them, so this is answered last; it also tells that nothing was said twice.
      const last = newId();
      owe(nameOf(last, "unknown_conversation"));
      ws.send(JSON.stringify({ type: "history", id: last, conversation: NOBODYS_CONVERSATION }));
      await allPaid();
    }
    isEnding = true;
    end(ws);
    return closed;
  }

  /** Ends a connection in one of the ways there are. */
  function end(ws: WebSocket): void {
    parts.count("said", 1);
    switch (draws.below(6)) {
      case 0:
        return ws.terminate();
      case 1:
        return ws.send(hugeFrame("huge"));
      case 2:
        return ws.send(Buffer.from([0x22, 0xc3, 0x28, 0xff]), { binary: false });
      case 3:
        for (let count = 0; count < 300; count += 1) ws.send("x", { fin: false });
        return;
      case 4:
        return ws.send(JSON.stringify({ type: "refresh", id: "bad", token: "not one" }));
      default:
        // In the middle of its requests.
        for (let count = 0; count < BATCH; count += 1) say(ws, parts.frame(newId()));
        return ws.close();
    }
  }

  /** In one piece or in two. */
  function say(ws: WebSocket, text: string): void {
    parts.count("said", 1);
    if (ws.readyState !== WebSocket.OPEN) return;
    if (draws.chance(0.1)) {
      const at = draws.below(text.length + 1);
      ws.send(text.slice(0, at).toWellFormed(), { fin: false });
      ws.send(text.slice(at).toWellFormed(), { fin: true });
    } else ws.send(text);
  }

  function newId(): string {
    nextId += 1;
    return `f${nextId}`;
  }

  function judgeType(frame: ServerFrame): void {
    if (frame.type !== "error") {
      parts.heard(frame.type);
      return;
    }
    parts.heard(frame.code);
    if (!Object.hasOwn(ERRORS, frame.code)) parts.wrong(`unknown code: ${frame.code}`);
    else if (frame.code === "internal" || frame.code === "storage") parts.wrong(`fault: ${frame.code}`);
    else if (frame.temporary !== ERRORS[frame.code].temporary) parts.wrong(`not as temporary as listed: ${frame.code}`);
  }
}

interface Due {
  /** Null: nothing is owed. */
  readonly name: Name | null;
  /** An answer to this `id` may come. */
  readonly allows?: string | null;
  readonly closes?: true;
}

/** What a frame is owed, by the protocol's own reading of it. */
function dueFor(text: string): Due {
  try {
    const frame = parseClientFrame(text.toWellFormed());
    const id = frame.id ?? null;
    if (frame.type === "refresh") return { name: null, closes: true };
    if (SILENT.has(frame.type)) return { name: null, allows: id };
    return { name: nameOf(id, frame.type === "hello" ? "hello_again" : null) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { name: nameOf(error.re ?? null, error.code) };
  }
}
