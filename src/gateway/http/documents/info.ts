/** What both documents say of themselves. */
export const INFO = {
  title: "Hutong",
  version: "1",
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
} as const;
