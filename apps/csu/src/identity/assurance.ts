/**
 * Whether a sign-in at the provider was strong enough: its level (`acr`, OpenID Connect Core 2) is one
 * that the town takes, and one of the methods it wants was used (`amr`, RFC 8176) where it wants any.
 * Of eIDAS levels a higher one is taken for a lower. What isn't said counts as weak. Pure.
 */

export interface WantedAssurance {
  readonly acr: readonly string[];
  readonly amr: readonly string[];
}

/** `acr` and `amr` as the identity token says them, of whatever type. */
export function isAssured(wanted: WantedAssurance, acr: unknown, amr: unknown): boolean {
  const said: readonly unknown[] = Array.isArray(amr) ? amr : [];
  return (
    (wanted.acr.length === 0 ||
      (typeof acr === 'string' && wanted.acr.some((one) => isAtLeast(acr, one)))) &&
    (wanted.amr.length === 0 || wanted.amr.some((method) => said.includes(method)))
  );
}

function isAtLeast(said: string, wanted: string): boolean {
  return said === wanted || (eidasLevel(wanted) > 0 && eidasLevel(said) >= eidasLevel(wanted));
}

/** 1 to 3; 0 when it is no eIDAS level. */
function eidasLevel(acr: string): number {
  return Number(/^eidas([1-3])$/.exec(acr)?.[1] ?? 0);
}
