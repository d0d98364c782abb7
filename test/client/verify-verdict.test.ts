import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compactVerify, importJWK } from "jose";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { openApp, type App } from "../../src/app.ts";
import { connect, verifyVerdict, type VerdictCheck, type VerdictKeys } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { signingKey } from "../../src/log/notes.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { hasTool } from "../support/tools.ts";

const LINK = "https://item.taobao.com/item.htm?id=652874301955";

const data = join(temporaryFolder(afterAll), "data");
let app: App;
let keys: VerdictKeys;
/** What `alice` was told of the link. */
let opened: { readonly signature: string; readonly salt: string };

const at = (path: string) => new URL(path, app.url);
const keysNow = async () => (await (await fetch(at(".well-known/hutong-keys.json"))).json()) as VerdictKeys;
const verify = (jws: string, wishes: Parameters<typeof verifyVerdict>[2] = {}) => verifyVerdict(jws, keys, wishes);
const kindOf = async (check: Promise<VerdictCheck>) => (await check).kind;

interface Checked {
  readonly links: readonly unknown[];
  readonly signatures?: readonly string[];
}

async function checked(body: object): Promise<Checked> {
  const headers = { "content-type": "application/json" };
  return (await (
    await fetch(at("v1/check"), { method: "POST", headers, body: JSON.stringify(body) })
  ).json()) as Checked;
}

beforeAll(async () => {
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  app = await openApp({ ...DEFAULT_CONFIG, resolve, port: 0, data, secret: TEST_SECRET_TEXT });
  keys = await keysNow();
  const token = await signToken("alice", TEST_SECRET, 600, new Date());
  const client = connect(at("v1/ws").href.replace(/^http/u, "ws"), token, { device: "d" });
  await client.ready();
  const { conversation, seq } = await client.send("bob", LINK);
  const { signature = "", signatureSalt: salt = "" } = await client.waysTo(conversation, seq, 0);
  client.close();
  opened = { signature, salt };
});
afterAll(() => app.close());

test("[T14] what a reader is told at the click proves itself offline, for this link and this reader alone", async () => {
  const { signature, salt } = opened;
  const reader = { user: "alice", salt };
  const check = await verify(signature, { url: LINK, reader });
  const note = await (await fetch(at("v1/log/checkpoint"))).text();
  expect(check).toMatchObject({
    kind: "proved",
    verdict: {
      iss: note.split("\n")[0],
      url: LINK,
      action: expect.any(String),
      rulebook: "wechat",
      rule: expect.any(String),
      hash: expect.stringMatching(/^sha256:/u),
      findings: [],
      cp: { size: expect.any(Number), root: expect.any(String) },
    },
  });
  expect(signature).not.toContain(Buffer.from("alice").toString("base64url").slice(0, 6));
  expect(await kindOf(verify(signature, { url: `${LINK}&x=1` }))).toBe("other_url");
  expect(await kindOf(verify(signature, { reader: { user: "mallory", salt } }))).toBe("other_reader");
  expect(await kindOf(verify(signature, { reader: { user: "alice", salt: "" } }))).toBe("other_reader");
  expect(await kindOf(verify(signature, { now: new Date(Date.now() + 3_601_000) }))).toBe("expired");
  expect(await kindOf(verify(signature, { now: new Date(Date.now() - 120_000) }))).toBe("expired");
  expect(await kindOf(verifyVerdict(signature, { keys: [] }))).toBe("unknown_key");
});

test("[T14] a check is signed where it asks so, a signature for each link, and another library verifies it", async () => {
  const text = `${LINK} and https://evil.example/`;
  const { links, signatures = [] } = await checked({ text, sign: true });
  expect([links.length, signatures.length]).toEqual([2, 2]);
  const [jwk] = keys.keys;
  for (const [index, jws] of signatures.entries()) {
    const check = await verify(jws, { url: [LINK, "https://evil.example/"][index] ?? "" });
    expect(check).toMatchObject({ kind: "proved", verdict: { aud: "anyone" } });
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK({ ...jwk }, "EdDSA"));
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "hutong-verdict+jwt", kid: jwk?.kid });
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(check.kind === "proved" ? check.verdict : null);
  }
  expect((await checked({ text })).signatures).toBeUndefined();
  expect((await checked({ text, sign: true, compact: true })).signatures).toHaveLength(2);
});

