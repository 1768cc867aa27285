/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

export const size = 1;
