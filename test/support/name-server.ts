import { createSocket } from "node:dgram";
import { once } from "node:events";

const HEADER_BYTES = 12;
/** A response to a standard query; name errors have 3 in their last four bits. Source: RFC 1035, 4.1.1. */
const RESPONSE = 0x8180;
const NO_SUCH_NAME = 0x8183;
const TYPE_A = 1;

/** Answers questions on loopback: names of `known` are 127.0.0.1 (no other family), all others are not there. */
export async function startNameServer(known: ReadonlySet<string>) {
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    const labels: string[] = [];
    let at = HEADER_BYTES;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = question.readUInt16BE(at + 1);
    const isKnown = known.has(labels.join(".").toLowerCase());
    const answer = isKnown && type === TYPE_A ? "c00c000100010000000100047f000001" : "";
    const head = Buffer.alloc(HEADER_BYTES);
    head.writeUInt16BE(question.readUInt16BE(0), 0);
    head.writeUInt16BE(isKnown ? RESPONSE : NO_SUCH_NAME, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answer === "" ? 0 : 1, 6);
    // The question itself: its name, type and class. What comes after it (EDNS) is left out.
    const asked = question.subarray(HEADER_BYTES, at + 5);
    socket.send(Buffer.concat([head, asked, Buffer.from(answer, "hex")]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, close: () => socket.close() };
}
