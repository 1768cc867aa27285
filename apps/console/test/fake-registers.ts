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
      what: '{"session":"ses_01ja8q2v7x0000000000"}',
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
      what: '{"cameras":3}',
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
