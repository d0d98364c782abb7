/** What tokens of tests are signed with, as an operator gives it in HUTONG_SECRET. */
export const TEST_SECRET_TEXT = "a secret of thirty-two bytes or more, for tests";
export const TEST_SECRET = new TextEncoder().encode(TEST_SECRET_TEXT);
