import { type Html, html } from "../pages/html.ts";
import type { Facts } from "./made-pages.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** A frame around others: its first line stands at its top. */
  readonly isFrame?: boolean;
  readonly isAccent?: boolean;
}

interface Arrow {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly label?: string;
  readonly isBothWays?: boolean;
}

interface Drawing {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** The same in words, in order. */
  readonly told: readonly string[];
}

const LINE = 17;
const INSET = 8;

function boxSvg({ x, y, width, height, lines, isFrame = false, isAccent = false }: Box): Html {
  const kind = isFrame ? "frame" : isAccent ? "box accent" : "box";
  const top = isFrame ? y + LINE : y + height / 2 - ((lines.length - 1) * LINE) / 2 + 4.5;
  const [textX, anchor] = isFrame ? [x + INSET, "start"] : [x + width / 2, "middle"];
  return html`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7" />${lines.map(
      (line, index) =>
        html`<text class="${kind}" x="${textX}" y="${top + index * LINE}" text-anchor="${anchor}">${line}</text>`,
    )}`;
}

function arrowSvg({ from: [x, y], to: [toX, toY], label, isBothWays = false }: Arrow, id: string): Html {
  const start = isBothWays && html` marker-start="url(#${id}-tip)"`;
  const isDown = x === toX;
  const words =
    label === undefined
      ? null
      : html`<text
          class="label"
          x="${isDown ? x + INSET : (x + toX) / 2}"
          y="${isDown ? (y + toY) / 2 + 4 : y - 6}"
          text-anchor="${isDown ? "start" : "middle"}"
          >${label}</text
        >`;
  return html`<line
      class="arrow"
      x1="${x}"
      y1="${y}"
      x2="${toX}"
      y2="${toY}"
      marker-end="url(#${id}-tip)"
      ${start}
    />${words}`;
}

/** A drawing that is read in light and dark, and in words by who does not see it. */
function figure({ id, title, width, height, boxes, arrows, told }: Drawing): string {
  return html`<figure class="drawing">
    <svg
      viewBox="0 0 ${width} ${height}"
      width="${width}"
      height="${height}"
      role="img"
      aria-labelledby="${id}-title"
      aria-describedby="${id}-told"
    >
      <title id="${id}-title">${title}</title>
      <defs>
        <marker
          id="${id}-tip"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto-start-reverse"
        >
          <path class="tip" d="M0 0.5 7.5 4 0 7.5Z" />
        </marker>
      </defs>
      ${boxes.map(boxSvg)} ${arrows.map((arrow) => arrowSvg(arrow, id))}
    </svg>
    <figcaption id="${id}-told">
      <ol>
        ${told.map((sentence) => html`<li>${sentence}</li>`)}
      </ol>
    </figcaption>
  </figure>`.text;
}

const WIDTH = 340;

/** Boxes under each other with arrows between. */
function column(
  steps: readonly { readonly lines: readonly string[]; readonly label?: string; readonly isAccent?: boolean }[],
) {
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  let y = 4;
  for (const [index, { lines, label, isAccent = false }] of steps.entries()) {
    const height = lines.length * LINE + 14;
    boxes.push({ x: 20, y, width: WIDTH - 40, height, lines, isAccent });
    y += height;
    if (index === steps.length - 1) break;
    arrows.push({ from: [WIDTH / 2, y], to: [WIDTH / 2, y + 30], ...(label !== undefined && { label }) });
    y += 32;
  }
  return { boxes, arrows, width: WIDTH, height: y + 6 };
}

function message(): string {
  return figure({
    id: "message",
    title: "The way of a message",
    ...column([
      { lines: ["send: a text, under a key"] },
      {
        lines: ["links → apps → findings → rules", "judged for its reader, by the day's edition"],
        label: "at once, no network asked",
      },
      { lines: ["on disk"], isAccent: true, label: "one sync for many" },
      { lines: ["sent to the sender, message to the others", "some links still provisional"], label: "at most 5 s" },
      { lines: ["each link followed, past the guard", "judged again by where it really leads"] },
      { lines: ["link: the final verdict, a numbered update"], label: "later, at the click" },
      { lines: ["open: decided afresh"], isAccent: true },
    ]),
    told: [
      "A text is sent under a key that makes a retry harmless.",
      "Its links are found, named and judged without the network, for each kind of reader.",
      "It is written to the disk; only then the sender is told “sent” and everybody else gets it.",
      "Links that only a request can follow are followed then, for at most five seconds.",
      "What they lead to is judged again and told as a numbered update, kept for who comes later.",
      "A click decides once more, at its own time.",
    ],
  });
}

/** As many letters of a drawing's text as fit into a box of the column. */
const LINE_LENGTH = 40;

