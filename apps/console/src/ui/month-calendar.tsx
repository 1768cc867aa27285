/**
 * A month to choose a day from, after the grid pattern of WAI-ARIA: arrows walk by days and weeks,
 * Home and End over the week, Page Up and Down by months (with Shift by years), Enter chooses. One
 * day is in the tab order at a time; the month is announced when it changes.
 */

import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useLocale, useText } from '../i18n/text.ts';
import { IconButton } from './button.tsx';
import { daysAfter, monthsAfter, weekdayOf, weeksOf } from './civil-month.ts';

interface MonthCalendarProps {
  /** The chosen day, null when there is none. */
  readonly day: string | null;
  readonly today: string;
  readonly onDay: (day: string) => void;
}

export function MonthCalendar({ day, today, onDay }: MonthCalendarProps): ReactElement {
  const t = useText();
  const names = useDayNames();
  const [focused, setFocused] = useState(day ?? today);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    table.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus();
  }, [focused]);
  const keyed = (event: KeyboardEvent): void => {
    const next = dayByKey(event, focused);
    if (next !== undefined) {
      event.preventDefault();
      setFocused(next);
    }
  };
  return (
    <div className="b-calendar">
      <div className="b-calendar-head">
        <IconButton
          icon="chevron-left"
          small
          label={t('Mois précédent')}
          onPress={() => setFocused(monthsAfter(focused, -1))}
        />
        <p aria-live="polite">{names.month(focused)}</p>
        <IconButton
          icon="chevron-right"
          small
          label={t('Mois suivant')}
          onPress={() => setFocused(monthsAfter(focused, 1))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of WAI-ARIA. */}
      <table ref={table} role="grid" aria-label={names.month(focused)} onKeyDown={keyed}>
        <thead>
          <tr>
            {names.weekdays.map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(focused).map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <Day key={one} {...{ one, focused, day, today, onDay }} name={names.day(one)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayProps extends MonthCalendarProps {
  readonly one: string;
  readonly focused: string;
  readonly name: string;
}

function Day({ one, focused, name, day, today, onDay }: DayProps): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above.
    // biome-ignore lint/a11y/useFocusableInteractive: the day in it takes the focus.
    <td role="gridcell" aria-selected={one === day}>
      <button
        type="button"
        className="b-day"
        data-day={one}
        data-other={one.slice(0, 7) !== focused.slice(0, 7) || undefined}
        data-chosen={one === day || undefined}
        aria-current={one === today ? 'date' : undefined}
        aria-label={name}
        tabIndex={one === focused ? 0 : -1}
        onClick={() => onDay(one)}
      >
        {Number(one.slice(8))}
      </button>
    </td>
  );
}

function dayByKey({ key, shiftKey }: KeyboardEvent, day: string): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return daysAfter(day, -1);
    case 'ArrowRight':
      return daysAfter(day, 1);
    case 'ArrowUp':
      return daysAfter(day, -7);
    case 'ArrowDown':
      return daysAfter(day, 7);
    case 'Home':
      return daysAfter(day, -weekdayOf(day));
    case 'End':
      return daysAfter(day, 6 - weekdayOf(day));
    case 'PageUp':
      return monthsAfter(day, shiftKey ? -12 : -1);
    case 'PageDown':
      return monthsAfter(day, shiftKey ? 12 : 1);
    default:
      return undefined;
  }
}

interface DayNames {
  /** `novembre 2026`. */
  month(day: string): string;
  /** `dimanche 22 novembre 2026`. */
  day(day: string): string;
  readonly weekdays: readonly { readonly short: string; readonly long: string }[];
}

/** A Monday, to name the days of the week by. */
const someMonday = '2026-11-23';

function useDayNames(): DayNames {
  const tag = useLocale() === 'en' ? 'en-GB' : 'fr-FR';
  const said = (day: string, format: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(tag, { ...format, timeZone: 'UTC' }).format(
      new Date(`${day}T00:00:00Z`),
    );
  return {
    month: (day) => said(day, { month: 'long', year: 'numeric' }),
    day: (day) => said(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    weekdays: Array.from({ length: 7 }, (_, i) => ({
      short: said(daysAfter(someMonday, i), { weekday: 'short' }).replace('.', ''),
      long: said(daysAfter(someMonday, i), { weekday: 'long' }),
    })),
  };
}
