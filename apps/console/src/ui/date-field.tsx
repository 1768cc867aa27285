/**
 * A civil day, typed as people write it (`22/11/2026`, `22.11.26`, `22112026`) or chosen from a
 * calendar. The value is a text, `2026-11-22`, or empty: what is no day is said beside the field and
 * never handed on.
 */

import { type ReactElement, useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { CalendarButton } from './calendar-button.tsx';
import { isCivilDay } from './civil-month.ts';
import { TextField } from './field.tsx';

interface DateFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly isRequired?: boolean;
}

export function DateField({
  label,
  value,
  onChange,
  fault,
  ...rest
}: DateFieldProps): ReactElement {
  const t = useText();
  const [typed, setTyped] = useState(dayShown(value));
  useEffect(() => {
    setTyped((before) => (dayTyped(before) === value ? before : dayShown(value)));
  }, [value]);
  const isDay = typed.trim() === '' || dayTyped(typed) !== '';
  return (
    <TextField
      {...rest}
      label={label}
      value={typed}
      placeholder={t('jj/mm/aaaa')}
      inputMode="numeric"
      maxLength={10}
      fault={isDay ? fault : t('Écrivez jj/mm/aaaa')}
      onChange={(text) => {
        setTyped(text);
        if (text.trim() === '' || dayTyped(text) !== '') {
          onChange(dayTyped(text));
        }
      }}
      onBlur={() => setTyped((text) => dayShown(dayTyped(text)) || text)}
      after={
        <CalendarButton
          label={label}
          day={isCivilDay(value) ? value : null}
          onDay={(day) => {
            setTyped(dayShown(day));
            onChange(day);
          }}
        />
      }
    />
  );
}

const typedForm = /^(\d{1,2})[/. -]?(\d{2}|(?<=\D)\d)[/. -]?(\d{4}|\d{2})$/;

/** `2026-11-22` as `22/11/2026`; empty stays empty. */
export function dayShown(day: string): string {
  return day.split('-').reverse().join('/');
}

/** What was typed as a civil day, empty when it is none. */
export function dayTyped(typed: string): string {
  const found = typedForm.exec(typed.trim());
  if (found === null) {
    return '';
  }
  const [, day = '', month = '', year = ''] = found;
  const civil = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCivilDay(civil) ? civil : '';
}
