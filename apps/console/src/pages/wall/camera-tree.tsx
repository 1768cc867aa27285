/**
 * The town's cameras by commune, beside the wall: a search, a small map, and the tree itself
 * (`tree-list.tsx`), to drag onto a place or to put on the selected one with Enter.
 */

import type { CameraView, CommuneView } from '@beffroi/wire';
import { type ReactElement, useMemo, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ToggleButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Waiting } from '../../ui/notice.tsx';
import { camerasFound } from '../cameras/camera-search.ts';
import { TreeList } from './tree-list.tsx';
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
  const sections = (communes ?? [])
    .map(({ id, name }) => ({
      id,
      name,
      cameras: found.filter((camera) => camera.communeId === id),
    }))
    .filter((section) => section.cameras.length > 0);
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
        {sections.length === 0 ? null : (
          <TreeList sections={sections} onWall={onWall} onPlace={onPlace} />
        )}
        {communes === undefined ? <Waiting /> : null}
        {found.length === 0 ? <p className="b-quiet">{t('Aucune caméra trouvée.')}</p> : null}
      </div>
    </aside>
  );
}
