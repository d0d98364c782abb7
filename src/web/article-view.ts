import type { ArticleBlock } from "../resolve/articles/article.ts";
import { imageAddress } from "./address.ts";
import type { PageText } from "./article-request.ts";
import { element } from "./elements.ts";
import { words } from "./language.ts";
import { hostOf } from "./link-words.ts";

function picture({ image, alt }: ArticleBlock & { readonly kind: "picture" }): HTMLElement | null {
  const source = imageAddress(image);
  if (source === null) return null;
  const made = element("img", { src: source, alt, loading: "lazy" });
  made.addEventListener("error", () => made.remove());
  return element("p", { class: "picture" }, made);
}

function blockView(block: ArticleBlock): HTMLElement | null {
  switch (block.kind) {
    case "heading":
      return element("h3", { dir: "auto" }, block.text);
    case "paragraph":
      return element("p", { dir: "auto" }, block.text);
    case "quote":
      return element("blockquote", { dir: "auto" }, block.text);
    case "item":
      return element("p", { class: "item", dir: "auto" }, block.text);
    case "code":
      return element("pre", { dir: "ltr", tabindex: 0 }, block.text);
    case "picture":
      return picture(block);
  }
}

/** A page's text to read, with its source. Made of texts alone: nothing of the page runs here, and none of its links leads on. */
export function articleView({ url, title, byline, siteName, lang, blocks }: PageText): HTMLElement {
  const by = [byline, siteName].filter((part) => part !== null).join(" · ");
  const [first] = blocks;
  const isTitled = first?.kind === "heading" && first.text === title;
  return element(
    "article",
    { class: "reading", lang: lang ?? "" },
    title !== null && !isTitled && element("h3", { class: "reading-title", dir: "auto" }, title),
    by !== "" && element("p", { class: "byline", dir: "auto" }, by),
    ...blocks.map(blockView),
    element(
      "p",
      { class: "text-source", lang: document.documentElement.lang, dir: "auto" },
      words().pane.source(hostOf(url)),
    ),
  );
}
