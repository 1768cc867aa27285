/**
 * One place of the wall: the picture, and written over its edges who, where, when, how old, whether
 * it is recorded and masked, and who else watches. Every sign is an icon with words; a place without
 * a picture says why.
 */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { lentRules, wishEmergency } from '../../api/emergency-wish.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import type { TileStatus } from '../../media/tile-status.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Watermark } from '../../ui/watermark.tsx';
import { maskModeLabel } from '../../words/labels.ts';
import { conditionIcon, conditionSentence, conditionTitle, lateMs } from './tile-words.ts';
import { useTile } from './use-tile.ts';
import { useViewer } from './viewer-context.tsx';

interface WallTileProps {
  readonly camera: CameraView;
  /** Main stream for a single or enlarged tile; never more pixels than the place has. */
  readonly isLarge: boolean;
}

export function WallTile({ camera, isLarge }: WallTileProps): ReactElement {
  const { viewer } = useViewer();
  const stream = isLarge || !camera.hasSub ? 'main' : 'sub';
  const { pictureRef, status, reopen } = useTile(viewer, camera.id, stream);
  const isLive = status.state === 'live';
  const isShown = isLive && status.pictureAtMs !== null;
  return (
    <div className="w-tile" data-state={status.state}>
      {/* Under the picture: the first one covers it, half a second before the status tells of it. */}
      {isShown ? null : (
        <NoPicture status={isLive ? { ...status, state: 'connecting' } : status} onRetry={reopen} />
      )}
      <div className="w-picture" ref={pictureRef} aria-hidden="true" />
      {isShown ? <Watermark isLarge={isLarge} /> : null}
      <TileHead camera={camera} status={status} />
      {isShown ? <TileFoot status={status} isLarge={isLarge} /> : null}
    </div>
  );
}

function NoPicture({
  status,
  onRetry,
}: {
  readonly status: TileStatus;
  readonly onRetry: () => void;
}): ReactElement {
  const t = useText();
  const words = useWords();
  const sentence = status.words === null ? conditionSentence(t, status.state) : words(status.words);
  const mayRetry = ['cut', 'no-right', 'undecodable', 'too-many'].includes(status.state);
  return (
    <div className="w-no-picture">
      <Icon name={conditionIcon(status.state)} size={22} />
      <p className="w-no-picture-title">{conditionTitle(t, status.state)}</p>
      {sentence === '' ? null : <p className="w-no-picture-why">{sentence}</p>}
      {status.rule === null ? null : <span className="b-rule">{status.rule}</span>}
      {mayRetry ? (
        <Button small icon="refresh" onPress={onRetry}>
          {t('Réessayer')}
        </Button>
      ) : null}
      {status.rule !== null && lentRules.includes(status.rule) ? (
        <Button small variant="quiet" onPress={() => wishEmergency(true)}>
          {t('Accès d’urgence…')}
        </Button>
      ) : null}
    </div>
  );
}

function TileHead({
  camera,
  status,
}: {
  readonly camera: CameraView;
  readonly status: TileStatus;
}): ReactElement {
  const t = useText();
  const { watchers, emergencyWatchers } = status;
  const names = watchers
    .map((name) =>
      emergencyWatchers.includes(name) ? t('{name} (accès d’urgence)', { name }) : name,
    )
    .join(', ');
  return (
    <div className="w-head">
      <span className="w-name" title={camera.name}>
        {camera.name}
      </span>
      <span className="w-where">{camera.place}</span>
      <span className="w-signs">
        {watchers.length === 0 ? null : (
          <span className="w-sign" title={names}>
            <Icon name={emergencyWatchers.length === 0 ? 'eye' : 'alarm'} size={14} />
            <span aria-hidden="true">{watchers.length}</span>
            <span className="b-hidden">{t('Regardent aussi : {names}', { names })}</span>
          </span>
        )}
        <MaskSign mask={status.mask} />
        <RecordingSign recording={status.recording} state={status.state} />
      </span>
    </div>
  );
}

function MaskSign({ mask }: { readonly mask: TileStatus['mask'] }): ReactElement | null {
  const t = useText();
  if (mask === null) {
    return null;
  }
  const label = maskModeLabel(t, mask);
  return (
    <span className="w-sign" title={label}>
      <Icon name={mask === 'none-needed' ? 'none' : 'mask'} size={14} />
      <span className="b-hidden">{label}</span>
    </span>
  );
}

function RecordingSign({
  recording,
  state,
}: {
  readonly recording: boolean;
  readonly state: TileStatus['state'];
}): ReactElement | null {
  const t = useText();
  if (!recording && state !== 'live') {
    return null;
  }
  return recording ? (
    <span className="w-sign" title={t('Enregistrement en cours')}>
      <Icon name="record" size={14} />
      <span aria-hidden="true">{t('ENR')}</span>
      <span className="b-hidden">{t('Enregistrement en cours')}</span>
    </span>
  ) : (
    <span className="w-sign w-sign-warning">
      <Icon name="warning" size={14} />
      <span>{t('Non enregistrée')}</span>
    </span>
  );
}

function TileFoot({
  status,
  isLarge,
}: {
  readonly status: TileStatus;
  readonly isLarge: boolean;
}): ReactElement | null {
  const t = useText();
  const moments = useMoments();
  if (status.pictureAtMs === null || status.ageMs === null) {
    return null;
  }
  const isLate = status.ageMs > lateMs;
  const age = moments.figure(status.ageMs / 1000, 1);
  return (
    <div className="w-foot">
      <time>
        {isLarge ? moments.dayTime(status.pictureAtMs) : moments.time(status.pictureAtMs)}
      </time>
      <span className={isLate ? 'w-age w-sign-warning' : 'w-age'} title={t('Âge de l’image')}>
        {isLate ? <Icon name="warning" size={13} /> : null}
        {isLate ? t('retard {age} s', { age }) : t('{age} s', { age })}
      </span>
      {isLarge ? (
        <span className="w-detail">
          {t('{width} × {height}, {fps} images/s, {dropped} sautées', {
            width: status.width,
            height: status.height,
            fps: moments.number(status.fps, 0),
            dropped: status.droppedPictures,
          })}
        </span>
      ) : null}
    </div>
  );
}
