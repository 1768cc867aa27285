/**
 * The alarms: a count in the bar and a drawer with each of them, in words. An alarm is taken by a
 * named person ("acquitter"), never silenced by itself. Shape and word say the level; nothing blinks.
 */

import type { AlarmView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../api/client.ts';
import { useAlarms, useCameras, useSession } from '../api/queries.ts';
import { useMoments } from '../i18n/moments.ts';
import { useText, useWords } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { EmptyState, FaultNotice, type Tone } from '../ui/notice.tsx';
import { StateShape } from '../ui/state-badge.tsx';
import { useShortcut } from './shortcuts.ts';

const order = { alarm: 0, warning: 1, notice: 2 } as const;

function sorted(alarms: readonly AlarmView[]): AlarmView[] {
  const rank = (one: AlarmView): number =>
    (one.acknowledgedBy === null ? 0 : 10) + (one.endedMs === null ? 0 : 5) + order[one.level];
  return [...alarms].sort((one, other) => rank(one) - rank(other) || other.atMs - one.atMs);
}

/** Unacknowledged ones and the worst level among them. */
function pending(alarms: readonly AlarmView[]): { count: number; tone: Tone } {
  const open = alarms.filter((alarm) => alarm.acknowledgedBy === null);
  const tone = (['alarm', 'warning', 'notice'] as const).find((level) =>
    open.some((alarm) => alarm.level === level),
  );
  return { count: open.length, tone: tone ?? 'quiet' };
}

export function AlarmsButton(): ReactElement {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const alarms = useAlarms();
  const { count, tone } = pending(alarms.data ?? []);
  const news = useNewAlarm(alarms.data);
  const words = useWords();
  useShortcut({ keys: 'a', group: t('Partout'), label: t('Ouvrir les alarmes') }, () =>
    setOpen(true),
  );
  return (
    <>
      <Button variant="quiet" small onPress={() => setOpen(true)}>
        <span className={`s-alarms b-tone-${tone}`}>
          {count === 0 ? <Icon name="bell" /> : <StateShape tone={tone} size={14} />}
          <span>
            {t('{count, plural, =0 {Aucune alarme} one {# alarme} other {# alarmes}}', { count })}
          </span>
        </span>
      </Button>
      <p className="b-hidden" role="status">
        {news === undefined ? '' : words(news.words)}
      </p>
      <Dialog
        title={t('Alarmes')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        size="small"
        form="drawer"
      >
        <AlarmList alarms={sorted(alarms.data ?? [])} onLeave={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** The newest that came since this page stands here, for whoever doesn't see the count change (WCAG 4.1.3). */
function useNewAlarm(alarms: readonly AlarmView[] | undefined): AlarmView | undefined {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null);
  if (known === null && alarms !== undefined) {
    setKnown(new Set(alarms.map(comingOf)));
  }
  return alarms
    ?.filter((alarm) => {
      const isOpen = alarm.acknowledgedBy === null && alarm.endedMs === null;
      return isOpen && known !== null && !known.has(comingOf(alarm));
    })
    .toSorted((one, other) => other.atMs - one.atMs)[0];
}

/** An alarm that comes back, or is late now, has the same id: each coming is said. */
function comingOf({ id, code, times }: AlarmView): string {
  return `${id} ${code} ${times}`;
}

interface AlarmListProps {
  readonly alarms: readonly AlarmView[];
  readonly onLeave: () => void;
}

function AlarmList({ alarms, onLeave }: AlarmListProps): ReactElement {
  const t = useText();
  const acknowledge = useMutation({
    mutationFn: (id: string) => ask<null>('POST', `/api/alarms/${id}/acknowledge`),
    onSuccess: () => invalidate(['alarms']),
  });
  if (alarms.length === 0) {
    return <EmptyState icon="bell" title={t('Aucune alarme')} />;
  }
  return (
    <div className="b-stack">
      <FaultNotice fault={acknowledge.error} />
      <ul className="s-alarm-list">
        {alarms.map((alarm) => (
          <AlarmItem
            key={alarm.id}
            alarm={alarm}
            onAcknowledge={() => acknowledge.mutate(alarm.id)}
            onLeave={onLeave}
          />
        ))}
      </ul>
    </div>
  );
}

interface AlarmItemProps {
  readonly alarm: AlarmView;
  readonly onAcknowledge: () => void;
  readonly onLeave: () => void;
}

function AlarmItem({ alarm, onAcknowledge, onLeave }: AlarmItemProps): ReactElement {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  const cameras = useCameras();
  const camera = cameras.data?.find((one) => one.id === alarm.cameraId);
  const levels = { alarm: t('Alarme'), warning: t('Avertissement'), notice: t('Information') };
  const isOver = alarm.endedMs !== null;
  return (
    <li className="s-alarm" data-over={isOver ? '' : undefined}>
      <p className="s-alarm-head">
        <span className={`b-tone-${isOver ? 'quiet' : alarm.level}`}>
          <StateShape tone={isOver ? 'quiet' : alarm.level} size={14} />
        </span>
        <strong>{levels[alarm.level]}</strong>
        <time className="b-quiet">{moments.dayTime(alarm.atMs)}</time>
      </p>
      <p>{words(alarm.words)}</p>
      {camera === undefined ? null : (
        <p>
          <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }} onClick={onLeave}>
            {camera.name}
          </Link>
        </p>
      )}
      <RecorderConcerned name={alarm.recorderName ?? null} onLeave={onLeave} />
      <TechnicalDetail detail={alarm.detail ?? ''} />
      {alarm.times === 1 ? null : (
        <p className="b-small">
          {t('{times} fois depuis le {first}', {
            times: alarm.times,
            first: moments.dayTime(alarm.firstMs),
          })}
        </p>
      )}
      {alarm.endedMs === null ? null : (
        <p className="b-quiet b-small">
          {t('Terminée le {time}', { time: moments.dayTime(alarm.endedMs) })}
        </p>
      )}
      {alarm.acknowledgedBy === null ? (
        <Button small icon="check" onPress={onAcknowledge}>
          {t('Acquitter')}
        </Button>
      ) : (
        <p className="b-quiet b-small">
          {t('Acquittée par {name}', { name: alarm.acknowledgedBy })}
        </p>
      )}
    </li>
  );
}

interface RecorderConcernedProps {
  readonly name: string | null;
  readonly onLeave: () => void;
}

/** Leads to the state of the system for whoever may read it. */
function RecorderConcerned({ name, onLeave }: RecorderConcernedProps): ReactElement | null {
  const mayReadHealth = useSession().data?.may['read-health'].allowed === true;
  if (name === null) {
    return null;
  }
  return (
    <p>
      {mayReadHealth ? (
        <Link to="/health" onClick={onLeave}>
          {name}
        </Link>
      ) : (
        name
      )}
    </p>
  );
}

/** One English sentence with figures, for the technician. */
function TechnicalDetail({ detail }: { readonly detail: string }): ReactElement | null {
  const t = useText();
  return detail === '' ? null : (
    <p className="b-quiet b-small s-alarm-detail">
      {t('Détail technique :')} <span lang="en">{detail}</span>
    </p>
  );
}
