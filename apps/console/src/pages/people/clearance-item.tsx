/** One clearance: by whom, over what, from when to when; suspended at once, with a reason. */

import { type ReactElement, useState } from 'react';
import { useCameraGroups, useCameras, useCommunes } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Button } from '../../ui/button.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { groundLabel, rightLabel } from '../../words/labels.ts';
import {
  type Clearance,
  clearanceCondition,
  clearanceState,
  reviewCondition,
} from './clearance-state.ts';
import { ReasonDialog } from './reason-dialog.tsx';

export function ClearanceItem({ clearance }: { readonly clearance: Clearance }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const nowMs = useNowMs(30_000);
  const [isSuspending, setSuspending] = useState(false);
  const { tone, label } = clearanceCondition(t, clearance, nowMs);
  const state = clearanceState(clearance, nowMs);
  return (
    <li className="p-clearance">
      <p className="b-row">
        <StateBadge tone={tone}>{label}</StateBadge>
        <span className="b-quiet b-small">
          {t('valable du {from} au {until}', {
            from: moments.civilDay(clearance.from),
            until: moments.civilDay(clearance.until),
          })}
        </span>
      </p>
      {clearance.suspended === null ? null : (
        <p>
          {t('le {day} : « {reason} »', {
            day: moments.day(clearance.suspended.at),
            reason: clearance.suspended.reason,
          })}
        </p>
      )}
      <p>{clearance.authority}</p>
      <Ground clearance={clearance} nowMs={nowMs} />
      <Scope clearance={clearance} />
      <p className="b-small">{clearance.rights.map((right) => rightLabel(t, right)).join(' · ')}</p>
      {state === 'in-force' || state === 'future' ? (
        <Button small variant="danger" onPress={() => setSuspending(true)}>
          {t('Suspendre…')}
        </Button>
      ) : null}
      {isSuspending ? (
        <ReasonDialog
          title={t('Suspendre l’habilitation')}
          consequence={t('Les images que cette personne regarde sont coupées à l’instant.')}
          label={t('Suspendre maintenant')}
          path={`/api/clearances/${clearance.id}/suspend`}
          onClose={() => setSuspending(false)}
        />
      ) : null}
    </li>
  );
}

interface GroundProps {
  readonly clearance: Clearance;
  readonly nowMs: number;
}

/** What it rests on, paper by paper, and when the approval is examined again (OPS-14). */
function Ground({ clearance, nowMs }: GroundProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const { ground, reviewDay } = clearance;
  if (ground === null) {
    return (
      <p>
        <StateBadge tone="notice">{t('Agrément non indiqué')}</StateBadge>
      </p>
    );
  }
  const papers = [
    [t('agrément du préfet'), ground.prefectApproval],
    [t('agrément du procureur'), ground.prosecutorApproval],
    [t('serment'), ground.oath],
  ] as const;
  const days = papers.flatMap(([name, day]) =>
    day === null ? [] : [t('{name} le {day}', { name, day: moments.civilDay(day) })],
  );
  const review = reviewDay === null ? null : reviewCondition(t, moments, reviewDay, nowMs);
  return (
    <p className="b-row b-small">
      <span className="b-quiet">{[groundLabel(t, ground.kind), ...days].join(' · ')}</span>
      {review === null ? null : <StateBadge tone={review.tone}>{review.label}</StateBadge>}
    </p>
  );
}

function Scope({ clearance }: { readonly clearance: Clearance }): ReactElement {
  const t = useText();
  const communes = useCommunes().data ?? [];
  const cameras = useCameras().data ?? [];
  const groups = useCameraGroups().data ?? [];
  const places = communes
    .filter(({ id }) => clearance.communeIds.includes(id))
    .map(({ name }) => name)
    .join(', ');
  const groupNames = clearance.groupIds.map((id) =>
    t('groupe {name}', { name: groups.find((group) => group.id === id)?.name ?? id }),
  );
  const names = (clearance.cameraIds ?? []).map(
    (id) => cameras.find((camera) => camera.id === id)?.name ?? id,
  );
  const isLimited = clearance.cameraIds !== null || groupNames.length > 0;
  return (
    <p className="b-quiet">
      {t('{places} : {cameras}', {
        places,
        cameras: isLimited ? [...groupNames, ...names].join(', ') : t('toutes les caméras'),
      })}
    </p>
  );
}
