import type { LinkVocabulary } from "../../src/links/types.ts";

/** A handful of real schemes and short hosts, enough to tell the habits apart. */
export const VOCABULARY: LinkVocabulary = {
  schemes: new Set([
    "taobao",
    "tbopen",
    "weixin",
    "alipays",
    "snssdk1128",
    "openapp.jdmobile",
    "iosamap",
    "bilibili",
    "vnd.youtube",
  ]),
  shortHosts: new Set(["v.douyin.com", "m.tb.cn", "b23.tv", "3.cn", "u.jd.com", "xhslink.com", "t.cn"]),
};
