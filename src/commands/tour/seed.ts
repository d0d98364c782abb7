import { openChecker } from "../../check/checker.ts";
import { contextRecord } from "../../messages/reader.ts";
import { checkContextOf, contextSchema } from "../../report/context.ts";
import { reportsInPieces, reportsToJson } from "../../report/json.ts";
import { openSqliteStore } from "../../store/sqlite/store.ts";
import { GROUP, STORY } from "./stories.ts";

/** Writes the story into a new database, as if it had been said on its days. */
export async function seedStory(database: string): Promise<void> {
  const checker = openChecker();
  const store = openSqliteStore(database);
  try {
    const { conversation } = await store.createGroup({
      members: ["hua", "ming"],
      title: GROUP.title,
      key: "tour",
      at: new Date(GROUP.at),
    });
    const asked = contextSchema.parse({ chat: "group", client: { os: "web" }, locale: "zh-CN" });
    for (const [index, { at: day, from, text }] of STORY.entries()) {
      const at = new Date(day);
      const context = checkContextOf(asked, at);
      const reports = checker.check(text, context);
      await store.append({
        from,
        to: conversation.id,
        key: `tour ${index}`,
        text,
        at,
        reportsJson: reportsToJson(reports),
        reportPieces: reportsInPieces(reports),
        contextJson: reports.length === 0 ? null : contextRecord(context, reports),
        isPending: false,
      });
    }
  } finally {
    await store.close();
  }
}
