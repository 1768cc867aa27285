/**
 * Play, pause, speed, picture by picture, and a way to any second: buttons and the keys that editors
 * know (space, J K L, comma and full stop, arrows). What plays is said in words beside it.
 */

import { type ReactElement, useState } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { civilText, instantOfCivil } from '../../media/civil-time.ts';
import type { Player } from '../../media/player.ts';
import { changeSpeed, type PlayerClock, shuttle } from '../../media/player-clock.ts';
import type { PlayerStatus } from '../../media/worker-messages.ts';
import { useShortcut } from '../../shell/shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CivilField } from '../../ui/civil-field.tsx';

interface TransportProps {
  readonly player: Player;
  readonly status: PlayerStatus;
  /** The camera whose pictures are stepped. */
  readonly leadCameraId: string;
}

const jumpMs = 5_000;

export function Transport({ player, status, leadCameraId }: TransportProps): ReactElement {
  const t = useText();
  const obey = (clock: PlayerClock): void => {
    if (clock.playing) {
      player.play(clock.speed);
    } else {
      player.pause();
    }
  };
  const toggle = (): void => obey({ ...status, playing: !status.playing });
  const step = (by: 1 | -1): void => player.step(by, leadCameraId);
  useTransportKeys({ player, status, toggle, step, obey });
  return (
    <div className="p-transport" role="toolbar" aria-label={t('Commandes de lecture')}>
      <IconButton
        icon="rewind"
        label={t('Arrière (J)')}
        onPress={() => obey(shuttle(status, -1))}
      />
      <IconButton icon="step-back" label={t('Image précédente (,)')} onPress={() => step(-1)} />
      <Button icon={status.playing ? 'pause' : 'play'} variant="primary" onPress={toggle}>
        {status.playing ? t('Pause') : t('Lecture')}
      </Button>
      <IconButton icon="step-forward" label={t('Image suivante (.)')} onPress={() => step(1)} />
      <IconButton
        icon="fast-forward"
        label={t('Avant (L)')}
        onPress={() => obey(shuttle(status, 1))}
      />
      <div className="p-speed">
        <IconButton
          icon="minus"
          small
          label={t('Moins vite')}
          onPress={() => player.setSpeed(changeSpeed(status, -1).speed)}
        />
        <output className="p-speed-value">{speedText(status.speed)}</output>
        <IconButton
          icon="plus"
          small
          label={t('Plus vite')}
          onPress={() => player.setSpeed(changeSpeed(status, 1).speed)}
        />
      </div>
      <PositionText status={status} />
      <div className="b-grow" />
      <GoTo player={player} positionMs={status.positionMs} />
    </div>
  );
}

function PositionText({ status }: { readonly status: PlayerStatus }): ReactElement {
  const t = useText();
  const moments = useMoments();
  return (
    <p className="p-position">
      <time>
        {moments.dayTime(status.positionMs)}
        <span className="b-quiet">{moments.thousandths(status.positionMs)}</span>
      </time>
      <span className="b-quiet b-small">{playText(t, status)}</span>
    </p>
  );
}

function GoTo({
  player,
  positionMs,
}: {
  readonly player: Player;
  readonly positionMs: number;
}): ReactElement {
  const t = useText();
  const { timeZone } = useMoments();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? civilText(positionMs, timeZone);
  const atMs = instantOfCivil(text, timeZone);
  return (
    <form
      className="p-goto"
      onSubmit={(event) => {
        event.preventDefault();
        if (atMs !== undefined) {
          player.seek(atMs);
          setTyped(null);
        }
      }}
    >
      <CivilField label={t('Aller à')} value={text} onChange={setTyped} />
      <Button type="submit" isDisabled={atMs === undefined}>
        {t('Aller')}
      </Button>
    </form>
  );
}

interface TransportKeys {
  readonly player: Player;
  readonly status: PlayerStatus;
  readonly toggle: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly obey: (clock: PlayerClock) => void;
}

function useTransportKeys({ player, status, toggle, step, obey }: TransportKeys): void {
  const t = useText();
  const group = t('Relecture');
  const jump = (by: number): void => player.seek(status.positionMs + by);
  useShortcut({ keys: ' ', group, label: t('Lecture ou pause') }, () => {
    // A focused button takes the space bar for itself.
    if (document.activeElement?.closest('button, a, summary') === null) {
      toggle();
    }
  });
  useShortcut({ keys: 'j', group, label: t('Arrière, puis plus vite') }, () =>
    obey(shuttle(status, -1)),
  );
  useShortcut({ keys: 'k', group, label: t('Pause') }, () => player.pause());
  useShortcut({ keys: 'l', group, label: t('Avant, puis plus vite') }, () =>
    obey(shuttle(status, 1)),
  );
  useShortcut({ keys: ',', group, label: t('Image précédente') }, () => step(-1));
  useShortcut({ keys: '.', group, label: t('Image suivante') }, () => step(1));
  useShortcut({ keys: 'ArrowLeft', group, label: t('Cinq secondes en arrière') }, () =>
    jump(-jumpMs),
  );
  useShortcut({ keys: 'ArrowRight', group, label: t('Cinq secondes en avant') }, () =>
    jump(jumpMs),
  );
}

/** `-1/4 ×`, `8 ×`. */
function speedText(speed: number): string {
  const size = Math.abs(speed);
  const text = size < 1 ? `1/${Math.round(1 / size)}` : String(size);
  return `${speed < 0 ? '−' : ''}${text} ×`;
}

function playText(t: Translate, status: PlayerStatus): string {
  if (status.waiting) {
    return t('Chargement…');
  }
  if (!status.playing) {
    return t('En pause');
  }
  return status.speed < 0 ? t('Lecture arrière') : t('Lecture avant');
}
