import type { Route } from "./route.ts";

/** What stands at an address. */
export type Match =
  | { readonly kind: "route"; readonly host: Route["host"]; readonly route: Route; readonly named: string }
  /** The address is there and takes these. */
  | {
      readonly kind: "other_methods";
      readonly host: Route["host"];
      readonly methods: readonly string[];
      readonly routes: readonly Route[];
    };

/**
 * A path as it is written goes before one with a parameter.
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

  function at(path: string): { readonly own: readonly Route[]; readonly named: string } | null {
    const exact = byPath.get(path);
    if (exact !== undefined) return { own: exact, named: "" };
    for (const { before, after, pattern, own } of named) {
      if (path.length < before.length + after.length || !path.startsWith(before) || !path.endsWith(after)) continue;
      const name = path.slice(before.length, path.length - after.length);
      if (pattern.test(name)) return { own, named: name };
    }
    return null;
  }

  return (method, path) => {
    const found = at(path);
    const [first] = found?.own ?? [];
    if (found === null || first === undefined) return null;
    const route = found.own.find((each) => each.method === method);
    if (route !== undefined) return { kind: "route", host: route.host, route, named: found.named };
    return {
      kind: "other_methods",
      host: first.host,
      methods: found.own.map((each) => each.method),
      routes: found.own,
    };
  };
}
