/**
 * The six cameras of the demonstration as a town declares them: place, view, purposes, framing,
 * authorisation, and the masks over the windows that each one really sees. Everything is invented.
 */

import type { Framing, Purpose } from '@beffroi/town';
import { simulatedCameras } from '../cameras.ts';
import type { Spot } from '../map/ground-plan.ts';
import { toPosition } from '../map/town-map.ts';
import { privateZones, type Zone } from '../scene/private-zones.ts';

export interface DeclaredCamera {
  readonly key: string;
  readonly name: string;
  readonly place: string;
  readonly spot: Spot;
  readonly bearingDeg: number;
  readonly openingDeg: number;
  readonly rangeM: number;
  readonly purposes: readonly Purpose[];
  readonly objective: string;
  readonly framing: Framing;
  readonly fastFlow: boolean;
  readonly maskReason: string;
}

const windowsOfHomes = 'Fenêtres et portes des habitations dans le champ (CSI L251-3)';

export const declaredCameras: readonly DeclaredCamera[] = [
  {
    key: 'mairie',
    name: 'Place de la Mairie',
    place: 'Place de la Mairie, mât sud, face à l’hôtel de ville',
    spot: [2, -40],
    bearingDeg: 358,
    openingDeg: 77,
    rangeM: 90,
    purposes: ['public-buildings', 'prevention-of-attacks'],
    objective: 'Protéger l’hôtel de ville et prévenir les atteintes sur la place',
    framing: 'wide',
    fastFlow: false,
    maskReason: windowsOfHomes,
  },
  {
    key: 'marche',
    name: 'Rue du Marché',
    place: 'Rue du Marché, angle de la place, vers les Halles',
    spot: [46, -7],
    bearingDeg: 97,
    openingDeg: 73,
    rangeM: 80,
    purposes: ['prevention-of-attacks'],
    objective: 'Prévenir les vols et agressions dans la rue commerçante',
    framing: 'wide',
    fastFlow: false,
    maskReason: windowsOfHomes,
  },
  {
    key: 'ecole',
    name: 'École Jules-Ferry (parvis)',
    place: 'Rue Jules-Ferry, face au parvis de l’école',
    spot: [-178, -172],
    bearingDeg: 262,
    openingDeg: 72,
    rangeM: 60,
    purposes: ['public-buildings', 'traffic-flow'],
    objective: 'Sécuriser les entrées et sorties de l’école et le passage piéton',
    framing: 'wide',
    fastFlow: true,
    maskReason: windowsOfHomes,
  },
  {
    key: 'gare',
    name: 'Gare',
    place: 'Place de la Gare, mât du boulevard du Sud',
    spot: [112, -440],
    bearingDeg: 178,
    openingDeg: 72,
    rangeM: 70,
    purposes: ['prevention-of-attacks', 'traffic-flow'],
    objective: 'Prévenir les atteintes aux voyageurs sur le parvis de la gare',
    framing: 'wide',
    fastFlow: true,
    maskReason: 'Appartements à gauche de la gare : masques posés dans la caméra',
  },
  {
    key: 'loire',
    name: 'Quai de Loire',
    place: 'Quai de Loire, promenade, vers le fleuve',
    spot: [30, 132],
    bearingDeg: 8,
    openingDeg: 72,
    rangeM: 140,
    purposes: ['natural-and-technological-risks', 'rescue-and-fire'],
    objective: 'Surveiller la montée des eaux et porter secours sur la promenade',
    framing: 'wide',
    fastFlow: false,
    maskReason: 'Fleuve, quai et rive boisée : aucune habitation dans le champ',
  },
  {
    key: 'halles',
    name: 'Parking des Halles',
    place: 'Parking des Halles, mât nord, vers les Halles',
    spot: [288, -62],
    bearingDeg: 184,
    openingDeg: 73,
    rangeM: 75,
    purposes: ['prevention-of-attacks', 'traffic-offences'],
    objective: 'Prévenir les vols dans les véhicules en stationnement',
    framing: 'wide',
    fastFlow: false,
    maskReason: windowsOfHomes,
  },
];

/** WGS 84 position and view of a declared camera. */
export function positionOf(camera: DeclaredCamera): {
  readonly latitude: number;
  readonly longitude: number;
  readonly bearingDeg: number;
  readonly openingDeg: number;
  readonly rangeM: number;
} {
  const [longitude, latitude] = toPosition(camera.spot);
  const { bearingDeg, openingDeg, rangeM } = camera;
  return { latitude, longitude, bearingDeg, openingDeg, rangeM };
}

/** Windows and doors of homes in a camera's picture, each with 8 cm around it, 4 decimals. */
export function zonesOf(key: string): readonly Zone[] {
  const scene = simulatedCameras.find((one) => one.key === key)?.scene();
  const zones = scene ? privateZones(scene.view, scene.buildings, zoneMarginM) : [];
  return zones.map((zone) => zone.map(({ x, y }) => ({ x: round(x), y: round(y) })));
}

const zoneMarginM = 0.08;

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
