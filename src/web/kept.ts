type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * A storage of the browser. Where it gives none, as with cookies refused, or takes nothing more, what is kept lasts as long as the page:
 * reading the mere name of a refused one throws (https://html.spec.whatwg.org/multipage/webstorage.html#dom-localstorage).
 */
function keptIn(give: () => Storage): Kept {
  const inPage = new Map<string, string>();
  return {
    getItem(name) {
      try {
        return inPage.get(name) ?? give().getItem(name);
      } catch {
        return inPage.get(name) ?? null;
      }
    },
    setItem(name, value) {
      inPage.delete(name);
      try {
        give().setItem(name, value);
      } catch {
        inPage.set(name, value);
      }
    },
    removeItem(name) {
      inPage.delete(name);
      try {
        give().removeItem(name);
      } catch {
        // Nothing is kept there.
      }
    },
  };
}

/** On this device, for later visits. */
export const onDevice = keptIn(() => localStorage);
/** In this tab: two tabs may be two people. */
export const inTab = keptIn(() => sessionStorage);
export type { Kept };
