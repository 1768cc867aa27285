/**
 * The wall's own controls, one quiet line: size of the grid, layouts, tour, another screen, aligned
 * pictures, full screen. Everything has a key and says it in the help (`?`).
 */

import type { CameraView, LayoutView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { useShortcut } from '../../shell/shortcuts.ts';
import { Button, ToggleButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { LayoutControl } from './layout-control.tsx';
import { type RunningTour, TourControl } from './tour-control.tsx';
import { useViewer } from './viewer-context.tsx';
import { columnsMax, type Wall, type WallAction } from './wall-state.ts';

interface WallToolbarProps {
  readonly wall: Wall;
  readonly act: (action: WallAction) => void;
  readonly layouts: readonly LayoutView[];
  readonly cameras: readonly CameraView[];
  readonly tour: RunningTour | null;
  readonly onTour: (tour: RunningTour | null) => void;
  readonly tourStep: string;
  readonly screen: string;
  readonly isTreeShown: boolean;
  readonly onTree: (isShown: boolean) => void;
  readonly onFullScreen: () => void;
}

export function WallToolbar(props: WallToolbarProps): ReactElement {
  const { wall, act, layouts, cameras, tour } = props;
  const t = useText();
  const { isAligned, setAligned } = useViewer();
  useShortcut({ keys: 'f', group: t('Mur'), label: t('Plein écran') }, props.onFullScreen);
  useShortcut({ keys: 'c', group: t('Mur'), label: t('Montrer ou cacher les caméras') }, () =>
    props.onTree(!props.isTreeShown),
  );
  useShortcut({ keys: 'Escape', group: t('Mur'), label: t('Revenir au mur') }, () =>
    act({ kind: 'reduce' }),
  );
  return (
    <div className="w-tools" role="toolbar" aria-label={t('Outils du mur')}>
      <ToggleButton
        icon="list"
        small
        withText
        label={t('Caméras')}
        isSelected={props.isTreeShown}
        onChange={props.onTree}
      />
      <ColumnsSelect wall={wall} act={act} />
      <LayoutControl
        layouts={layouts}
        wall={wall}
        onLoad={(layout) => act({ kind: 'load', ...layout })}
      />
      <TourControl {...{ layouts, cameras, tour }} columns={wall.columns} onTour={props.onTour} />
      {props.tourStep === '' ? null : (
        <span className="b-quiet b-small" role="status">
          {props.tourStep}
        </span>
      )}
      <div className="b-grow" />
      <span className="b-quiet b-small">{t('Écran {screen}', { screen: props.screen })}</span>
      <Button
        icon="plus"
        small
        variant="quiet"
        onPress={() => openScreen(Number(props.screen) + 1)}
      >
        {t('Autre écran')}
      </Button>
      <ToggleButton
        icon="clock"
        small
        label={t('Images au même battement : moins de calcul, 83 ms de retard au plus')}
        isSelected={isAligned}
        onChange={setAligned}
      />
      <Button icon="full-screen" small variant="quiet" onPress={props.onFullScreen}>
        {t('Plein écran')}
      </Button>
    </div>
  );
}

function ColumnsSelect({ wall, act }: Pick<WallToolbarProps, 'wall' | 'act'>): ReactElement {
  const t = useText();
  const choices = Array.from({ length: columnsMax }, (_, i) => ({
    value: String(i + 1),
    label: `${i + 1} × ${i + 1}`,
  }));
  return (
    <div className="w-columns">
      <Select
        label={t('Taille de la grille')}
        hideLabel
        choices={choices}
        value={String(wall.columns)}
        onChange={(columns) => act({ kind: 'columns', columns: Number(columns) })}
      />
    </div>
  );
}

/** Another window for another screen of the same post; the browser remembers where it was put. */
function openScreen(screen: number): void {
  window.open(`/?ecran=${screen}`, `beffroi-ecran-${screen}`, 'popup');
}
