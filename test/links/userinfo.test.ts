import fc from "fast-check";
import { expect, test } from "vitest";
import { hasUserinfo, withoutUserinfo } from "../../src/links/userinfo.ts";

test.each([
  ["https://u:p@evil.example/a?b=c@d", "https://evil.example/a?b=c@d"],
  ["https:u@evil.example/", "https:evil.example/"],
  ["taobao://u:p@item/1", "taobao://item/1"],
  [
    "https://a.cn/?t=https%3A%2F%2Fu%3Ap%40evil.example%2F%40x&y=1@2",
    "https://a.cn/?t=https%3A%2F%2Fevil.example%2F%40x&y=1@2",
  ],
  ["https://a.cn/?t=https://u:p%40evil.example/", "https://a.cn/?t=https://evil.example/"],
  ["alipays://p?url=https%3A%2F%2Fus%252Fer%3Apw%40evil.example%2F", "alipays://p?url=https%3A%2F%2Fevil.example%2F"],
  [
    "intent://x#Intent;scheme=taobao;S.browser_fallback_url=https%3A%2F%2Fu%3Ap%40evil.example%2F;end",
    "intent://x#Intent;scheme=taobao;S.browser_fallback_url=https%3A%2F%2Fevil.example%2F;end",
  ],
  ["https://a.cn/@user/1?mail=b%40c.cn", "https://a.cn/@user/1?mail=b%40c.cn"],
])("%s is without its names %s", (address, plain) => {
  expect(withoutUserinfo(address)).toBe(plain);
  expect(withoutUserinfo(plain)).toBe(plain);
  expect(hasUserinfo(plain)).toBe(false);
});

test("a name is taken out under any number of escapes, and the page is the same", () => {
  const name = fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom(..."abZ09-._~!$&'()*+,;=%@/?#: é".split("")),
  });
  fc.assert(
    fc.property(name, name, fc.nat({ max: 3 }), (user, password, depth) => {
      const address = new URL("https://evil.example/login?a=b");
      address.username = `Uq${user}`;
      address.password = `Pq${password}`;
      let [named, plain] = [address.href, "https://evil.example/login?a=b"];
      for (let level = 0; level < depth; level += 1) {
        [named, plain] = [named, plain].map((inner) => `https://a.cn/go?to=${encodeURIComponent(inner)}`) as [
          string,
          string,
        ];
      }
      expect(withoutUserinfo(named)).toBe(plain);
    }),
    { numRuns: 500 },
  );
});
