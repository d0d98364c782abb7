type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * An element with its attributes and children. Strings become text nodes, never markup, so nothing a person wrote is
 * ever parsed. `true` sets an empty attribute; `false`, `null` and `undefined` leave it out.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...present(children));
  return made;
}

/** Sets and removes attributes under the same rules as {@link element}. */
export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? "" : String(value));
  }
}

export function present(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) =>
    child === null || child === undefined || child === false || child === "" ? [] : [child],
  );
}

/** `control` names the button among its siblings, so that focus finds it again when they are drawn afresh. */
export function button(
  children: readonly Child[],
  onClick: (event: MouseEvent) => void,
  { control, ...attributes }: Attributes & { readonly control?: string } = {},
): HTMLButtonElement {
  const made = element("button", { type: "button", "data-control": control, ...attributes }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

/** Something on the page that follows a value. */
export interface Row<T> {
  readonly element: HTMLElement;
  update(value: T): void;
}

/** Keeps the children of a list the same as `items`: an element lives as long as its key, so focus and open details stay. */
export function keyedRows<T>(parent: HTMLElement, keyOf: (item: T) => string, make: (item: T) => Row<T>) {
  const rows = new Map<string, Row<T>>();
  return (items: readonly T[]): void => {
    const keys = new Set(items.map(keyOf));
    for (const [key, row] of rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      rows.delete(key);
    }
    let place = parent.firstElementChild;
    for (const item of items) {
      const key = keyOf(item);
      let row = rows.get(key);
      if (row === undefined) {
        row = make(item);
        rows.set(key, row);
      }
      row.update(item);
      if (row.element === place) place = place.nextElementSibling;
      else parent.insertBefore(row.element, place);
    }
  };
}

/** Replaces what an element holds; focus inside it moves to the control of the same name, else to the element itself. */
export function redraw(target: HTMLElement, ...children: readonly Child[]): void {
  const active = document.activeElement;
  const hadFocus = active !== null && active !== target && target.contains(active);
  const control = hadFocus && active instanceof HTMLElement ? active.dataset["control"] : undefined;
  target.replaceChildren(...present(children));
  if (!hadFocus) return;
  const again = control === undefined ? null : target.querySelector(`[data-control="${CSS.escape(control)}"]`);
  if (again instanceof HTMLElement) {
    again.focus();
  } else {
    target.tabIndex = -1;
    target.focus();
  }
}
