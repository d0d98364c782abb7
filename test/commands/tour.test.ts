import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/client/index.ts";
import { firstLine, startCli } from "../support/programs/cli.ts";

test("a tour has two people, a story with every verdict on its day, and an answer of the bot; and it ends with nothing kept", async () => {
  const child = startCli(["tour", "--port", "0"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = await firstLine(child);
  const signIn = await fetch(`${url}v1/demo-sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "hua" }),
  });
  const { token } = (await signIn.json()) as { token: string };
  const client = connect(`${url.replace("http", "ws")}v1/ws`, token, { device: "d", locale: "zh-CN" });
  const [group, bot] = (await client.conversations()).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  expect(group).toMatchObject({ kind: "group", members: ["hua", "ming"] });
  expect(bot).toMatchObject({ kind: "one_to_one", members: ["hua", "hutong"], lastSeq: 2 });
  const { messages } = await client.history(group?.conversation ?? "");
  const told = messages.flatMap(({ at, links }) =>
    links.map(({ app, verdict }) => `${at.slice(0, 10)} ${app?.id ?? "unlisted"} ${verdict.action}`),
  );
  // The same link outside, then inside; its rival's always inside; and one that is stopped.
  expect(told).toEqual(
    expect.arrayContaining([
      "2021-09-09 taobao open_externally",
      "2021-09-10 jd open_in_place",
      "2021-09-20 unlisted block",
      "2021-11-30 taobao open_in_place",
    ]),
  );
  expect(new Set(told.map((each) => each.split(" ")[2])).size).toBe(3);
  client.close();
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
