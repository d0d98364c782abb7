import { expect } from "vitest";
import { createMatrixCallbacks } from "../../src/adapters/matrix.ts";
import { openApp } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const SECRET = "a secret of thirty-two characters or more";
/** An address that no rulebook lets pass: a name of Taobao's in letters that only look like its own. */
const BAD = "https://user:password@taobao.com.evil.example/";

/** An event as the module sends it: `format_event_for_client_v2`, of its source. */
function eventOf(content: object, type = "m.room.message") {
  return {
    event: {
      type,
      room_id: "!room:example.org",
      sender: "@alice:example.org",
      content,
      origin_server_ts: 1_764_000_000_000,
      unsigned: {},
      event_id: "$event",
    },
  };
}

test("Synapse is told to refuse a message with a blocked link, in the language of its address, and to let others pass", async ({
  folder,
  onTestFinished,
}) => {
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const app = await openApp({ ...DEFAULT_CONFIG, resolve, port: 0, data: folder, matrixSecret: SECRET });
  onTestFinished(() => app.close());
  const ask = async (body: unknown, { path = "check_event_for_spam", secret = SECRET } = {}) => {
    const answer = await fetch(new URL(`adapters/matrix/${path}`, app.url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: answer.status, ...((await answer.json()) as { errcode?: string; error?: string }) };
  };
  const text = (body: string, more = {}) => eventOf({ msgtype: "m.text", body, ...more });
  const refused = await ask(text(`look ${BAD}`));
  expect(refused).toEqual({ status: 403, errcode: "M_FORBIDDEN", error: expect.stringMatching(/^[A-Z].+\.$/u) });
  const inChinese = await ask(text(BAD), { path: "zh-CN/check_event_for_spam" });
  expect(inChinese.error).toMatch(/\p{Script=Han}/u);
  // Behind words, in an edit, and far down.
  const html = { format: "org.matrix.custom.html", formatted_body: `<b>win</b> <a href="${BAD}">here</a>` };
  expect((await ask(text("win here", html))).status).toBe(403);
  expect((await ask(text("* ok", { "m.new_content": { msgtype: "m.text", body: BAD } }))).status).toBe(403);
  expect((await ask(text(`${"word ".repeat(9_000)}${BAD}`))).status).toBe(403);
  // HTML as clients show it; the custom emoji is as mautrix/telegram #801 has it, its tag closed by nobody as browsers write it.
  const [scheme, rest] = ["https:", BAD.slice("https:".length)];
  for (const formatted of [
    `<img data-mx-emoticon src="mxc://example.org/abc" alt=":sadowo:" height="32"> <a href="${BAD}">here</a>`,
    `<A HREF="${BAD}">here</A>`,
    `<a Href='${BAD}'>here</a>`,
    `<a href=${BAD}>here</a>`,
    `<a/href="${BAD}">here</a>`,
    `<a title="x > y" href = "${BAD}">here</a>`,
    // Browsers take the first.
    `<a href="${BAD}" href="https://item.taobao.com/">here</a>`,
    `<quote><a href="${BAD}">here</a></quote>`,
    `<at><a href="${BAD}">here</a></at>`,
    `<unknown a="<"><a href="${BAD}">here</a>`,
    `<a href=" \n${BAD.slice(0, 20)}\n\t${BAD.slice(20)}">here</a>`,
    `<a href="${rest}">here</a>`,
    `<a href="&#104ttps&colon;${rest.replaceAll("/", "&sol;").replaceAll(".", "&period;")}">here</a>`,
    `<!--> <a href="${BAD}">here</a> -->`,
    `<!-- --!> <a href="${BAD}">here</a> -->`,
    `${scheme}<b>${rest.slice(0, 20)}</b><I>${rest.slice(20)}</I>`,
    `<p>see ${BAD.replaceAll("/", "&sol;")}</p>`,
    `${"<b>".repeat(9_000)}<a href="${BAD}">here</a>`,
    `<img alt="${BAD}" src="mxc://example.org/abc">`,
  ])
    expect([formatted, (await ask(text("x", { formatted_body: formatted }))).status]).toEqual([formatted, 403]);
  for (const formatted of [
    "<p>https://item.taobao.com</p><p>.evil.example</p>",
    '<a href="https://item.taobao.com">here</a>.evil.example',
    '<img src="paypa1.com/abc" alt="a"> ok',
    "<p>https://item.taobao.com</p>.evil.example",
    `<a data-href="${BAD}" title="x">here</a><!-- ${BAD} -->`,
    `<a href="https://item.taobao.com/" href="${BAD}">here</a>`,
  ])
    expect([formatted, (await ask(text("x", { formatted_body: formatted }))).status]).toEqual([formatted, 200]);
  // Lines, and Chinese, which has no spaces: no address is cut where a piece ends.
  for (const before of ["word\n".repeat(1_597), "字".repeat(7_985), "字".repeat(13_970)])
    expect([before.length, (await ask(text(`${before}${BAD}`))).status]).toEqual([before.length, 403]);
  const long = `<p>${"word ".repeat(6_000)}</p><a href="${BAD}">x</a>`;
  expect((await ask(text("x", { formatted_body: long }))).status).toBe(403);
  for (const passed of [
    text("good morning"),
    text("https://item.taobao.com/item.htm?id=652874301955"),
    eventOf({ algorithm: "m.megolm.v1.aes-sha2", ciphertext: BAD }, "m.room.encrypted"),
    eventOf({ body: 7, formatted_body: null }),
    { event: 7 },
  ]) {
    expect(await ask(passed)).toEqual({ status: 200 });
  }
  expect(await ask({ user_id: "@alice:example.org" }, { path: "user_may_join_room" })).toEqual({ status: 200 });
  expect(await ask({ id: "a1" }, { path: "ping" })).toEqual({ status: "ok", id: "a1" });
  expect(await ask({ id: 7 }, { path: "en/ping", secret: "another" })).toMatchObject({ errcode: "M_UNAUTHORIZED" });
  expect(await ask(text(BAD), { secret: "another" })).toMatchObject({ status: 401, errcode: "M_UNAUTHORIZED" });
  expect(await ask("{")).toMatchObject({ status: 400 });
  expect((await ask(text(BAD), { path: "xx/check_event_for_spam" })).status).toBe(404);
});

test("a secret that could be guessed is refused at the start", async () => {
  const { code, stderr } = await runHere(["serve", "--port", "0"], { env: { HUTONG_MATRIX_SECRET: "short" } });
  expect([code, stderr]).toEqual([2, expect.stringContaining("HUTONG_MATRIX_SECRET: expected 32 characters or more")]);
});

test("without a secret there is no such door", async ({ start }) => {
  const { http } = await start();
  const answer = await fetch(`${http}/adapters/matrix/check_event_for_spam`, { method: "POST", body: "{}" });
  expect(answer.status).toBe(404);
});

test("a check that fails is no refusal of the message's own", async () => {
  const callbacks = createMatrixCallbacks({ secret: SECRET, check: () => Promise.reject(new Error("no store")) });
  const body = eventOf({ body: BAD });
  const asked = { callback: "check_event_for_spam", locale: "en" as const, authorization: `Bearer ${SECRET}`, body };
  const allowance = { requester: "matrix", maxLinks: 5, take: () => null };
  await expect(callbacks(asked, allowance)).rejects.toThrow("no store");
});
