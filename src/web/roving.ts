/** What has the focus inside an item when an arrow leads there. */
const CONTROLS = '[role="link"], button, a[href], summary';

const STEPS = new Map([
  ["ArrowUp", -1],
  ["ArrowDown", 1],
]);
const SIDESTEPS = new Map([
  ["ArrowLeft", -1],
  ["ArrowRight", 1],
]);

const isVisible = (control: HTMLElement) => control.getClientRects().length > 0;

interface Roving {
  /** After items came or went: one of them, the lowest in sight, is the stop, unless the focus is on one. */
  refresh(): void;
}

/**
 * Many items with one stop for Tab: up and down lead from item to item, left and right to what can be done inside one.
 * Source: ARIA Authoring Practices, Managing Focus Within Components Using a Roving tabindex,
 * https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/
 *
 * @param selector  Of the items in `container`, which start with a `tabindex` of -1, as do their controls.
 */
export function roving(container: HTMLElement, selector: string): Roving {
  let stop: HTMLElement | null = null;
  const items = () => [...container.querySelectorAll<HTMLElement>(selector)];
  const itemOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>(selector) : null;

  function stopAt(item: HTMLElement | null): void {
    if (item === stop) return;
    if (stop !== null) stop.tabIndex = -1;
    stop = item;
    if (stop !== null) stop.tabIndex = 0;
  }

  function lowestInSight(): HTMLElement | null {
    const { bottom } = container.getBoundingClientRect();
    const all = items();
    return all.findLast((item) => item.getBoundingClientRect().top < bottom) ?? all.at(-1) ?? null;
  }

  container.addEventListener("focusin", ({ target }) => {
    const item = itemOf(target);
    if (item !== null) stopAt(item);
  });
  container.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const item = target === container ? stop : itemOf(target);
    if (item === null || !item.isConnected) return;
    const [step, sidestep] = [STEPS.get(key), SIDESTEPS.get(key)];
    let next: HTMLElement | undefined;
    if (step !== undefined) {
      const all = items();
      // From the frame around them one comes back to where one was.
      next = target === container ? item : all[all.indexOf(item) + step];
    } else if (sidestep !== undefined && target !== container) {
      const controls = [item, ...[...item.querySelectorAll<HTMLElement>(CONTROLS)].filter(isVisible)];
      next = controls[controls.findIndex((control) => control === target) + sidestep];
    } else {
      return;
    }
    event.preventDefault();
    next?.focus();
  });
  return {
    refresh() {
      const focusedItem = container.contains(document.activeElement) ? itemOf(document.activeElement) : null;
      stopAt(focusedItem ?? lowestInSight());
    },
  };
}
