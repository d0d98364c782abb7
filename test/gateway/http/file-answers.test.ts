import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { test } from "../../support/test.ts";

interface Told {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** As it travels: `fetch` unpacks by itself. */
function ask(url: string, headers: Record<string, string>, method = "GET"): Promise<Told> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) });
      });
    })
      .on("error", reject)
      .end();
  });
}

test("a file of the page travels packed where it is unpacked, and once to who keeps it", async ({ start }) => {
  const { http } = await start();
  for (const path of ["/", "/console", "/web/main.ts", "/web/style.css"]) {
    const plain = await ask(`${http}${path}`, {});
    expect(plain.headers).toMatchObject({ "cache-control": "no-cache", vary: "accept-encoding" });
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(plain.headers["content-length"]).toBe(String(plain.body.length));
    for (const encoding of ["gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "GZIP"]) {
      const packed = await ask(`${http}${path}`, { "accept-encoding": encoding });
      expect(packed.headers).toMatchObject({ "content-encoding": "gzip", etag: plain.headers["etag"] });
      expect(packed.body.length).toBeLessThan(0.7 * plain.body.length);
      expect(packed.headers["content-length"]).toBe(String(packed.body.length));
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
      const head = await ask(`${http}${path}`, { "accept-encoding": encoding }, "HEAD");
      expect(head.headers).toMatchObject({ "content-length": packed.headers["content-length"] });
    }
    for (const encoding of ["identity", "br", "gzip;q=0", "gzip; q=0.00, br"])
      expect((await ask(`${http}${path}`, { "accept-encoding": encoding })).body.equals(plain.body)).toBe(true);
    const tag = String(plain.headers["etag"]);
    for (const known of [tag, `"old", ${tag}`, tag.replace("W/", ""), "*"]) {
      const again = await ask(`${http}${path}`, { "if-none-match": known, "accept-encoding": "gzip" });
      expect([again.status, again.body.length, again.headers["etag"]]).toEqual([304, 0, tag]);
      expect(again.headers).not.toHaveProperty("content-length");
      expect(again.headers["content-security-policy"]).toBe(plain.headers["content-security-policy"]);
    }
    expect((await ask(`${http}${path}`, { "if-none-match": '"old"' })).status).toBe(200);
  }
});

test("a picture is not packed again, and what differs from one to the next is kept by nobody", async ({ start }) => {
  const { http } = await start();
  const picture = await ask(`${http}/web/gate-192.png`, { "accept-encoding": "gzip" });
  expect(picture.headers).toMatchObject({ "content-type": "image/png", "cache-control": "no-cache" });
  expect(picture.headers).not.toHaveProperty("content-encoding");
  for (const path of ["/v1/apps", "/healthz", "/nowhere"]) {
    const told = await ask(`${http}${path}`, { "accept-encoding": "gzip", "if-none-match": "*" });
    expect(told.headers).toMatchObject({ "cache-control": "no-store" });
    expect(told.headers).not.toHaveProperty("content-encoding");
    expect(told.body.length).toBeGreaterThan(0);
  }
});
