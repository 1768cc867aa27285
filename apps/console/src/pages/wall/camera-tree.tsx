/**
 * The town's cameras by commune, to drag onto a place or, by keyboard and without any dragging, to
 * put on the selected place with Enter. A camera that the person may not watch stays in the tree and
 * says why it can't be put up.
 */

import type { CameraView, CommuneView } from '@beffroi/wire';
import { type ReactElement, useMemo, useState } from 'react';
import { useText, useWords } from '../../i18n/text.ts';
import { ToggleButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Waiting } from '../../ui/notice.tsx';
import { camerasFound } from '../cameras/camera-search.ts';
import { carryCamera } from './camera-drag.ts';
import { WallMap } from './wall-map.tsx';

const mapKey = 'beffroi.wall.map';

interface CameraTreeProps {
  readonly cameras: readonly CameraView[];
  /** Undefined until the centre has said them. */
  readonly communes: readonly CommuneView[] | undefined;
  readonly onWall: ReadonlySet<string>;
  readonly onPlace: (cameraId: string) => void;
}

export function CameraTree({ cameras, communes, onWall, onPlace }: CameraTreeProps): ReactElement {
  const t = useText();
  const [search, setSearch] = useState('');
  const [isMapShown, setMapShown] = useState(() => localStorage.getItem(mapKey) === 'on');
  const found = useMemo(() => camerasFound(cameras, search), [cameras, search]);
  const groups = (communes ?? [])
    .map((commune) => ({
      commune,
      cameras: found.filter((camera) => camera.communeId === commune.id),
    }))
    .filter((group) => group.cameras.length > 0);
  return (
    <aside className="w-tree" data-map={isMapShown} aria-label={t('Caméras à placer')}>
      <div className="w-tree-head">
        <SearchField label={t('Chercher une caméra')} value={search} onChange={setSearch} />
        <ToggleButton
          icon="map"
          label={t('Carte')}
          isSelected={isMapShown}
          onChange={(isShown) => {
            localStorage.setItem(mapKey, isShown ? 'on' : 'off');
            setMapShown(isShown);
          }}
        />
      </div>
      {isMapShown ? <WallMap cameras={found} onWall={onWall} onPlace={onPlace} /> : null}
      <div className="w-tree-list">
        {groups.map(({ commune, cameras: ofCommune }) => (
          <details key={commune.id} open>
            <summary>
              {commune.name}{' '}
              <span className="w-tree-count">
                {t('{count, plural, one {# caméra} other {# caméras}}', {
                  count: ofCommune.length,
                })}
              </span>
            </summary>
            <ul>
              {ofCommune.map((camera) => (
                <TreeCamera
                  key={camera.id}
                  camera={camera}
                  isOnWall={onWall.has(camera.id)}
                  onPlace={onPlace}
                />
              ))}
            </ul>
          </details>
        ))}
        {communes === undefined ? <Waiting /> : null}
        {found.length === 0 ? <p className="b-quiet">{t('Aucune caméra trouvée.')}</p> : null}
      </div>
    </aside>
  );
}

interface TreeCameraProps {
  readonly camera: CameraView;
  readonly isOnWall: boolean;
  readonly onPlace: (cameraId: string) => void;
}

function TreeCamera({ camera, isOnWall, onPlace }: TreeCameraProps): ReactElement {
  const t = useText();
  const words = useWords();
  const { allowed, words: why } = camera.may.watchLive;
  return (
    <li>
      <button
        type="button"
        className="w-tree-camera"
        draggable={allowed}
        aria-disabled={!allowed}
        onDragStart={(event) => carryCamera(event.dataTransfer, camera.id)}
        onClick={() => allowed && onPlace(camera.id)}
      >
        <Icon name={allowed ? 'camera' : 'lock'} size={16} />
        <span className="w-tree-text">
          <span className="w-tree-name">{camera.name}</span>
          <span className="w-tree-place">
            {allowed || why === null ? camera.place : words(why)}
          </span>
        </span>
        {isOnWall ? (
          <span className="w-tree-on" title={t('Sur ce mur')}>
            <Icon name="wall" size={14} />
            <span className="b-hidden">{t('Sur ce mur')}</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}