test("[T14] one changed character anywhere proves nothing, also one that spells the same bytes", async () => {
  const { signature } = opened;
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const kinds = new Set<string>();
  for (let place = 0; place < signature.length; place += 1) {
    const letter = signature[place] ?? "";
    // The neighbour differs in the last bit, which the last letter of a part may not hold.
    const other = letter === "." ? "-" : LETTERS[LETTERS.indexOf(letter) ^ 1];
    kinds.add(await kindOf(verify(`${signature.slice(0, place)}${other}${signature.slice(place + 1)}`)));
  }
  expect(kinds).not.toContain("proved");
  expect(kinds).toContain("bad_signature");
  for (const wrong of [
    `${signature}.`,
    `${signature}=`,
    ` ${signature}`,
    signature.slice(0, -1),
    "",
    "a.b.c",
    "..",
    `${signature}A`,
  ])
    expect(await kindOf(verify(wrong))).toBe("malformed");
});

test("[T14] no header talks a verifier into another algorithm, another type or its own key", async () => {
  const [head = "", body = ""] = opened.signature.split(".");
  const header = JSON.parse(Buffer.from(head, "base64url").toString());
  const own = signingKey(new Uint8Array(32).fill(7));
  const x = own.publicKey.toString("base64url");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = (changed: object, sign: (text: string) => Buffer = own.sign) => {
    const text = `${part({ ...header, ...changed })}.${body}`;
    return `${text}.${sign(text).toString("base64url")}`;
  };
  const publicKey = keys.keys[0]?.x ?? "";
  const asSecret = (text: string) => createHmac("sha512", Buffer.from(publicKey, "base64url")).update(text).digest();
  for (const changed of [
    { alg: "none" },
    { alg: "HS512" },
    { alg: "Ed25519" },
    { typ: "JWT" },
    { crit: ["b64"], b64: false },
    { jwk: { kty: "OKP", crv: "Ed25519", x } },
    { jku: "https://evil.example/keys.json" },
  ]) {
    expect(await kindOf(verify(forged(changed)))).toBe("malformed");
    expect(await kindOf(verify(forged(changed, asSecret)))).toBe("malformed");
  }
  expect(await kindOf(verify(forged({})))).toBe("bad_signature");
  expect(await kindOf(verify(forged({ kid: "own" })))).toBe("unknown_key");
  const known = { keys: [{ kty: "OKP", crv: "Ed25519", x, kid: "own" }] };
  // The claims have to be whole also where somebody trusted signed them.
  const text = `${part({ ...header, kid: "own" })}.${part({ url: LINK })}`;
  expect(await kindOf(verifyVerdict(`${text}.${own.sign(text).toString("base64url")}`, known))).toBe("malformed");
});

test("[T14] a verdict holds its hour after the key was rotated", async () => {
  const before = keys.keys[0]?.kid;
  expect((await runHere(["log", "rotate", "--data", data])).code).toBe(0);
  const now = await keysNow();
  expect(now.keys.map(({ kid }) => kid)).toEqual([expect.not.stringMatching(`^${before}$`), before]);
  expect(await kindOf(verifyVerdict(opened.signature, now, { url: LINK }))).toBe("proved");
});

const hasPython = hasTool(
  [
    ["python3", "--version"],
    ["openssl", "version"],
  ].every(([name = "", word = ""]) => spawnSync(name, [word]).status === 0),
  "python3 and openssl, for the example that checks a verdict without TypeScript",
);

test.skipIf(!hasPython)("[T14] a script of Python and openssl proves a verdict, and nothing that was changed", () => {
  const file = join(temporaryFolder(onTestFinished), "keys.json");
  writeFileSync(file, JSON.stringify(keys));
  const script = join(import.meta.dirname, "../examples/verify-verdict.py");
  const proved = (input: string) => spawnSync("python3", [script, file], { input, encoding: "utf8" });
  expect(proved(opened.signature)).toMatchObject({ status: 0, stdout: expect.stringContaining(` ${LINK}\n`) });
  const [head = "", body = "", tail = ""] = opened.signature.split(".");
  const said = Buffer.from(body, "base64url").toString().replace("item.taobao.com", "item.taobao.org");
  const changed = [head, Buffer.from(said).toString("base64url"), tail].join(".");
  expect(proved(changed)).toMatchObject({ status: 1, stderr: "the signature is not this key's\n" });
  writeFileSync(file, JSON.stringify({ keys: [] }));
  expect(proved(opened.signature)).toMatchObject({ status: 1, stderr: "none of these keys signed it\n" });
});
