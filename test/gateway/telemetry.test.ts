import { expect, onTestFinished, test } from "vitest";
import type { Tracer } from "../../src/telemetry/telemetry.ts";
import { parseExposition } from "../support/doubles/exposition.ts";
import { openSite, page, redirect, startFollowingGateway } from "../support/followed-gateway.ts";
import { enter } from "../support/raw-socket.ts";

/** What a span was called and how it ended; null while it is open. */
function recordSpans(): { tracer: Tracer; spans: [string, string | null][] } {
  const spans: [string, string | null][] = [];
  return {
    spans,
    tracer: {
      span(name) {
        const index = spans.push([name, null]) - 1;
        return { end: (outcome) => void (spans[index] = [name, outcome]) };
      },
    },
  };
}

test("/metrics tells how long sends and links took, and each has a span", async () => {
  const { tracer, spans } = recordSpans();
  const site = await openSite();
  const gateway = await startFollowingGateway({ tracer });
  onTestFinished(async () => {
    await gateway.close();
    await site.close();
  });
  const waitedMs = 60;
  site.pages.set("/a", (response) => void setTimeout(() => redirect(site.url("/b"))(response), waitedMs));
  site.pages.set("/b", page("B"));
  const alice = await enter(gateway, "alice");
  const send = { type: "send", id: "1", key: "k", to: "bob", text: site.url("/a") } as const;
  const beganAtMs = performance.now();
  alice.say(send);
  await alice.next("sent");
  expect((await alice.next("link")).report.resolution).toMatchObject({ status: "final" });
  const tookMs = performance.now() - beganAtMs;
  alice.say(send);
  await alice.next("sent");
  alice.say({ ...send, text: "another text under the same key" });
  expect(await alice.next("error")).toMatchObject({ re: "1" });

  const answer = await fetch(`${gateway.http}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const families = parseExposition(await answer.text());
  const sampleOf = (family: string, suffix: string) =>
    families.get(family)?.samples.filter(({ name }) => name === family + suffix);
  // A refused message was not sent.
  expect(sampleOf("hutong_send_seconds", "_count")).toMatchObject([{ labels: {}, value: 2 }]);
  const [sum] = sampleOf("hutong_follow_seconds", "_sum") ?? [];
  expect(sampleOf("hutong_follow_seconds", "_count")).toMatchObject([{ labels: { kind: "final" }, value: 1 }]);
  expect(sum?.value).toBeGreaterThanOrEqual((waitedMs - 2) / 1_000);
  expect(sum?.value).toBeLessThan(tookMs / 1_000);
  expect(spans.toSorted(([a, x], [b, y]) => `${a} ${x}`.localeCompare(`${b} ${y}`))).toEqual([
    ["follow", "final"],
    ["judge", "judged"],
    ["judge", "judged"],
    ["judge", "judged"],
    ["publish", "published"],
    ["send", "refused"],
    ["send", "sent"],
    ["send", "sent"],
    ["store_message", "refused"],
    ["store_message", "repeat"],
    ["store_message", "stored"],
  ]);
});

test("[P8] /metrics holds no name, no text and no address of anybody", async () => {
  const site = await openSite();
  const gateway = await startFollowingGateway();
  onTestFinished(async () => {
    await gateway.close();
    await site.close();
  });
  const alice = await enter(gateway, "alice-the-secret");
  alice.say({ type: "send", id: "1", key: "k", to: "bob-the-secret", text: site.url("/secret") });
  await alice.next("link");
  alice.say({ type: "open", id: "2", conversation: "c:secret", seq: 9, index: 0 });
  await alice.next("error");
  const text = await (await fetch(`${gateway.http}/metrics`)).text();
  expect(text).toMatch(/^hutong_followed_total\{kind="[a-z_]+"\} 1$/mu);
  expect(text).not.toMatch(/secret|alice|bob|site\.net/u);
});
