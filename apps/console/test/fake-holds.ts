/** Holds in every state a head may see: to be confirmed, in force, lifted, lapsed. */

import type { HoldView } from '@beffroi/wire';
import { nowMs } from './fake-town.ts';

const hourMs = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();

const first: HoldView = {
  id: 'hld_marche',
  framework: '60-1',
  reference: 'PV 2026/01042',
  channel: 'phone',
  requester: 'Brigadier Martin, commissariat de Valbruant',
  cameras: [
    { id: 'cam_mairie', name: 'Place de la Mairie' },
    { id: 'cam_halle', name: 'Halle' },
  ],
  fromMs: nowMs - 9 * hourMs,
  toMs: nowMs - 7 * hourMs,
  placedAt: at(nowMs - 2 * hourMs),
  placedBy: 'Yann Le Goff',
  until: '2027-02-28',
  endsAt: at(nowMs + 70 * hourMs),
  toConfirm: true,
  confirmed: null,
  ended: null,
  files: 26,
};

export const holds: readonly HoldView[] = [
  {
    ...first,
    id: 'hld_gare',
    framework: '99-3',
    reference: 'Commission rogatoire 12/2026',
    channel: 'written',
    requester: 'Capitaine Roux, sûreté départementale',
    cameras: [{ id: 'cam_gare', name: 'Gare, parvis' }],
    placedAt: at(nowMs - 60 * hourMs),
    endsAt: '2027-02-28T23:00:00.000Z',
    toConfirm: false,
    files: 144,
  },
  first,
  {
    ...first,
    id: 'hld_quai',
    framework: '77-1-1',
    reference: 'PV 2026/00871',
    channel: 'written',
    cameras: [{ id: 'cam_quai', name: 'Quai' }],
    placedAt: at(nowMs - 900 * hourMs),
    endsAt: at(nowMs - 30 * hourMs),
    toConfirm: false,
    ended: {
      at: at(nowMs - 30 * hourMs),
      by: 'Claire Martin',
      why: 'lifted',
      reason: 'Images remises au parquet le 20',
    },
    files: 0,
  },
];
