/**
 * What a centre answers on `/api` to an operator who may do everything: a town with sixteen cameras,
 * one of them refused, a recording with one gap, a bookmark. Facts for browser tests, all invented.
 */

import { rights } from '@beffroi/town';
import type {
  CameraView,
  CommuneView,
  LayoutView,
  SessionView,
  TimelineView,
  ViewingView,
} from '@beffroi/wire';
import type { Recording } from './fake-centre.ts';

const yes = { allowed: true, rule: 'OPS-1', words: null };
const no = {
  allowed: false,
  rule: 'OPS-3',
  words: { fr: 'Hors de votre habilitation.', en: 'Outside your clearance.' },
};
const places = [
  ['Place du Marché', 'angle rue Haute'],
  ['Gare, parvis', 'entrée nord'],
  ['École Jules-Ferry', 'portail rue des Lilas'],
  ['Pont Neuf', 'rive droite'],
  ['Mairie', 'perron'],
  ['Halle aux grains', 'quai de livraison'],
  ['Stade', 'tribune est'],
  ['Rue de la République', 'nº 48'],
] as const;

export const refusedCameraId = 'cam_demo-15';

function sessionAnswer(locale: 'fr' | 'en', theme: 'dark' | 'light'): SessionView {
  return {
    town: { name: 'Val-de-Brume', timeZone: 'Europe/Paris', demonstration: true, version: '0' },
    person: { id: 'per_demo-1', displayName: 'Anne Morel', post: 'operator', locale, theme },
    may: Object.fromEntries(rights.map((right) => [right, yes])) as SessionView['may'],
    until: null,
  };
}

const communesAnswer: readonly CommuneView[] = [
  { id: 'com_demo-1', name: 'Val-de-Brume', insee: '00001' },
  { id: 'com_demo-2', name: 'Saint-Aubin', insee: '00002' },
];

function camerasAnswer(): readonly CameraView[] {
  return Array.from({ length: 16 }, (_, i) => {
    const [name, place] = places[i % places.length]!;
    const id = `cam_demo-${i}`;
    const decision = id === refusedCameraId ? no : yes;
    return {
      id,
      communeId: i < 11 ? 'com_demo-1' : 'com_demo-2',
      name: i < places.length ? name : `${name} 2`,
      place,
      position: null,
      state: { kind: 'in-service', noticeDay: '2026-01-05', since: '2026-01-10T08:00:00.000Z' },
      purposes: ['prevention-of-attacks'],
      objective: 'Protéger les abords.',
      framing: 'wide',
      fastFlow: false,
      authorisation: null,
      retentionDays: 15,
      mainUrl: null,
      subUrl: null,
      hasSub: true,
      groups: [],
      mask: null,
      may: { watchLive: decision, viewRecordings: decision, manage: no, changeMasks: no },
      live: { recording: true, main: null, sub: null },
    };
  });
}

const layoutsAnswer: readonly LayoutView[] = [
  {
    id: 'lay_demo-1',
    name: 'Centre-ville',
    columns: 2,
    tiles: ['cam_demo-0', 'cam_demo-4', 'cam_demo-7', null],
    shared: true,
    mine: false,
    by: 'Claire Petit',
  },
];

/** The answer to a question of the console, null to what it only tells. */
export function answerTo(
  url: URL,
  facts: {
    readonly locale: 'fr' | 'en';
    readonly theme: 'dark' | 'light';
    readonly recording: Recording;
    readonly viewed: readonly string[];
  },
): unknown {
  switch (url.pathname) {
    case '/api/session':
      return sessionAnswer(facts.locale, facts.theme);
    case '/api/communes':
      return communesAnswer;
    case '/api/cameras':
      return camerasAnswer();
    case '/api/layouts':
      return layoutsAnswer;
    case '/api/alarms':
      return [];
    case '/api/timeline':
      return timelineAnswer(url.searchParams.get('cameraId') ?? '', facts.recording);
    case '/api/viewings':
      return viewingAnswer(facts.viewed);
    default:
      return url.pathname.endsWith('/stills') ? { markId: 'mark_demo-1' } : null;
  }
}

function timelineAnswer(cameraId: string, recording: Recording): TimelineView {
  const { fromMs, toMs, gap } = recording;
  const words = {
    fr: 'La caméra ne répondait plus.',
    en: 'The camera no longer answered.',
  };
  return {
    cameraId,
    spans: [
      { fromMs, toMs: gap.fromMs, maskVersions: ['msk_demo-1'] },
      { fromMs: gap.toMs, toMs, maskVersions: ['msk_demo-1'] },
    ],
    gaps: [{ ...gap, cause: 'camera-lost', words, detail: '' }],
    bookmarks: [
      { id: 'bmk_demo-1', atMs: fromMs + 60_000, title: 'Véhicule arrêté', by: 'Claire Petit' },
    ],
  };
}

function viewingAnswer(cameraIds: readonly string[]): ViewingView {
  const until = new Date(Date.now() + 4 * 3_600_000).toISOString();
  return {
    id: 'view_demo-1',
    cameraIds: [...cameraIds],
    motive: 'incident-followed-up',
    until,
  };
}
