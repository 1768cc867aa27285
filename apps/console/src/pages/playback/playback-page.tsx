/**
 * Playback: a motive first (VP-33), then one to nine cameras in step on one clock, with the timeline
 * below. A link may bring cameras and an instant (`/playback?cameras=cam_a,cam_b&at=...`), never a
 * motive. Pictures never pass through React.
 */

import '../wall/tile.css';
import './playback.css';
import { type ReactElement, useMemo, useState } from 'react';
import { useCameras } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { ViewerProvider } from '../wall/viewer-context.tsx';
import { PlaybackRoom } from './playback-room.tsx';
import { type OpenViewing, ViewingForm, type ViewingWish } from './viewing-form.tsx';

export function PlaybackPage(): ReactElement {
  const t = useText();
  const cameras = useCameras();
  const wish = useMemo(() => wishOf(window.location.search), []);
  const [open, setOpen] = useState<OpenViewing | null>(null);
  if (cameras.data === undefined) {
    return (
      <main id="main" className="p-page" tabIndex={-1}>
        {cameras.error === null ? <Waiting /> : <FaultNotice fault={cameras.error} />}
      </main>
    );
  }
  if (!cameras.data.some((camera) => camera.may.viewRecordings.allowed)) {
    return (
      <main id="main" className="p-page" tabIndex={-1}>
        <EmptyState icon="lock" title={t('Aucun enregistrement à relire')}>
          <p>
            {cameras.data.length === 0
              ? t('Aucune caméra trouvée.')
              : t('Votre habilitation n’ouvre la relecture d’aucune caméra.')}
          </p>
        </EmptyState>
      </main>
    );
  }
  return (
    <main id="main" className="p-page" tabIndex={-1} aria-label={t('Relecture')}>
      {open === null ? (
        <ViewingForm cameras={cameras.data} wish={wish} onOpen={setOpen} />
      ) : (
        <ViewerProvider>
          <PlaybackRoom open={open} cameras={cameras.data} onClose={() => setOpen(null)} />
        </ViewerProvider>
      )}
    </main>
  );
}

function wishOf(search: string): ViewingWish {
  const asked = new URLSearchParams(search);
  const ids = (asked.get('cameras') ?? asked.get('camera') ?? '').split(',');
  const atMs = Number(asked.get('at') ?? Number.NaN);
  return {
    cameraIds: ids.filter((id) => /^cam_[0-9a-z-]{3,40}$/.test(id)).slice(0, 9),
    atMs: Number.isFinite(atMs) ? atMs : null,
  };
}
