import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CompiledRulebook, compileRulebook } from "../../src/policy/decide/decide.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import type { KnownApp } from "../../src/policy/compare/survey.ts";
import type { PolicyFacts } from "../../src/policy/types.ts";

const FOLDER = join(import.meta.dirname, "../../src/rulebooks/data");

export function rulebookText(id: string): string {
  return readFileSync(join(FOLDER, `${id}.yaml`), "utf8");
}

export function compiledBook(id: string): CompiledRulebook {
  return compileRulebook(parseRulebook(rulebookText(id), `${id}.yaml`));
}

const app = (id: string, owner: string, cls: KnownApp["class"], relation: KnownApp["relation"]): KnownApp => ({
  id,
  owner,
  class: cls,
  relation,
});

/** A few apps as a registry would tell of them. */
export const KNOWN_APPS: readonly KnownApp[] = [
  app("jd", "jd", "e-commerce", "allied"),
  app("pdd", "pdd", "e-commerce", "allied"),
  { ...app("taobao", "alibaba", "e-commerce", "rival"), url: "https://item.taobao.com/item.htm?id=652874301955" },
  app("douyin", "bytedance", "short_video", "rival"),
  app("kuaishou", "kuaishou", "short_video", "allied"),
  app("alipay", "ant", "payment", "rival"),
  app("unionpay", "unionpay", "payment", "neutral"),
  app("wechat_pay", "tencent", "payment", "own"),
  app("feishu", "bytedance", "office", "rival"),
  app("shimo", "shimo", "office", "neutral"),
  app("weibo", "sina", "social", "neutral"),
  app("fliggy", "alibaba", "e-commerce", "rival"),
  app("ctrip", "ctrip", "travel", "neutral"),
  app("eleme", "alibaba", "e-commerce", "rival"),
];

type Part = Partial<Omit<PolicyFacts, "at" | "findings">> & {
  readonly at?: string;
  readonly findings?: readonly (typeof FINDING)[];
};
declare const FINDING: PolicyFacts["findings"] extends ReadonlySet<infer Kind> ? Kind : never;

/** A clean Taobao item in a one-to-one chat of the latest client of September 2021, but for what is said otherwise. */
export function factsOf({ at = "2021-09-18T12:00:00+08:00", findings = [], ...rest }: Part = {}): PolicyFacts {
  return {
    at: new Date(at),
    host: "wechat",
    chat: "one_to_one",
    client: { os: "android", version: "8.0.11" },
    choice: null,
    kind: "web",
    app: "taobao",
    owner: "alibaba",
    class: "e-commerce",
    relation: "rival",
    findings: new Set(findings),
    resolution: "final",
    ...rest,
  };
}
