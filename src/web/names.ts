/** The names in what a person typed, with commas or spaces between them; null when one is no name or there is none. */
export function namesIn(text: string): string[] | null {
  const names = text.split(/[,，、;；\s]+/u).filter((each) => each !== "");
  const isName = (each: string) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.-]{0,63}$/u.test(each);
  return names.length > 0 && names.every(isName) ? names : null;
}
