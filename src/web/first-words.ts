import { firstLocale, wordsOf } from "./language.ts";

// Runs before all else that the page is made of has come, so that its words come with it and not after it.
void wordsOf(firstLocale());
