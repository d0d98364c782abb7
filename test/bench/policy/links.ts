import type { PolicyFacts } from "../../../src/policy/types.ts";
import { CLASSES, FINDINGS, LINK_KINDS, RELATIONS } from "../../../src/policy/vocabulary.ts";
import { type PlainInput, versionNumber } from "./plain-input.ts";

/** Links as they come: four of five with no finding, half of them rivals'. From a seed, so that every run has the same. */
export function inputs(count: number): PolicyFacts[] {
  let seed = 20_210_917;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const oneOf = <Word>(words: readonly [Word, ...Word[]]): Word => words[below(words.length)] ?? words[0];
  const from = Date.parse("2021-06-01T00:00:00Z");
  return Array.from({ length: count }, (): PolicyFacts => ({
    at: new Date(from + below(5 * 365) * 86_400_000),
    host: "wechat",
    chat: oneOf(["one_to_one", "group", "moments"]),
    client: {
      os: oneOf(["android", "ios", "web"]),
      version: oneOf(["8.0.10", "8.0.11", "8.0.13", "8.0.42", "7.0.0", null]),
    },
    choice: oneOf([null, null, null, null, null, null, "in_place", "external", "block"]),
    kind: oneOf(["web", "web", "web", "web", "web", ...LINK_KINDS]),
    app: oneOf(["taobao", "jd", "douyin", "alipay", "feishu", "weibo", null]),
    owner: null,
    class: oneOf(["e-commerce", "short_video", "im", "office", "payment", "travel", ...CLASSES]),
    relation: oneOf(["rival", "rival", "rival", ...RELATIONS]),
    findings: new Set(below(5) > 0 ? [] : Array.from({ length: 1 + below(2) }, () => oneOf(FINDINGS))),
    resolution: "final",
  }));
}

export function plain(facts: PolicyFacts): PlainInput {
  return {
    at: facts.at.getTime(),
    chat: facts.chat,
    os: facts.client.os,
    version: versionNumber(facts.client.version),
    choice: facts.choice ?? "none",
    kind: facts.kind,
    app: facts.app ?? "nobody",
    relation: facts.relation,
    cls: facts.class,
    findings: [...facts.findings],
  };
}
