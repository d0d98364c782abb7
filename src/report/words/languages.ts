import type { Locale } from "../../policy/types.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";
import { vi } from "./vi.ts";
import type { Words } from "./words.ts";
import { zhCn } from "./zh-cn.ts";

/** The words of every language. */
export const WORDS: Readonly<Record<Locale, Words>> = { "zh-CN": zhCn, en, id, vi };
