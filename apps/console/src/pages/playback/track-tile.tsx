/**
 * The place of one camera in a playback: its picture (drawn by the worker into the canvas that
 * stands in it), its name, the exact time of what is on screen, and, without a picture, why.
 */

import type { CameraView, TimelineView as TimelineFacts } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import type { TrackStatus } from '../../media/worker-messages.ts';
import { Icon } from '../../ui/icon.tsx';
import { Watermark } from '../../ui/watermark.tsx';
import { gapAt } from './timeline-keys.ts';

interface TrackTileProps {
  readonly cameraId: string;
  readonly camera: CameraView | undefined;
  readonly status: TrackStatus | undefined;
  readonly facts: TimelineFacts | undefined;
  readonly positionMs: number;
  readonly isLead: boolean;
  readonly onLead: () => void;
}

export function TrackTile(props: TrackTileProps): ReactElement {
  const { cameraId, camera, status, isLead, onLead } = props;
  const t = useText();
  const moments = useMoments();
  return (
    <div className="p-track" data-lead={isLead}>
      <div className="p-picture" data-camera={cameraId} data-condition={status?.condition} />
      <button type="button" className="p-track-head" aria-pressed={isLead} onClick={onLead}>
        <span className="w-name">{camera?.name ?? cameraId}</span>
        <span className="w-where">{camera?.place}</span>
        {isLead ? (
          <span className="w-sign">
            <Icon name="check" size={14} />
            <span>{t('Choisie')}</span>
          </span>
        ) : null}
      </button>
      {status === undefined || status.condition === 'picture' ? null : <NoPicture {...props} />}
      {status?.shownAtMs == null ? null : <Watermark isLarge />}
      {status?.shownAtMs == null ? null : (
        <time className="p-track-time">
          {moments.dayTime(status.shownAtMs)}
          {moments.thousandths(status.shownAtMs)}
        </time>
      )}
      {status?.recoded === true ? (
        <p className="p-track-recoded">
          {t('Recodé pour l’affichage ; l’enregistrement est inchangé.')}
        </p>
      ) : null}
    </div>
  );
}

function NoPicture({ status, facts, positionMs }: TrackTileProps): ReactElement | null {
  const t = useText();
  const words = useWords();
  if (status === undefined) {
    return null;
  }
  const titles = {
    picture: '',
    loading: t('Chargement…'),
    hole: t('Pas d’enregistrement'),
    refused: t('Accès refusé'),
    undecodable: t('Format non lisible'),
    busy: t('Recodage occupé'),
    offline: t('Centre injoignable'),
  } as const;
  const gap = facts === undefined ? undefined : gapAt(facts, positionMs, Date.now());
  const cause = status.condition === 'hole' ? gap?.words : undefined;
  // RET-7: no right is missing, the pictures are gone.
  const isOver = gap?.cause === 'retention-over' && ['hole', 'refused'].includes(status.condition);
  const why = status.words ?? cause;
  return (
    <div className="w-no-picture">
      <p className="w-no-picture-title">
        {isOver ? t('Conservation terminée') : titles[status.condition]}
      </p>
      {status.condition === 'undecodable' ? (
        <p className="w-no-picture-why">{t('Cet enregistrement ne peut pas être décodé ici.')}</p>
      ) : null}
      {why == null ? null : <p className="w-no-picture-why">{words(why)}</p>}
    </div>
  );
}
