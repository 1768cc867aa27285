/**
 * The town's cameras by commune or by group, beside the wall: a search, a small map, and the tree itself
 * (`tree-list.tsx`), to drag onto a place or to put on the selected one with Enter.
 */

import type { CameraView, CommuneView } from '@beffroi/wire';
import { type ReactElement, useMemo, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ToggleButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Waiting } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { camerasFound } from '../cameras/camera-search.ts';
import { TreeList } from './tree-list.tsx';
import { type Grouping, groupings, sectionsByCommune, sectionsByGroup } from './tree-sections.ts';
import { WallMap } from './wall-map.tsx';

const mapKey = 'beffroi.wall.map';
const groupingKey = 'beffroi.wall.grouping';

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
  const [grouping, setGrouping] = useState<Grouping>(keptGrouping);
  const found = useMemo(() => camerasFound(cameras, search), [cameras, search]);
  const hasGroups = cameras.some(({ groups }) => groups.length > 0);
  const sections =
    hasGroups && grouping === 'group'
      ? sectionsByGroup(found, t('Sans groupe'))
      : sectionsByCommune(found, communes ?? []);
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
      {hasGroups ? (
        <GroupingSelect
          grouping={grouping}
          onChange={(wanted) => {
            localStorage.setItem(groupingKey, wanted);
            setGrouping(wanted);
          }}
        />
      ) : null}
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

function keptGrouping(): Grouping {
  const kept = localStorage.getItem(groupingKey);
  return groupings.find((one) => one === kept) ?? 'commune';
}

interface GroupingSelectProps {
  readonly grouping: Grouping;
  readonly onChange: (grouping: Grouping) => void;
}

/** Only where a camera has a group: there is nothing to choose elsewhere. */
function GroupingSelect({ grouping, onChange }: GroupingSelectProps): ReactElement {
  const t = useText();
  const labels = { commune: t('Par commune'), group: t('Par groupe') };
  return (
    <div className="w-grouping">
      <Select
        label={t('Ranger les caméras')}
        hideLabel
        choices={groupings.map((value) => ({ value, label: labels[value] }))}
        value={grouping}
        onChange={onChange}
      />
    </div>
  );
}
