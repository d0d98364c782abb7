import { expect, test } from "vitest";
import { openChecker } from "../../../src/check/checker.ts";
import { openRecordedResolver } from "../../../src/check/link-resolver.ts";
import { checkSchema } from "../../../src/gateway/http/http-api.ts";
import { publicApi } from "../../../src/gateway/http/public-api.ts";

test("a check that names no instant happens when the gateway's clock says", async () => {
  const checker = openChecker();
  const decider = checker.shelf.read("wechat", { files: false });
  const resolver = openRecordedResolver(checker.registry, []);
  const api = publicApi({ checker, resolver, inForce: () => decider, clock: () => new Date("2001-01-01T00:00:00Z") });
  const checked = async (body: object) =>
    api.check?.(checkSchema.parse({ text: "https://item.taobao.com/item.htm?id=1", ...body }), {
      requester: "at here",
      maxLinks: 1,
      take: () => null,
    });
  // No edition was in force then.
  expect(await checked({})).toMatchObject({ links: [{ verdict: { decidedBy: "error", edition: null } }] });
  expect(await checked({ at: "2021-09-18" })).toMatchObject({ links: [{ verdict: { edition: "2021-09-17" } }] });
});
