import type { Locale } from "../../policy/types.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";
import { vi } from "./vi.ts";
import type { PageWords } from "./words.ts";
import { zhCn } from "./zh-cn.ts";

/** The words of every language. */
export const PAGE_WORDS: Readonly<Record<Locale, PageWords>> = { "zh-CN": zhCn, en, id, vi };