/** A title in as many lines as it needs, broken between words. */
function linesOf(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_LENGTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function editions({ rulebooks }: Facts): string {
  const book = rulebooks.find(({ id }) => id === "wechat") ?? rulebooks[0];
  if (book === undefined) return "";
  let height = 4;
  const boxes = book.editions.map(({ id, title }): Box => {
    const lines = [`from ${id}`, ...linesOf(title)];
    const box = { x: 40, y: height, width: WIDTH - 44, height: lines.length * LINE + 10, lines };
    height += box.height + 10;
    return box;
  });
  return figure({
    id: "editions",
    title: `The editions of the rulebook ${book.id} in time`,
    width: WIDTH,
    height: height + 4,
    boxes,
    arrows: [{ from: [18, 4], to: [18, height - 6] }],
    told: [
      ...book.editions.map(({ id, title }) => `From ${id}: ${title}.`),
      "A message is judged by the edition that was in force when the gateway received it, also in a replay years later.",
    ],
  });
}

function machines(): string {
  return figure({
    id: "machines",
    title: "One machine, and many",
    width: WIDTH,
    height: 372,
    boxes: [
      { x: 4, y: 4, width: 332, height: 104, lines: ["one machine: npm start"], isFrame: true },
      { x: 20, y: 34, width: 130, height: 56, lines: ["gateway", "and its page"] },
      { x: 206, y: 34, width: 116, height: 56, lines: ["SQLite", "in data/"], isAccent: true },
      { x: 4, y: 124, width: 332, height: 244, lines: ["many: --store and --bus"], isFrame: true },
      { x: 100, y: 154, width: 140, height: 40, lines: ["proxy: nginx, haproxy"] },
      { x: 20, y: 226, width: 130, height: 40, lines: ["gateway"] },
      { x: 190, y: 226, width: 130, height: 40, lines: ["gateway"] },
      { x: 20, y: 312, width: 130, height: 44, lines: ["PostgreSQL", "what is true"], isAccent: true },
      { x: 190, y: 312, width: 130, height: 44, lines: ["bus: NATS, or it", "hints only"] },
    ],
    arrows: [
      { from: [150, 62], to: [204, 62] },
      { from: [140, 194], to: [90, 224] },
      { from: [200, 194], to: [250, 224] },
      { from: [85, 266], to: [85, 310] },
      { from: [190, 262], to: [142, 310] },
      { from: [255, 266], to: [255, 310], isBothWays: true },
      { from: [150, 262], to: [198, 310], isBothWays: true },
    ],
    told: [
      "On one machine a single program serves the page and keeps everything in one SQLite file.",
      "On many, gateways behind a proxy share a PostgreSQL database, in which everything is kept.",
      "They tell each other by a bus, NATS or PostgreSQL itself. It carries hints only: one that is lost costs time, nothing else.",
    ],
  });
}

function trust(): string {
  return figure({
    id: "trust",
    title: "What is trusted, and where it is checked",
    width: WIDTH,
    height: 430,
    boxes: [
      { x: 4, y: 4, width: 332, height: 84, lines: ["not trusted: people, bots, other chats"], isFrame: true },
      { x: 20, y: 34, width: 300, height: 40, lines: ["frames, requests, texts, addresses"] },
      { x: 4, y: 122, width: 332, height: 190, lines: ["the gateway"], isFrame: true },
      { x: 20, y: 150, width: 300, height: 40, lines: ["edges: schema, token, rate, size"], isAccent: true },
      { x: 20, y: 206, width: 300, height: 40, lines: ["rules: pure, no clock, no network"] },
      { x: 20, y: 258, width: 140, height: 40, lines: ["resolver's guard"], isAccent: true },
      { x: 180, y: 258, width: 140, height: 40, lines: ["store, log's key"] },
      { x: 4, y: 346, width: 160, height: 80, lines: ["not trusted: the web"], isFrame: true },
      { x: 16, y: 374, width: 136, height: 40, lines: ["pages of links"] },
      { x: 176, y: 346, width: 160, height: 80, lines: ["the operator's"], isFrame: true },
      { x: 188, y: 374, width: 136, height: 40, lines: ["disk, database"] },
    ],
    arrows: [
      { from: [170, 88], to: [170, 148], label: "checked" },
      { from: [90, 298], to: [90, 344], label: "pinned" },
      { from: [250, 298], to: [250, 344] },
    ],
    told: [
      "Whatever people, bots and other chats say is checked at the edge: by a schema, a token, a rate and a size.",
      "The rules are pure: they see facts, and neither the clock nor the network.",
      "Only the resolver asks links. Its guard lets it reach the public internet alone, at the very address that was checked.",
      "The store and the key of the decision log are the operator's. Who keeps checkpoints of the log notices another log.",
    ],
  });
}

/** By the word that stands in double braces in a page. */
export const PICTURES: Readonly<Record<string, (facts: Facts) => string>> = { message, editions, machines, trust };
