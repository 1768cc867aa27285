/**
 * An act that still wants something. The button stays where the keyboard finds it, does nothing, and what
 * it wants stands beside it and is said with it: a grey button without a reason teaches nothing.
 */

import { type ComponentProps, type ReactElement, useId } from 'react';
import type { Translate } from '../i18n/text.ts';
import { Button } from './button.tsx';

/** Undefined once nothing is; else one sentence that names what, in the order of the form. */
export function missingOf(
  t: Translate,
  wants: readonly (readonly [isMissing: boolean, what: string])[],
): string | undefined {
  const missing = wants.filter(([isMissing]) => isMissing).map(([, what]) => what);
  return missing.length === 0 ? undefined : t('Il manque : {what}.', { what: missing.join(', ') });
}

interface ActButtonProps extends Omit<ComponentProps<typeof Button>, 'isDisabled'> {
  /** What keeps the act from being done, as a sentence; undefined once it can be. */
  readonly missing: string | undefined;
}

export function ActButton({ missing, ...button }: ActButtonProps): ReactElement {
  const id = useId();
  // Refused by the law comes first: nothing that is filled in changes it.
  const isRefused = button.decision?.allowed === false;
  return missing === undefined || isRefused ? (
    <Button {...button} />
  ) : (
    <>
      <Button {...button} isPending aria-describedby={id} />
      <span id={id} className="b-missing b-quiet b-small">
        {missing}
      </span>
    </>
  );
}
