/** An opened register: entries of several kinds, one past its term, paper lines, fates of a picture. */

import type {
  FatesView,
  PaperRegisterView,
  RegisterEntriesView,
  RegisterEntryView,
  RegisterOpeningView,
} from '@beffroi/wire';
import { nowMs } from './fake-town.ts';

const hourMs = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const place = { id: 'cam_mairie', name: 'Place de la Mairie' };

const opened = { fr: 'Registre ouvert', en: 'Register opened' };
const watched = { fr: 'Direct consulté', en: 'Live picture watched' };
const redrawn = { fr: 'Masques décidés', en: 'Masks decided' };

export const registerOpening: RegisterOpeningView = {
  opening: 4712,
  until: at(nowMs + 4 * hourMs),
  kinds: [
    { kind: 'live-watched', words: watched },
    { kind: 'mask-redrawn', words: redrawn },
    { kind: 'register-opened', words: opened },
  ],
  people: [{ id: 'per_yann', name: 'Yann Le Goff' }],
  cameras: [place, { id: 'cam_gare', name: 'Gare' }],
};

const first: RegisterEntryView = {
  log: 'acts',
  number: 4712,
  id: 'ent_4712',
  kind: 'register-opened',
  words: opened,
  at: at(nowMs),
  by: 'Claire Martin',
  about: [],
  motive: { fr: 'Contrôle interne', en: 'Self-control' },
  what: '{"note":"contrôle du trimestre"}',
  erased: false,
};

export const registerEntries: RegisterEntriesView = {
  entries: [
    first,
    {
      ...first,
      number: 4711,
      id: 'ent_4711',
      kind: 'live-watched',
      words: watched,
      at: at(nowMs - hourMs),
      by: 'Yann Le Goff',
      about: [place.name],
      motive: { fr: 'Surveillance en direct', en: 'Live watch' },
      what: '{"session":"ses_01ja8q2v7x3k5m7p"}',
    },
    {
      ...first,
      number: 4710,
      id: 'ent_4710',
      kind: 'town-imported',
      words: { fr: 'Fichier de la ville importé', en: 'Town file brought in' },
      at: at(nowMs - 2 * hourMs),
      by: 'machine-owner',
      motive: { fr: 'Fonctionnement du centre', en: 'Running of the centre' },
      what: '{"added":["cam_mairie","cam_gare"],"changed":[],"fourEyes":null,"town":"Valbruant"}',
    },
    {
      ...first,
      number: 4709,
      id: 'ent_4709',
      kind: 'hold-placed',
      words: { fr: 'Conservation pour la justice', en: 'Hold placed for justice' },
      at: at(nowMs - 3 * hourMs),
      about: ['hld_8n2k4q6s0v1x3y5z', place.name],
      motive: { fr: 'Préparation d’une réquisition', en: 'Requisition prepared' },
      what: JSON.stringify({
        ...{ cameraIds: ['cam_mairie'], channel: 'phone', framework: '60-1' },
        ...{ fromMs: nowMs - 5 * hourMs, toMs: nowMs - 4 * hourMs, until: '2027-02-20' },
        ...{ reference: 'PV 2026/01042', requester: 'Brigadier Martin' },
      }),
    },
    {
      ...first,
      number: 4708,
      id: 'ent_4708',
      kind: 'recording-closed',
      words: { fr: 'Enregistrement clos', en: 'Recording closed' },
      at: at(nowMs - 4 * hourMs),
      by: null,
      about: ['rec_8n2k4q6s0v1x3y5z', place.name],
      motive: { fr: 'Fonctionnement du centre', en: 'Running of the centre' },
      what: JSON.stringify({
        ...{ closing: 'complete', endMs: nowMs - 4 * hourMs, startMs: nowMs - 5 * hourMs },
        ...{ gops: 1800, pictures: 45_000, sizeBytes: 734_003_200, keyDay: '2026-11-22' },
        ...{ sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
        ...{ maskVersions: ['msk_8n2k4q6s0v1x3y5z'], recorder: 'rcd_8n2k4q6s0v1x3y5z' },
        timeSource: 'camera',
      }),
    },
    {
      ...first,
      number: 12,
      id: 'ent_12',
      kind: 'mask-redrawn',
      words: redrawn,
      at: at(nowMs - 3 * 365 * 24 * hourMs),
      by: null,
      motive: null,
      what: '',
      erased: true,
    },
  ],
  more: true,
};

export const paperRegister: PaperRegisterView = {
  lines: [
    {
      camera: place,
      day: '2026-11-01',
      spans: [{ fromMs: nowMs - 20 * 24 * hourMs, toMs: nowMs - 19.5 * 24 * hourMs }],
      destroyedAt: at(nowMs - 5 * 24 * hourMs),
      handedOver: [at(nowMs - 19 * 24 * hourMs)],
    },
    {
      camera: place,
      day: '2026-11-20',
      spans: [{ fromMs: nowMs - 30 * hourMs, toMs: nowMs - 8 * hourMs }],
      destroyedAt: null,
      handedOver: [],
    },
  ],
};

export const pictureFates: FatesView = {
  fates: [
    {
      fromMs: nowMs - 20 * 24 * hourMs,
      toMs: nowMs - 19.5 * 24 * hourMs,
      fate: 'destroyed',
      words: {
        fr: 'Détruit le 16/11/2026 (reçu n° 88).',
        en: 'Destroyed on 16/11/2026 (receipt no. 88).',
      },
      receipt: 88,
    },
    {
      fromMs: nowMs - 19.5 * 24 * hourMs,
      toMs: nowMs - 19 * 24 * hourMs,
      fate: 'never-recorded',
      words: { fr: 'Jamais enregistré.', en: 'Never recorded.' },
      receipt: null,
    },
  ],
};
