// Languages are asked for in one way everywhere: the tags that somebody reads, the best of what there is, else its first.

/** Most tags of one reader that count; browsers name as many. */
const MAX_ASKED = 8;

/**
 * What somebody reads, as `Accept-Language`, one BCP 47 tag or a POSIX name (`zh_CN.UTF-8`) says it: the best first.
 * Of a tag its language, script and region stay. What is no tag is left out.
 */
export function languagesIn(text: string): readonly string[] {
  const asked = text.split(",").flatMap((entry) => {
    const [tag = "", ...parameters] = entry.split(";");
    const quality = Number(
      parameters
        .map((each) => each.trim())
        .find((each) => each.startsWith("q="))
        ?.slice(2) ?? 1,
    );
    const canonical = canonicalTag(
      tag
        .trim()
        .replace(/[.@].*$/u, "")
        .replaceAll("_", "-"),
    );
    return canonical === null || !(quality > 0) ? [] : [{ canonical, quality }];
  });
  const sorted = asked.toSorted((one, other) => other.quality - one.quality).map(({ canonical }) => canonical);
  return [...new Set(sorted)].slice(0, MAX_ASKED);
}

/** A BCP 47 tag as it is written canonically, without variants and extensions; null when it is none. */
export function canonicalTag(tag: string): string | null {
  return (
    localeOf(tag)
      ?.baseName.split("-")
      .filter((part, place) => place === 0 || /^(?:[A-Z][a-z]{3}|[A-Z]{2}|\d{3})$/u.test(part))
      .join("-") ?? null
  );
}

/**
 * The best of what there is for who reads `asked`, the first of which counts most: the same tag, then the same language in
 * the same script and region, then in the same script, then the same language.
 *
 * @returns Null when none is of a language that is asked for.
 */
export function bestLanguage<Tag extends string>(asked: readonly string[], there: readonly Tag[]): Tag | null {
  for (const tag of asked) {
    const same = there.find((each) => each === tag);
    if (same !== undefined) return same;
    const wanted = localeOf(tag)?.maximize();
    if (wanted === undefined) continue;
    let best: { readonly tag: Tag; readonly nearness: number } | null = null;
    for (const each of there) {
      const offered = localeOf(each)?.maximize();
      if (offered?.language !== wanted.language) continue;
      const isScript = offered.script === wanted.script;
      const nearness = (isScript ? 2 : 0) + (isScript && offered.region === wanted.region ? 1 : 0);
      if (best === null || nearness > best.nearness) best = { tag: each, nearness };
    }
    if (best !== null) return best.tag;
  }
  return null;
}

/** A text in several languages; whoever reads none of them gets the first. */
export type Texts = Readonly<Record<string, string>>;

/** @param asked  As {@link languagesIn} reads it. */
export function textIn(texts: Texts, asked: string): string {
  const there = Object.keys(texts);
  return texts[asked] ?? texts[bestLanguage(languagesIn(asked), there) ?? there[0] ?? ""] ?? "";
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}
