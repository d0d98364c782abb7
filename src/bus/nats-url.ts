/** `nats://[user:password@]host:port[,host:port][/NAME]`. In a password `/`, `@`, `#` and `?` are escaped. */
export const NATS_URL = /^nats:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([\w-]*))?$/u;

export function isNatsUrl(text: string): boolean {
  const [, login = ""] = NATS_URL.exec(text) ?? [];
  return NATS_URL.test(text) && !/%(?![\da-f]{2})/iu.test(login);
}
