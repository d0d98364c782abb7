/** Of a rulebook: app ids of the host platforms it governs; null: any. */
interface Governing {
  readonly hosts: readonly string[] | null;
}

/** The app whose chat a link is in: as asked, else the first that one of the rulebooks governs, else `wechat`. */
export function hostPlatformOf(asked: string | null | undefined, ...rulebooks: readonly Governing[]): string {
  return asked ?? rulebooks.find(({ hosts }) => hosts?.[0] !== undefined)?.hosts?.[0] ?? "wechat";
}
