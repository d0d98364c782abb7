export function withoutFragment(url: URL): string {
  return url.hash === "" ? url.href : url.href.slice(0, url.href.length - url.hash.length);
}
