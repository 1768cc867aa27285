/**
 * Emergency accesses (OPS-17 to OPS-20): who opened pictures for themselves, why, until when, and what
 * somebody else found of it. What is open stands first, then what is still to be reviewed.
 */

import type { EmergencyView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useEmergencies } from '../../api/queries.ts';
import { type Moments, useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, type Tone, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { emergencyMotiveLabel } from '../../words/labels.ts';
import { ReviewEmergency } from './review-emergency.tsx';

export function EmergenciesPage(): ReactElement {
  const t = useText();
  const emergencies = useEmergencies();
  const [reviewed, setReviewed] = useState<EmergencyView | null>(null);
  const end = useMutation({
    mutationFn: ({ id }: EmergencyView) => ask('POST', `/api/emergencies/${id}/end`),
    onSettled: () => invalidate(['emergencies', 'alarms']),
  });
  const columns = useColumns(setReviewed, (emergency) => end.mutate(emergency));
  return (
    <Page>
      <FaultNotice fault={emergencies.error ?? end.error} />
      {emergencies.isPending ? <Waiting /> : null}
      {emergencies.data === undefined ? null : emergencies.data.length === 0 ? (
        <EmptyState icon="shield" title={t('Aucun accès d’urgence n’a été pris')} />
      ) : (
        <Table
          caption={t('Accès d’urgence')}
          columns={columns}
          rows={emergencies.data.toSorted((a, b) => rankOf(a) - rankOf(b))}
          keyOf={({ id }) => id}
        />
      )}
      {reviewed === null ? null : (
        <ReviewEmergency emergency={reviewed} onClose={() => setReviewed(null)} />
      )}
    </Page>
  );
}

/** Newest first within each, as the centre gives them. */
function rankOf({ isOpen, reviewed }: EmergencyView): number {
  return isOpen ? 0 : reviewed === null ? 1 : 2;
}

function useColumns(
  onReview: (emergency: EmergencyView) => void,
  onEnd: (emergency: EmergencyView) => void,
): readonly Column<EmergencyView>[] {
  const t = useText();
  const moments = useMoments();
  return [
    {
      key: 'who',
      head: t('Personne'),
      isRowHead: true,
      cell: ({ person, openedAt }) => (
        <span className="p-two-lines">
          <span>{person}</span>
          <span className="b-quiet b-small">{moments.dayMinute(openedAt)}</span>
        </span>
      ),
    },
    {
      key: 'why',
      head: t('Motif'),
      cell: ({ motive, reason }) => (
        <span className="p-two-lines">
          <span>{emergencyMotiveLabel(t, motive)}</span>
          <span className="b-quiet b-small">{reason}</span>
        </span>
      ),
    },
    {
      key: 'end',
      head: t('Fin'),
      cell: (emergency) => <span className="b-quiet">{endText(t, moments, emergency)}</span>,
    },
    {
      key: 'state',
      head: t('Examen'),
      cell: (emergency) => <ReviewState emergency={emergency} />,
    },
    {
      key: 'act',
      head: t('Agir'),
      cell: (emergency) =>
        emergency.mayEnd ? (
          <Button small variant="danger" onPress={() => onEnd(emergency)}>
            {t('Couper maintenant')}
          </Button>
        ) : emergency.mayReview ? (
          <Button small onPress={() => onReview(emergency)}>
            {t('Examiner…')}
          </Button>
        ) : null,
    },
  ];
}

function endText(t: Translate, moments: Moments, { ended, until, isOpen }: EmergencyView): string {
  if (isOpen) {
    return t('ouvert jusqu’à {time}', { time: moments.time(until) });
  }
  const time = moments.dayMinute(ended?.at ?? until);
  return ended?.by == null ? time : t('{time}, par {name}', { time, name: ended.by });
}

function ReviewState({ emergency }: { readonly emergency: EmergencyView }): ReactElement {
  const t = useText();
  const { reviewed, isOpen, isReviewLate } = emergency;
  if (reviewed !== null) {
    const isJustified = reviewed.finding === 'justified';
    return (
      <span className="p-two-lines">
        <StateBadge tone={isJustified ? 'good' : 'alarm'}>
          {isJustified ? t('Justifié') : t('Non justifié')}
        </StateBadge>
        <span className="b-quiet b-small">
          {t('{by} : {words}', { by: reviewed.by, words: reviewed.words })}
        </span>
      </span>
    );
  }
  const [tone, label]: readonly [Tone, string] = isOpen
    ? ['alarm', t('En cours')]
    : isReviewLate
      ? ['alarm', t('À examiner, en retard')]
      : ['warning', t('À examiner')];
  return <StateBadge tone={tone}>{label}</StateBadge>;
}
