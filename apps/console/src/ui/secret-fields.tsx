/**
 * What a person types to prove that they are themselves: a password that they know, and the six digits
 * of their authenticator. The same everywhere, so that a password manager finds them (WCAG 1.3.5).
 */

import type { ReactElement } from 'react';
import { useText } from '../i18n/text.ts';
import { TextField } from './field.tsx';

interface SecretFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const lengthMax = 200;

export function PasswordField({ value, onChange }: SecretFieldProps): ReactElement {
  const t = useText();
  return (
    <TextField
      label={t('Mot de passe')}
      type="password"
      value={value}
      onChange={onChange}
      autoComplete="current-password"
      maxLength={lengthMax}
      isRequired
    />
  );
}

interface NewPasswordFieldProps extends SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
}

/** A password that is being chosen. */
export function NewPasswordField(props: NewPasswordFieldProps): ReactElement {
  return (
    <TextField
      {...props}
      type="password"
      autoComplete="new-password"
      maxLength={lengthMax}
      isRequired
    />
  );
}

interface CodeFieldProps extends SecretFieldProps {
  readonly label: string;
}

/** Takes digits alone, so that a code pasted with its space is one. */
export function CodeField({ label, value, onChange }: CodeFieldProps): ReactElement {
  const t = useText();
  return (
    <TextField
      label={label}
      hint={t('Six chiffres')}
      value={value}
      onChange={(text) => onChange(text.replaceAll(/\D/g, '').slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
      isRequired
    />
  );
}

/** Whether a code is whole. */
export function isCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}
