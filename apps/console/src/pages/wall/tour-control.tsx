/**
 * Starts, holds and stops a tour: which layouts (or all cameras by pages) and how many seconds each.
 * While it runs the bar says which step is up, in words; it stops as soon as somebody arranges the wall.
 */

import type { CameraView, LayoutView } from '@beffroi/wire';
import { type ReactElement, useEffect, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { useShortcut } from '../../shell/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { Checklist } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/field.tsx';
import { cameraSteps, layoutSteps, type TourStep, tourSecondsMax, tourSecondsMin } from './tour.ts';

export interface RunningTour {
  readonly steps: readonly TourStep[];
  readonly seconds: number;
  /** Held on the step that is up. */
  readonly isHeld: boolean;
}

interface TourControlProps {
  readonly layouts: readonly LayoutView[];
  readonly cameras: readonly CameraView[];
  readonly columns: number;
  readonly tour: RunningTour | null;
  readonly onTour: (tour: RunningTour | null) => void;
}

export function TourControl(props: TourControlProps): ReactElement {
  const { tour, onTour } = props;
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const toggle = (): void => (tour === null ? setOpen(true) : onTour(null));
  const hold = (): void => (tour === null ? undefined : onTour({ ...tour, isHeld: !tour.isHeld }));
  useShortcut({ keys: 't', group: t('Mur'), label: t('Lancer ou arrêter une ronde') }, toggle);
  useShortcut({ keys: 'p', group: t('Mur'), label: t('Suspendre ou reprendre la ronde') }, hold);
  return (
    <>
      <Button icon="tour" small variant={tour === null ? 'quiet' : 'primary'} onPress={toggle}>
        {tour === null ? t('Ronde') : t('Arrêter la ronde')}
      </Button>
      {tour === null ? null : (
        <Button icon={tour.isHeld ? 'play' : 'pause'} small variant="quiet" onPress={hold}>
          {tour.isHeld ? t('Reprendre') : t('Suspendre')}
        </Button>
      )}
      <TourDialog {...props} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

function TourDialog({
  layouts,
  cameras,
  columns,
  onTour,
  isOpen,
  onClose,
}: TourControlProps & { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [seconds, setSeconds] = useState(15);
  const watchable = cameras.filter((camera) => camera.may.watchLive.allowed);
  const start = (): void => {
    const steps =
      chosen.length > 0
        ? layoutSteps(layouts, chosen)
        : cameraSteps(
            watchable.map((camera) => camera.id),
            columns,
          );
    onTour({ steps, seconds, isHeld: false });
    onClose();
  };
  return (
    <Dialog
      title={t('Lancer une ronde')}
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      actions={
        <Button variant="primary" icon="play" onPress={start}>
          {t('Lancer')}
        </Button>
      }
    >
      <div className="b-stack">
        {layouts.length === 0 ? null : (
          <Checklist
            label={t('Dispositions de la ronde')}
            hint={t('Aucune cochée : toutes les caméras, par pages de la grille actuelle.')}
            choices={layouts.map((layout) => ({ value: layout.id, label: layout.name }))}
            values={chosen}
            onChange={setChosen}
          />
        )}
        <NumberField
          label={t('Durée de chaque étape')}
          unit="s"
          value={seconds}
          minValue={tourSecondsMin}
          maxValue={tourSecondsMax}
          onChange={setSeconds}
        />
      </div>
    </Dialog>
  );
}

/** Shows each step for its time, the first at once; a step that is held begins its time anew afterwards. */
export function useTour(
  tour: RunningTour | null,
  isHeld: boolean,
  show: (step: TourStep) => void,
): number {
  const steps = tour?.steps;
  const [at, setAt] = useState({ steps, index: 0 });
  // Another tour begins at its first step.
  const index = at.steps === steps ? at.index : 0;
  const isRunning = tour !== null && !isHeld;
  const stepMs = (tour?.seconds ?? 0) * 1000;
  useEffect(() => {
    if (!isRunning || steps === undefined) {
      return undefined;
    }
    const timer = setInterval(
      () =>
        setAt((before) => ({
          steps,
          index: before.steps === steps ? (before.index + 1) % steps.length : 1 % steps.length,
        })),
      stepMs,
    );
    return () => clearInterval(timer);
  }, [isRunning, steps, stepMs]);
  useEffect(() => {
    const step = steps?.[index];
    if (step !== undefined) {
      show(step);
    }
  }, [steps, index, show]);
  return index;
}
