/** The gateway stands behind a proxy of which nobody said that it filters. */
export class UnfilteredProxyError extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(
      `${variable} is set. Links are fetched directly and never through it, but where a proxy is the way out, only the proxy can keep links ` +
        "away from internal addresses. Say that it filters, unset the variable, or turn resolving off.",
    );
    this.name = "UnfilteredProxyError";
    this.variable = variable;
  }
}

const VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/**
 * Asked once at start. The value of a proxy variable may hold a password and is not repeated.
 *
 * @throws {UnfilteredProxyError} when the environment names a proxy, unless `proxyFilters`.
 */
export function refuseUnfilteredProxy(env: Readonly<Record<string, string | undefined>>, proxyFilters: boolean): void {
  const variable = proxyFilters ? undefined : VARIABLES.find((name) => (env[name] ?? "") !== "");
  if (variable !== undefined) throw new UnfilteredProxyError(variable);
}
