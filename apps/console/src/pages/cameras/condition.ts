/**
 * The one state of a camera that matters first, worst first: what asks for an act, else its place in
 * the life of VP-09. Used by the list, the map and the camera's own page, so that they never disagree.
 */

import { type CameraView, type StreamHealth, tileStateOfCause } from '@beffroi/wire';
import { daysUntil } from '../../i18n/moments.ts';
import type { Translate } from '../../i18n/text.ts';
import type { Tone } from '../../ui/notice.tsx';
import { stateLabel } from '../../words/labels.ts';
import { conditionTitle } from '../wall/tile-words.ts';

export interface Condition {
  readonly tone: Tone;
  readonly label: string;
}

/** Warn that many days before the prefect's order ends: a renewal takes months (VP-07). */
const renewalDays = 120;

/** Pictures a second that the order of 2007 wants, by what is filmed (VP-67). */
export function wantedFps(camera: Pick<CameraView, 'framing' | 'fastFlow'>): number {
  return camera.framing === 'narrow' && camera.fastFlow ? 12 : 6;
}

export function conditionOf(t: Translate, camera: CameraView, nowMs: number): Condition {
  if (camera.state.kind !== 'in-service') {
    return { tone: 'quiet', label: stateLabel(t, camera.state.kind) };
  }
  if (camera.mask === null) {
    return { tone: 'alarm', label: t('Masque non décidé : rien n’est montré') };
  }
  // The law before the machine: a camera whose authorisation has ended is not lost, it is stopped.
  const law = lawOf(t, camera, nowMs);
  return law?.tone === 'alarm'
    ? law
    : (faultOf(t, camera, nowMs) ?? law ?? { tone: 'good', label: t('En service, enregistre') });
}

/** Of one stream, in the words of its tile (LIV-25); of one that runs and has no figures no recorder speaks. */
export function streamCondition(
  t: Translate,
  camera: CameraView,
  stream: StreamHealth | null,
  nowMs: number,
): Condition {
  if (stream === null) {
    const runs = camera.state.kind === 'in-service' && lawOf(t, camera, nowMs)?.tone !== 'alarm';
    const state = camera.mask === null ? 'mask-missing' : 'recorder-away';
    return runs
      ? { tone: 'alarm', label: conditionTitle(t, state) }
      : { tone: 'quiet', label: conditionTitle(t, 'not-in-service') };
  }
  if (stream.gapCause !== null) {
    return { tone: 'alarm', label: conditionTitle(t, tileStateOfCause(stream.gapCause)) };
  }
  return stream.connected
    ? { tone: 'good', label: t('Connectée') }
    : { tone: 'notice', label: conditionTitle(t, 'connecting') };
}

function faultOf(t: Translate, camera: CameraView, nowMs: number): Condition | undefined {
  const { main, recording } = camera.live;
  const stream = streamCondition(t, camera, main, nowMs);
  if (stream.tone !== 'good') {
    return stream;
  }
  if (!recording) {
    return { tone: 'alarm', label: t('N’enregistre pas') };
  }
  if (main !== null && main.fps !== null && main.fps < wantedFps(camera)) {
    return { tone: 'warning', label: t('Cadence trop faible') };
  }
  return undefined;
}

function lawOf(t: Translate, camera: CameraView, nowMs: number): Condition | undefined {
  if (camera.authorisation === null) {
    return { tone: 'alarm', label: t('Sans autorisation') };
  }
  const days = daysUntil(camera.authorisation.until, nowMs);
  if (days < 0) {
    return { tone: 'alarm', label: t('Autorisation échue') };
  }
  if (days < renewalDays) {
    return { tone: 'notice', label: t('Autorisation à renouveler') };
  }
  return undefined;
}
