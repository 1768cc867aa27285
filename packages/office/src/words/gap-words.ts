/**
 * Words for each cause of a gap: what happened and what to do, in French and English. They stand on
 * the tile, in the timeline and in alarms; docs/operations.md says more. Exhaustive over the closed
 * list: a new cause without words does not compile.
 */

import type { Words } from '@beffroi/town';
import type { GapCause } from '../ports/gap.ts';

export interface GapWords {
  readonly what: Words;
  readonly remedy: Words;
}

function words(fr: string, en: string, remedyFr: string, remedyEn: string): GapWords {
  return { what: { fr, en }, remedy: { fr: remedyFr, en: remedyEn } };
}

export const gapWords: Readonly<Record<GapCause, GapWords>> = {
  'camera-unreachable': words(
    'Caméra injoignable',
    'Camera unreachable',
    'Vérifiez son alimentation et sa liaison réseau.',
    'Check its power and its network link.',
  ),
  'camera-refused-login': words(
    'La caméra refuse l’identifiant ou le mot de passe',
    'The camera refuses the user name or password',
    'Corrigez l’identifiant de la caméra dans sa fiche.',
    'Correct the camera’s user name and password on its page.',
  ),
  'camera-refused-stream': words(
    'La caméra refuse ce flux',
    'The camera refuses this stream',
    'Vérifiez l’adresse du flux ; la caméra sert peut-être déjà trop de clients.',
    'Check the stream address; the camera may already serve too many clients.',
  ),
  'camera-closed': words(
    'La caméra a fermé la liaison',
    'The camera closed the connection',
    'La reprise est automatique ; si cela se répète, consultez le journal de la caméra.',
    'It reconnects by itself; if this repeats, read the camera’s own log.',
  ),
  'camera-stalled': words(
    'La caméra n’envoie plus d’image',
    'The camera sends no more pictures',
    'La reprise est automatique ; sinon redémarrez la caméra.',
    'It reconnects by itself; otherwise restart the camera.',
  ),
  'camera-protocol-error': words(
    'La caméra parle mal le protocole RTSP',
    'The camera speaks RTSP wrongly',
    'Mettez à jour le micrologiciel de la caméra, puis testez-la depuis sa fiche.',
    'Update the camera’s firmware, then probe it from its page.',
  ),
  'camera-flood': words(
    'La caméra envoie plus que prévu',
    'The camera sends more than it may',
    'Réduisez le débit réglé dans la caméra.',
    'Lower the bit rate set in the camera.',
  ),
  'packets-lost': words(
    'Paquets perdus en route',
    'Packets lost on the way',
    'Vérifiez la liaison (câble, radio, commutateur) ou passez la caméra en TCP.',
    'Check the link (cable, radio, switch) or set the camera to TCP.',
  ),
  'stream-unsupported': words(
    'Format de flux non pris en charge',
    'Unsupported stream format',
    'Réglez la caméra en H.264 ou H.265, sans images B.',
    'Set the camera to H.264 or H.265, without B-frames.',
  ),
  'stream-undecodable': words(
    'Aucune image ne sort de ce que la caméra envoie',
    'What the camera sends makes no picture',
    'Une nouvelle connexion est tentée ; remettez le flux de la caméra en H.264, ou redémarrez-la.',
    'It reconnects by itself; set the camera’s stream to H.264 again, or restart the camera.',
  ),
  'mask-missing': words(
    'Aucune décision de masquage',
    'No mask decision',
    'Dessinez les masques de la caméra, ou déclarez qu’aucun n’est nécessaire.',
    'Draw the camera’s masks, or declare that none is needed.',
  ),
  'mask-geometry-invalid': words(
    'Masques impossibles à dessiner',
    'The masks can’t be drawn',
    'Redessinez les masques de la caméra ; si elle masque elle-même, donnez à son flux réduit la forme du flux principal.',
    'Draw the camera’s masks again; where it masks itself, give its sub-stream the shape of the main stream.',
  ),
  'mask-check-failed': words(
    'La caméra ne masque plus comme décidé',
    'The camera no longer masks as decided',
    'Remettez les masques dans la caméra ; l’image reste coupée jusque-là.',
    'Set the masks in the camera again; the picture stays cut until then.',
  ),
  'mask-engine-failed': words(
    'Le masquage s’est arrêté',
    'Masking has stopped',
    'Il redémarre seul ; l’image revient masquée. Si cela se répète, prévenez le support.',
    'It restarts by itself; the picture comes back masked. If this repeats, call support.',
  ),
  'mask-engine-overloaded': words(
    'Machine trop chargée pour masquer cette caméra',
    'Machine too busy to mask this camera',
    'Réduisez la taille ou la cadence du flux, ou ajoutez un enregistreur.',
    'Lower the size or rate of the stream, or add a recorder.',
  ),
  'disk-full': words(
    'Disque plein',
    'Disk full',
    'Ajoutez de l’espace : les plus anciennes images partent d’abord.',
    'Add space: the oldest pictures go first.',
  ),
  'disk-failed': words(
    'Le disque refuse d’écrire',
    'The disk refuses to write',
    'Vérifiez le disque de l’enregistreur et remplacez-le au besoin.',
    'Check the recorder’s disk and replace it if needed.',
  ),
  'key-missing': words(
    'Pas de clé de chiffrement pour ce jour',
    'No encryption key for this day',
    'L’enregistreur n’a pas joint le centre ; rétablissez leur liaison.',
    'The recorder could not reach the centre; restore their link.',
  ),
  'authorisation-missing': words(
    'Caméra hors service ou sans autorisation',
    'Camera not in service or without authorisation',
    'Mettez la caméra en service, ou saisissez son autorisation préfectorale.',
    'Put the camera into service, or enter the prefect’s authorisation.',
  ),
  'recorder-stopped': words(
    'Enregistreur arrêté',
    'Recorder stopped',
    'Relancez l’enregistreur.',
    'Start the recorder again.',
  ),
  'recorder-crashed': words(
    'L’enregistreur s’est interrompu',
    'The recorder crashed',
    'Il redémarre seul ; au plus un groupe d’images par caméra est perdu.',
    'It restarts by itself; at most one group of pictures per camera is lost.',
  ),
};

/** Words for a cause in one sentence each; an unknown word is shown as it is. */
export function gapSentence(cause: string): Words {
  const known = Object.hasOwn(gapWords, cause) ? gapWords[cause as GapCause] : null;
  return known === null
    ? { fr: `Cause inconnue : ${cause}`, en: `Unknown cause: ${cause}` }
    : {
        fr: `${known.what.fr}. ${known.remedy.fr}`,
        en: `${known.what.en}. ${known.remedy.en}`,
      };
}
