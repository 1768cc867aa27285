import { expect, test } from 'vitest';
import { cameras } from '../../../test/fake-town.ts';
import { conditionOf, streamCondition } from './condition.ts';

const nowMs = Date.parse('2026-11-23T08:00:00Z');
const served = cameras.find(({ id }) => id === 'cam_mairie') ?? expect.unreachable();
const { main } = served.live;

/** The label in French: the texts of the console are their own keys. */
function labelOf(change: Partial<typeof served>): string {
  return conditionOf((text) => text, { ...served, ...change }, nowMs).label;
}

function labelOfGap(gapCause: string | null): string {
  const stopped = main === null ? null : { ...main, connected: false, gapCause };
  return labelOf({ live: { recording: false, main: stopped, sub: null } });
}

test('LIV-25 a list says of a camera without a picture what its tile says', () => {
  expect(labelOf({})).toBe('En service, enregistre');
  expect(labelOfGap('camera-unreachable')).toBe('Caméra perdue');
  expect(labelOfGap('mask-engine-overloaded')).toBe('Enregistreur saturé');
  expect(labelOfGap('mask-engine-failed')).toBe('Masquage en panne');
  expect(labelOfGap('constructor')).toBe('Caméra perdue');
  expect(labelOfGap(null)).toBe('Connexion…');
  expect(labelOf({ live: { recording: false, main: null, sub: null } })).toBe(
    'Enregistreur injoignable',
  );
});

test('VP-07 a camera that is stopped because its authorisation ended is not told as lost', () => {
  const ended = served.authorisation === null ? null : { ...served.authorisation };
  const until = '2026-11-01';
  expect(
    labelOf({
      authorisation: ended === null ? null : { ...ended, until },
      live: { recording: false, main: null, sub: null },
    }),
  ).toBe('Autorisation échue');
});

test('VP-09 of a camera that is not in service no recorder is said to be missing', () => {
  const t = (text: string): string => text;
  const of = (change: Partial<typeof served>) =>
    streamCondition(t, { ...served, ...change }, null, nowMs).label;
  expect(of({})).toBe('Enregistreur injoignable');
  expect(of({ mask: null })).toBe('Masquage non décidé');
  expect(of({ state: { kind: 'planned' } })).toBe('Hors service');
  expect(of({ authorisation: null })).toBe('Hors service');
});
