/**
 * An open playback: pictures in step above, transport, timeline and its list below. One camera leads:
 * it is the one that is stepped, bookmarked and saved.
 */

import type { CameraView, TimelineView as TimelineFacts } from '@beffroi/wire';
import { useQueries } from '@tanstack/react-query';
import { type ReactElement, useMemo, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import type { PlayerStatus } from '../../media/worker-messages.ts';
import { Button } from '../../ui/button.tsx';
import { useViewer } from '../wall/viewer-context.tsx';
import { columnsFor } from '../wall/wall-state.ts';
import { motiveLabel } from './motive-words.ts';
import { PlaybackActs } from './playback-acts.tsx';
import { TimelineList } from './timeline-list.tsx';
import { Timeline } from './timeline-view.tsx';
import { TrackTile } from './track-tile.tsx';
import { Transport } from './transport.tsx';
import { usePlayer } from './use-player.ts';
import type { OpenViewing } from './viewing-form.tsx';

interface PlaybackRoomProps {
  readonly open: OpenViewing;
  readonly cameras: readonly CameraView[];
  readonly onClose: () => void;
}

export function PlaybackRoom({ open, cameras, onClose }: PlaybackRoomProps): ReactElement {
  const { viewer } = useViewer();
  const { gridRef, player, status } = usePlayer(viewer, open);
  const { cameraIds } = open.viewing;
  const [lead, setLead] = useState(cameraIds[0] ?? '');
  const byId = useMemo(() => new Map(cameras.map((camera) => [camera.id, camera])), [cameras]);
  const names = useMemo(() => new Map(cameras.map(({ id, name }) => [id, name])), [cameras]);
  const rows = useTimelines(open);
  const leadCamera = byId.get(lead);
  const positionMs = status?.positionMs ?? open.atMs;
  return (
    <>
      <RoomHead open={open} onClose={onClose} />
      <div
        ref={gridRef}
        className="p-grid"
        style={{ '--columns': columnsFor(cameraIds.length) } as React.CSSProperties}
      >
        {cameraIds.map((cameraId) => (
          <TrackTile
            key={cameraId}
            cameraId={cameraId}
            camera={byId.get(cameraId)}
            status={status?.tracks.find((track) => track.cameraId === cameraId)}
            facts={rows.find((row) => row.cameraId === cameraId)}
            positionMs={positionMs}
            isLead={cameraId === lead}
            onLead={() => setLead(cameraId)}
          />
        ))}
      </div>
      {player === null || status === null ? null : (
        <>
          <Transport player={player} status={status} leadCameraId={lead} />
          <Timeline
            rows={rows}
            names={names}
            bounds={open}
            positionMs={positionMs}
            playing={status.playing}
            onSeek={(atMs) => player.seek(atMs)}
          />
          <div className="p-acts">
            {leadCamera === undefined ? null : (
              <PlaybackActs player={player} viewingId={open.viewing.id} camera={leadCamera} />
            )}
            <SkippedText status={status} />
          </div>
          <TimelineList rows={rows} names={names} onSeek={(atMs) => player.seek(atMs)} />
        </>
      )}
    </>
  );
}

function RoomHead({ open, onClose }: Pick<PlaybackRoomProps, 'open' | 'onClose'>): ReactElement {
  const t = useText();
  const moments = useMoments();
  return (
    <div className="p-head">
      <h2>{motiveLabel(t, open.viewing.motive)}</h2>
      <span className="b-quiet">
        {t('du {from} au {to}', {
          from: moments.dayTime(open.fromMs),
          to: moments.dayTime(open.toMs),
        })}
      </span>
      <span className="b-quiet b-small">
        {t('ouverte jusqu’au {until}', { until: moments.dayMinute(open.viewing.until) })}
      </span>
      <div className="b-grow" />
      <Button small icon="close" onPress={onClose}>
        {t('Fermer la relecture')}
      </Button>
    </div>
  );
}

function SkippedText({ status }: { readonly status: PlayerStatus }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const { skipped } = status;
  return (
    <p className="b-quiet b-small" role="status">
      {skipped === null
        ? ''
        : t('Sauté : rien d’enregistré du {from} au {to}', {
            from: moments.dayTime(skipped.fromMs),
            to: moments.dayTime(skipped.toMs),
          })}
    </p>
  );
}

/** A row a camera, in the viewing's order; those still loading are empty rows. */
function useTimelines(open: OpenViewing): readonly TimelineFacts[] {
  const { fromMs, toMs, viewing } = open;
  const answers = useQueries({
    queries: viewing.cameraIds.map((cameraId) => ({
      queryKey: ['timeline', cameraId, fromMs, toMs],
      queryFn: () =>
        ask<TimelineFacts>(
          'GET',
          `/api/timeline?cameraId=${cameraId}&fromMs=${Math.floor(fromMs)}&toMs=${Math.ceil(toMs)}`,
        ),
      refetchInterval: 30_000,
    })),
  });
  return viewing.cameraIds.map(
    (cameraId, i) => answers[i]?.data ?? { cameraId, spans: [], gaps: [], bookmarks: [] },
  );
}
