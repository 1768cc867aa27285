/**
 * The map: where each camera stands, what it sees, how it is; a list beside it says the same to the
 * keyboard and to screen readers. Works without the internet; drawn with WebGL where there is some,
 * as SVG otherwise. The chosen camera stands in the address.
 */

import type { CameraView } from '@beffroi/wire';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useCameras } from '../../api/queries.ts';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Radios } from '../../ui/checkbox.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { camerasFound } from '../cameras/camera-search.ts';
import { conditionOf } from '../cameras/condition.ts';
import { carryCamera } from '../wall/camera-drag.ts';
import { type BaseMap, useBaseMap } from './base-map.ts';
import { CameraMark } from './camera-mark.tsx';
import { SvgMap } from './svg-map.tsx';
import { hasWebGl } from './web-gl.ts';

const GlMap = lazy(async () => ({ default: (await import('./gl-map.tsx')).GlMap }));
const route = getRouteApi('/signed-in/map');

export function MapPage(): ReactElement {
  const t = useText();
  const cameras = useCameras();
  const base = useBaseMap();
  const [search, setSearch] = useState('');
  const { camera: currentId } = route.useSearch();
  const navigate = useNavigate();
  const choose = (camera: string): void => watched(navigate({ to: '/map', search: { camera } }));
  const found = camerasFound(cameras.data ?? [], search);
  return (
    <main id="main" tabIndex={-1} className="p-map">
      <section className="p-map-side" aria-label={t('Caméras')}>
        <SearchField label={t('Chercher une caméra')} value={search} onChange={setSearch} />
        <FaultNotice fault={cameras.error ?? base.error} />
        {cameras.isPending ? <Waiting /> : null}
        {cameras.isSuccess && found.length === 0 ? (
          <p className="b-quiet">{t('Aucune caméra trouvée.')}</p>
        ) : null}
        <ul className="p-map-list">
          {found.map((camera) => (
            <MapLine
              key={camera.id}
              camera={camera}
              isCurrent={camera.id === currentId}
              onChoose={() => choose(camera.id)}
            />
          ))}
        </ul>
      </section>
      {base.data === undefined ? null : (
        <Drawing base={base.data} cameras={found} currentId={currentId} onChoose={choose} />
      )}
    </main>
  );
}

interface MapLineProps {
  readonly camera: CameraView;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}

function MapLine({ camera, isCurrent, onChoose }: MapLineProps): ReactElement {
  const t = useText();
  const { tone, label } = conditionOf(t, camera, useNowMs(30_000));
  return (
    <li className="p-map-line" data-current={isCurrent ? '' : undefined}>
      <button
        type="button"
        aria-pressed={isCurrent}
        onClick={onChoose}
        // Onto a wall in another window of this post.
        draggable={camera.may.watchLive.allowed}
        onDragStart={(event) => carryCamera(event.dataTransfer, camera.id)}
      >
        <strong>{camera.name}</strong>
        <span className="b-quiet b-small">{camera.place}</span>
        <StateBadge tone={tone}>{label}</StateBadge>
        {camera.position === null ? (
          <span className="b-quiet b-small">{t('Pas encore placée')}</span>
        ) : null}
      </button>
      {isCurrent ? (
        <p className="b-row p-map-acts">
          {camera.may.watchLive.allowed ? (
            <Link to="/" search={{ camera: camera.id }} className="b-button b-button-small">
              <Icon name="eye" size={16} /> {t('Regarder')}
            </Link>
          ) : null}
          {camera.may.viewRecordings.allowed ? (
            <Link to="/playback" search={{ camera: camera.id }} className="b-button b-button-small">
              <Icon name="playback" size={16} /> {t('Relire')}
            </Link>
          ) : null}
          <Link
            to="/cameras/$cameraId"
            params={{ cameraId: camera.id }}
            className="b-button b-button-small"
          >
            {t('Fiche')}
          </Link>
        </p>
      ) : null}
    </li>
  );
}

interface DrawingProps {
  readonly base: BaseMap;
  readonly cameras: readonly CameraView[];
  readonly currentId: string | undefined;
  readonly onChoose: (cameraId: string) => void;
}

function Drawing({ base, cameras, currentId, onChoose }: DrawingProps): ReactElement {
  const t = useText();
  const nowMs = useNowMs(30_000);
  const [form, setForm] = useState<'gl' | 'svg'>(() => (hasWebGl() ? 'gl' : 'svg'));
  const conditions = new Map(cameras.map((one) => [one.id, conditionOf(t, one, nowMs)]));
  return (
    <div className="p-map-drawing">
      {form === 'gl' ? (
        <Suspense fallback={<Waiting />}>
          <GlMap
            base={base}
            cameras={cameras}
            conditions={conditions}
            currentId={currentId}
            onChoose={onChoose}
          />
        </Suspense>
      ) : (
        <SvgMap label={t('Carte')} base={base} cameras={cameras} focus={null}>
          {(view) =>
            cameras.map((camera) =>
              camera.position === null ? null : (
                <CameraMark
                  key={camera.id}
                  camera={camera}
                  position={camera.position}
                  condition={conditionOf(t, camera, nowMs)}
                  view={view}
                  isCurrent={camera.id === currentId}
                  isPressed={camera.id === currentId}
                  onPress={() => onChoose(camera.id)}
                />
              ),
            )
          }
        </SvgMap>
      )}
      <div className="p-map-form">
        <Radios
          label={t('Dessin')}
          inline
          value={form}
          onChange={setForm}
          choices={[
            { value: 'gl', label: t('Fluide') },
            { value: 'svg', label: t('Simple') },
          ]}
        />
      </div>
    </div>
  );
}
