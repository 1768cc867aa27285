/**
 * What a sheet of the paper register says (VP-34), in French as prefectures ask for it: headings, one
 * row for a camera and day, instants in the town's time. Table and print say the same.
 */

import type { PaperRegisterLine } from '@beffroi/wire';

export interface PaperSheet {
  readonly townName: string;
  readonly timeZone: string;
  /** Civil days, both included. */
  readonly from: string;
  readonly to: string;
  /** As people read it. */
  readonly madeAt: string;
  readonly madeBy: string;
}

export const paperHeadings: readonly string[] = [
  'Date',
  'Caméra',
  'Plages enregistrées',
  'Destruction',
  'Images extraites ou transmises',
];

/** A line under these headings; of more spans than `spansMax` the rest is counted. */
export function paperRow(
  line: PaperRegisterLine,
  timeZone: string,
  spansMax = Number.POSITIVE_INFINITY,
): readonly string[] {
  const { camera, day, spans, destroyedAt, handedOver, unreadable } = line;
  if (unreadable !== undefined) {
    return [
      civilWords(day),
      `Ligne illisible du registre, n° ${unreadable}`,
      'illisible',
      '?',
      '?',
    ];
  }
  const said = spans
    .slice(0, spansMax)
    .map(({ fromMs, toMs }) => `${timeWords(fromMs, timeZone)} - ${endWords(toMs, timeZone)}`);
  const left = spans.length - said.length;
  const hours = left > 0 ? [...said, `et ${left} autres (voir la table)`] : said;
  return [
    civilWords(day),
    camera.name,
    hours.length === 0 ? 'rien' : hours.join(', '),
    destroyedAt === null ? 'pas encore' : momentWords(destroyedAt, timeZone),
    handedOver.map((at) => momentWords(at, timeZone)).join(', '),
  ];
}

/** `22/11/2026` from a civil day. */
export function civilWords(day: string): string {
  return day.split('-').reverse().join('/');
}

/** `22/11/2026 14:05`. */
export function momentWords(at: string | number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeZone });
  return `${day.format(new Date(at))} ${timeWords(at, timeZone)}`;
}

/** A day that is recorded to its end says so: `24:00`, not the midnight it began with. */
function endWords(atMs: number, timeZone: string): string {
  const words = timeWords(atMs, timeZone);
  return words === '00:00' ? '24:00' : words;
}

function timeWords(at: string | number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit', timeZone });
  return time.format(new Date(at));
}
