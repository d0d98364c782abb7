import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Client } from "../../src/client/index.ts";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/gateway/tokens.ts";
import { PROCESS_SECRET, spawnGateway } from "../support/spawn-gateway.ts";

const PAIRS = 10;
const MESSAGES = 300;
const KILLS = 5;

test("[P1] [P2] [P3] [P4] a gateway killed again and again under load loses, doubles and reorders nothing", async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "hutong-kill-"));
  const file = join(folder, "chat.sqlite");
  let gateway = await spawnGateway(file);
  const { port, ws } = gateway;
  const clients: Client[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.close();
    await gateway.kill();
    rmSync(folder, { recursive: true });
  });

  const secret = new TextEncoder().encode(PROCESS_SECRET);
  const heard: string[][] = [];
  const gaps: string[] = [];
  const acknowledged = new Map<string, number>();
  const backoff = { firstMs: 10, longestMs: 50 };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const texts: string[] = [];
    heard.push(texts);
    let last = 0;
    const reader = connect(ws, await signToken(`reader${pair}`, secret, 600, new Date()), {
      device: "d",
      from: "start",
      backoff,
    });
    reader.on("message", ({ seq, text }) => {
      if (seq !== last + 1) gaps.push(`${pair}: ${last} → ${seq}`);
      last = seq;
      texts.push(text);
    });
    const writer = connect(ws, await signToken(`writer${pair}`, secret, 600, new Date()), { device: "d", backoff });
    clients.push(reader, writer);
  }
  await Promise.all(clients.map((client) => client.ready()));

  // Each writer keeps five under way; every so many acknowledgements the gateway dies in the middle of the others.
  let acks = 0;
  let kills = 0;
  let restarting = Promise.resolve();
  const writeAll = async (pair: number) => {
    const writer = clients[2 * pair + 1];
    let next = 0;
    const writeOne = async (): Promise<void> => {
      for (let index = next++; index < MESSAGES; index = next++) {
        const text = `${pair}-${index}`;
        const sent = await writer?.send(`reader${pair}`, text);
        acknowledged.set(text, sent?.seq ?? 0);
        acks += 1;
        if (kills < KILLS && acks >= ((kills + 1) * PAIRS * MESSAGES) / (KILLS + 1)) {
          kills += 1;
          restarting = gateway.kill().then(async () => {
            gateway = await spawnGateway(file, port);
          });
        }
      }
    };
    await Promise.all(Array.from({ length: 5 }, writeOne));
  };
  await Promise.all(Array.from({ length: PAIRS }, (_, pair) => writeAll(pair)));
  await restarting;

  // A reader that has everything by its own sync is asked for nothing more than the last number.
  await Promise.all(
    heard.map(async (texts, pair) => {
      const reader = clients[2 * pair];
      await reader?.ready();
      if (texts.length < MESSAGES) {
        await new Promise<void>((resolve) => {
          const stop = reader?.on("message", () => {
            if (texts.length < MESSAGES) return;
            stop?.();
            resolve();
          });
        });
      }
    }),
  );
  const missing = [...acknowledged].filter(([text, seq]) => heard[Number(text.split("-")[0])]?.[seq - 1] !== text);
  expect(kills).toBe(KILLS);
  expect(acknowledged.size).toBe(PAIRS * MESSAGES);
  expect({ missing, gaps }).toEqual({ missing: [], gaps: [] });
  expect(heard.map((texts) => [texts.length, new Set(texts).size])).toEqual(heard.map(() => [MESSAGES, MESSAGES]));
});
