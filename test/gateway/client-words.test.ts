import { expect } from "vitest";
import { openRaw } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

test("hello takes what an app tells of itself: only the verdict depends on it", async ({ start }) => {
  const gateway = await start();
  const hello = { type: "hello", id: "1", token: await gateway.token("alice"), device: "d" };
  const client = { os: "HarmonyOS", version: "8.0.50(0x18003237)" };
  const socket = await openRaw(gateway.ws);
  socket.say({ ...hello, client, locale: "zh-TW" });
  await socket.next("welcome");
  socket.say({ type: "send", id: "2", key: "k", to: "bob", text: "https://item.taobao.com/item.htm?id=652874301955" });
  const { links } = await socket.next("sent");
  // Which language answers it best is decided where the reasons are.
  expect(links[0]?.verdict.reason).toMatch(/ web 8\.0\.50 {2}zh-TW$/u);
  socket.ws.close();
});
