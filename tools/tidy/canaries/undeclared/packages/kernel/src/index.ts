/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

export type Id = string;
