/** `nats://[user:password@]host:port[,host:port][/NAME]`. */
export const NATS_URL = /^nats:\/\/(?:([^@/]*)@)?([^@/]+)(?:\/([\w-]*))?$/u;

export function isNatsUrl(text: string): boolean {
  return NATS_URL.test(text);
}
