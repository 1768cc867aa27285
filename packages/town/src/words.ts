/** A sentence in the two languages of the house. French is the reference. */

export interface Words {
  readonly fr: string;
  readonly en: string;
}

/**
 * What the law answers when it says no: the rule's id (`MSK-2`), a stable code for programs
 * (`mask-missing`) and the sentence for the person.
 */
export interface Refusal {
  readonly rule: string;
  readonly code: string;
  readonly words: Words;
  /** SEC-30: what is to be confirmed first; the act is then asked again with it. */
  readonly confirmationId?: string;
}

/** What the law answers when it says yes: by which rule, and until when at the latest. */
export interface Permission {
  readonly rule: string;
  readonly until: string;
}

export type Decision =
  | ({ readonly allowed: true } & Permission)
  | ({ readonly allowed: false } & Refusal);
