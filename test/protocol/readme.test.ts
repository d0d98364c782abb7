import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { CLIENT_FRAMES } from "../../src/protocol/client-frames.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { SERVER_FRAMES } from "../../src/protocol/server-frames.ts";

const page = readFileSync(new URL("../../src/protocol/README.md", import.meta.url), "utf8");

/** The part of the page under a heading. */
function section(heading: string): string {
  return page.split("\n## ").find((part) => part.startsWith(heading)) ?? "";
}

test.each([
  ["What a client sends", Object.keys(CLIENT_FRAMES)],
  ["What a gateway sends", Object.keys(SERVER_FRAMES)],
])("the protocol's page names every frame under “%s”", (heading, types) => {
  const named = section(heading);
  expect(types.filter((type) => !named.includes(`\`${type}\``))).toEqual([]);
});

test("the protocol's page tells every error and close code as it is", () => {
  const rows = Object.entries(ERRORS).map(([code, { message, temporary, closes }]) => {
    const close = closes === null ? "" : `${CLOSE_CODES[closes]} \`${closes}\``;
    return `| \`${code}\` | ${message} | ${temporary ? "yes" : ""} | ${close} |`;
  });
  expect(rows.filter((row) => !section("Errors").includes(row))).toEqual([]);
  const closes = Object.entries(CLOSE_CODES).map(([name, code]) => `| ${code} | \`${name}\` |`);
  expect(closes.filter((row) => !section("Close codes").includes(row))).toEqual([]);
});
