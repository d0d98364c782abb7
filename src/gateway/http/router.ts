import type { Route } from "./route.ts";

/** What stands at an address. */
export type Match =
  /** A name in it has an escape that is none. */
  | { readonly kind: "malformed"; readonly host: Route["host"]; readonly routes: readonly Route[] }
  | { readonly kind: "route"; readonly host: Route["host"]; readonly route: Route; readonly named: string }
  /** The address is there and takes these. */
  | {
      readonly kind: "other_methods";
      readonly host: Route["host"];
      readonly methods: readonly string[];
      readonly routes: readonly Route[];
    };

/**
 * A path as it is written goes before one with a parameter. What stands for a parameter is decoded once (RFC 3986, 2.4), before
 * it is looked at; the rest of a path has one spelling, so that a proxy's rules for it hold.
 *
 * @returns a function from a method and a path to what is there; null when nothing is.
 */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | null {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  const named = routes.flatMap((route) => {
    const { path, parameter } = route;
    if (parameter === null) return [];
    const [before = "", after = ""] = path.split(`{${parameter.name}}`);
    return [{ before, after, pattern: parameter.pattern, own: byPath.get(path) ?? [] }];
  });

  /** `named`: null where it cannot be decoded. */
  function at(path: string): { readonly own: readonly Route[]; readonly named: string | null } | null {
    const exact = byPath.get(path);
    if (exact !== undefined) return { own: exact, named: "" };
    let malformed: readonly Route[] | null = null;
    for (const { before, after, pattern, own } of named) {
      if (path.length < before.length + after.length || !path.startsWith(before) || !path.endsWith(after)) continue;
      const name = decoded(path.slice(before.length, path.length - after.length));
      if (name === null) malformed ??= own;
      else if (pattern.test(name)) return { own, named: name };
    }
    return malformed === null ? null : { own: malformed, named: null };
  }

  return (method, path) => {
    const found = at(path);
    const [first] = found?.own ?? [];
    if (found === null || first === undefined) return null;
    const { own, named: name } = found;
    if (name === null) return { kind: "malformed", host: first.host, routes: own };
    const route = own.find((each) => each.method === method);
    if (route !== undefined) return { kind: "route", host: route.host, route, named: name };
    return {
      kind: "other_methods",
      host: first.host,
      methods: own.map((each) => each.method),
      routes: own,
    };
  };
}

/** Null on an escape that is none, or no UTF-8. */
function decoded(written: string): string | null {
  try {
    return decodeURIComponent(written);
  } catch {
    return null;
  }
}
