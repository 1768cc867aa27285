/**
 * A field for a civil date and time of the town, to the second, typed as people write it; the day
 * may be chosen from a calendar. It is read in the town's zone and language, not in those of the
 * browser; what is no date is said so.
 */

import { type ReactElement, useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { CalendarButton } from './calendar-button.tsx';
import { civilShown, civilTyped } from './civil-form.ts';
import { TextField } from './field.tsx';

interface CivilFieldProps {
  readonly label: string;
  /** `2026-11-22T14:05:09`. */
  readonly value: string;
  /** A civil text; only called with what is a date. */
  readonly onChange: (value: string) => void;
  readonly fault?: string | undefined;
  readonly hint?: string;
}

export function CivilField({ label, value, onChange, fault, hint }: CivilFieldProps): ReactElement {
  const t = useText();
  const [typed, setTyped] = useState(civilShown(value));
  useEffect(() => {
    setTyped((before) => (civilTyped(before) === value ? before : civilShown(value)));
  }, [value]);
  const isDate = civilTyped(typed) !== undefined;
  return (
    <TextField
      label={label}
      value={typed}
      {...(hint === undefined ? {} : { hint })}
      fault={isDate ? fault : t('Écrivez jj/mm/aaaa hh:mm:ss')}
      maxLength={24}
      onChange={(text) => {
        setTyped(text);
        const civil = civilTyped(text);
        if (civil !== undefined) {
          onChange(civil);
        }
      }}
      after={
        <CalendarButton
          label={label}
          day={value.slice(0, 10)}
          onDay={(day) => onChange(`${day}${value.slice(10)}`)}
        />
      }
    />
  );
}
