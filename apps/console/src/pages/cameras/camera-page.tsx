/**
 * One camera: its card and life, its place, its masks, its streams. The tab stands in the address.
 */

import type { CameraView } from '@beffroi/wire';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useCameras } from '../../api/queries.ts';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Page } from '../../shell/page.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CameraCard } from './camera-card.tsx';
import { CameraPlace } from './camera-place.tsx';
import { CameraStreams } from './camera-streams.tsx';
import { conditionOf } from './condition.ts';
import { CameraMasks } from './masks/camera-masks.tsx';

const route = getRouteApi('/signed-in/cameras/$cameraId');

export function CameraPage(): ReactElement {
  const t = useText();
  const { cameraId } = route.useParams();
  const { tab = 'card' } = route.useSearch();
  const navigate = useNavigate();
  const cameras = useCameras();
  const camera = cameras.data?.find((one) => one.id === cameraId);
  if (camera === undefined) {
    return (
      <Page>
        <CameraAbsent fault={cameras.error} isPending={cameras.isPending} />
      </Page>
    );
  }
  return (
    <Page>
      <Link to="/cameras" className="p-back">
        <Icon name="chevron-left" size={16} /> {t('Toutes les caméras')}
      </Link>
      <CameraHead camera={camera} />
      <Tabs
        label={t('Caméra')}
        selected={tab}
        onSelect={(key) =>
          watched(
            navigate({
              to: '/cameras/$cameraId',
              params: { cameraId },
              search: key === 'card' ? {} : { tab: key },
            }),
          )
        }
        tabs={[
          { key: 'card', label: t('Fiche'), body: <CameraCard camera={camera} /> },
          {
            key: 'place',
            label: t('Emplacement'),
            body: <CameraPlace key={camera.id} camera={camera} />,
          },
          {
            key: 'masks',
            label: t('Masques'),
            body: <CameraMasks key={camera.id} camera={camera} />,
          },
          { key: 'streams', label: t('Flux'), body: <CameraStreams camera={camera} /> },
        ]}
      />
    </Page>
  );
}

interface CameraAbsentProps {
  readonly fault: Error | null;
  readonly isPending: boolean;
}

/** In place of a camera that has not come yet, or that this person may not know. */
function CameraAbsent({ fault, isPending }: CameraAbsentProps): ReactElement {
  const t = useText();
  return (
    <>
      <FaultNotice fault={fault} />
      {isPending ? (
        <Waiting />
      ) : (
        <EmptyState icon="camera" title={t('Cette caméra n’est pas connue, ou pas la vôtre')}>
          <Link to="/cameras">{t('Toutes les caméras')}</Link>
        </EmptyState>
      )}
    </>
  );
}

/** Its name, its state now, and the ways to its pictures that this person's rights open. */
function CameraHead({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const { tone, label } = conditionOf(t, camera, useNowMs(30_000));
  return (
    <div className="p-camera-head">
      <div>
        <h2 className="p-camera-name">{camera.name}</h2>
        <p className="b-quiet">{camera.place}</p>
      </div>
      <StateBadge tone={tone} framed>
        {label}
      </StateBadge>
      <div className="b-grow" />
      {camera.may.watchLive.allowed ? (
        <Link to="/" search={{ camera: camera.id }} className="b-button b-button-plain">
          <Icon name="eye" /> {t('Regarder')}
        </Link>
      ) : null}
      {camera.may.viewRecordings.allowed ? (
        <Link to="/playback" search={{ camera: camera.id }} className="b-button b-button-plain">
          <Icon name="playback" /> {t('Relire')}
        </Link>
      ) : null}
    </div>
  );
}
