/** `levelPairs.wat` in binary form, base64: `levelPairs.test.ts` holds it to its source, and says what to put here. */
export const LEVEL_PAIRS_WASM =
  'AGFzbQEAAAABCgFgBn9/f39/fwADAgEABQMBAAEHFwIGbWVtb3J5AgAKY291bnRQYWlycwAACloBWAEDfwNAIAAhBiAAIAFqIQcDQCAGLQAAIAVsIAYgBGotAABqQQJ0IQggCCAIKAIAQQFqNgIAIAZBAWohBiAGIAdJDQALIAAgA2ohACACQQFrIQIgAg0ACws=';
