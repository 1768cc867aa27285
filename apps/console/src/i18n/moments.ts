/**
 * Instants, days and amounts as the person reads them: in the town's time zone (not the screen's),
 * in the person's language. Instants stay UTC inside; this is the only place that shows them.
 */

import { useMemo } from 'react';
import { useSession } from '../api/queries.ts';
import { type Locale, locales } from './locale.ts';
import { useLocale } from './text.ts';

/** What is rounded to nothing has no sign: never `-0`. */
const signOfLess = { signDisplay: 'negative' } as const;

const tags: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

export interface Moments {
  readonly timeZone: string;
  /** `22/11/2026` from an instant (ms or text). */
  day(instant: number | string): string;
  /** The town's civil day now: `2026-11-22`. */
  today(): string;
  /** `22/11/2026` from a civil day `2026-11-22`. */
  civilDay(day: string): string;
  /** `dimanche 22 novembre`. */
  longDay(instant: number | string): string;
  /** `14:05:09`. */
  time(instant: number | string): string;
  /** `22/11/2026 14:05`. */
  dayMinute(instant: number | string): string;
  /** `22/11/2026 14:05:09`. */
  dayTime(instant: number | string): string;
  /** `,009`, to be written after the seconds of an instant in ms. */
  thousandths(atMs: number): string;
  /** At most so many decimals. */
  number(value: number, digits?: number): string;
  /** Always so many decimals: one under the other, or changing in place without moving. */
  figure(value: number, digits: number): string;
  /** Binary gigabytes or terabytes. */
  bytes(value: number): string;
}

/** Texts of instants and amounts in a language, in a town's time zone. */
export function momentsFor(locale: Locale, timeZone: string): Moments {
  const tag = tags[locale];
  const dayFormat: Intl.DateTimeFormatOptions = {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  };
  const clock: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  };
  const day = new Intl.DateTimeFormat(tag, { ...dayFormat, timeZone });
  const civil = new Intl.DateTimeFormat(tag, { ...dayFormat, timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(tag, { ...clock, timeZone });
  const minute = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone });
  const long = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  });
  const number = (value: number, digits = 0): string =>
    new Intl.NumberFormat(tag, { maximumFractionDigits: digits, ...signOfLess }).format(value);
  return {
    timeZone,
    day: (instant) => day.format(new Date(instant)),
    today: () => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.now()),
    civilDay: (text) => civil.format(new Date(`${text}T00:00:00Z`)),
    longDay: (instant) => long.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    dayMinute: (instant) => together(day.format(new Date(instant)), minute, instant),
    dayTime: (instant) => together(day.format(new Date(instant)), time, instant),
    thousandths: (atMs) =>
      `${locale === 'fr' ? ',' : '.'}${String(Math.floor(atMs) % 1000).padStart(3, '0')}`,
    number,
    figure: (value, digits) =>
      new Intl.NumberFormat(tag, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        ...signOfLess,
      }).format(value),
    bytes: (value) => bytesText(value, locale, number),
  };
}

/** A day and its hour, which no line may part. */
function together(day: string, hour: Intl.DateTimeFormat, instant: number | string): string {
  return `${day}\u00a0${hour.format(new Date(instant))}`;
}

function bytesText(
  value: number,
  locale: Locale,
  number: (value: number, digits?: number) => string,
): string {
  const units =
    locale === 'fr' ? ['o', 'Kio', 'Mio', 'Gio', 'Tio'] : ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let left = value;
  let unit = 0;
  while (left >= 1024 && unit < units.length - 1) {
    left /= 1024;
    unit += 1;
  }
  return `${number(left, left < 10 ? 1 : 0)}\u00a0${units[unit]}`;
}

export function useMoments(): Moments {
  const locale = useLocale();
  const timeZone = useSession().data?.town.timeZone ?? 'Europe/Paris';
  return useMemo(() => momentsFor(locale, timeZone), [locale, timeZone]);
}

/** Whole days from now until the end of a civil day; negative when it is past. */
export function daysUntil(day: string, nowMs: number): number {
  return Math.floor((Date.parse(`${day}T23:59:59Z`) - nowMs) / 86_400_000);
}

/** A locale out of a text (browser language, preference). */
export function localeOf(text: string | undefined): Locale {
  return locales.find((locale) => text?.startsWith(locale)) ?? 'fr';
}
