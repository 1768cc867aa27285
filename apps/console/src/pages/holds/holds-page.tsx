/**
 * What is kept for justice beyond its term, and for how long (HLD-1 to HLD-3). The one glance: what a
 * telephone call still owes in writing stands first, then what is in force, then what has ended.
 */

import type { HoldView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useHolds, useSession } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { frameworkLabel } from '../../words/labels.ts';
import { EndHold } from './end-hold.tsx';
import { holdState } from './hold-words.ts';
import { NewHold } from './new-hold.tsx';

interface Wish {
  readonly hold: HoldView;
  readonly what: 'confirm' | 'lift';
}

export function HoldsPage(): ReactElement {
  const t = useText();
  const holds = useHolds();
  const may = useSession().data?.may;
  const [isPlacing, setPlacing] = useState(false);
  const [wish, setWish] = useState<Wish | null>(null);
  const columns = useColumns(setWish);
  const placing = may?.['place-holds'];
  return (
    <Page
      tools={
        <>
          <div className="b-grow" />
          {placing === undefined ? null : (
            <Button
              variant="primary"
              icon="plus"
              decision={placing}
              onPress={() => setPlacing(true)}
            >
              {t('Conserver des images')}
            </Button>
          )}
        </>
      }
    >
      <FaultNotice fault={holds.error} />
      {holds.isPending ? <Waiting /> : null}
      {holds.data === undefined ? null : holds.data.length === 0 ? (
        <EmptyState icon="lock" title={t('Rien n’est conservé pour la justice')} />
      ) : (
        <Table
          caption={t('Conservations')}
          columns={columns}
          rows={holds.data.toSorted((a, b) => rankOf(a) - rankOf(b))}
          keyOf={(hold) => hold.id}
        />
      )}
      {isPlacing ? <NewHold onClose={() => setPlacing(false)} /> : null}
      {wish === null ? null : <EndHold {...wish} onClose={() => setWish(null)} />}
    </Page>
  );
}

/** Newest first within each, as the centre gives them. */
function rankOf(hold: HoldView): number {
  return hold.toConfirm ? 0 : hold.ended === null ? 1 : 2;
}

function useColumns(onWish: (wish: Wish) => void): readonly Column<HoldView>[] {
  const t = useText();
  const moments = useMoments();
  return [
    {
      key: 'reference',
      head: t('Référence'),
      isRowHead: true,
      cell: (hold) => (
        <Lines
          first={hold.reference}
          others={[frameworkLabel(t, hold.framework), hold.requester]}
        />
      ),
    },
    {
      key: 'what',
      head: t('Images'),
      cell: (hold) => (
        <Lines
          first={hold.cameras.map(({ name }) => name).join(', ')}
          others={[
            t('du {day}', { day: moments.dayMinute(hold.fromMs) }),
            t('au {day}', { day: moments.dayMinute(hold.toMs) }),
          ]}
        />
      ),
    },
    {
      key: 'files',
      head: t('Fichiers'),
      isNumber: true,
      cell: (hold) => moments.number(hold.files),
    },
    {
      key: 'state',
      head: t('État'),
      cell: (hold) => {
        const { tone, label } = holdState(t, hold);
        return <StateBadge tone={tone}>{label}</StateBadge>;
      },
    },
    {
      key: 'end',
      head: t('Terme'),
      cell: (hold) => (
        <Lines
          first={moments.dayMinute(hold.endsAt)}
          others={
            hold.toConfirm ? [t('confirmée : {day}', { day: moments.civilDay(hold.until) })] : []
          }
        />
      ),
    },
    {
      key: 'by',
      head: t('Posée par'),
      cell: (hold) => <Lines first={hold.placedBy} others={[moments.dayMinute(hold.placedAt)]} />,
    },
    {
      key: 'acts',
      head: t('Agir'),
      cell: (hold) => <Acts hold={hold} onWish={onWish} />,
    },
  ];
}

interface LinesProps {
  readonly first: string;
  readonly others: readonly string[];
}

function Lines({ first, others }: LinesProps): ReactElement {
  return (
    <span className="p-hold-lines">
      <span>{first}</span>
      {others.map((text) => (
        <span key={text} className="b-quiet b-small">
          {text}
        </span>
      ))}
    </span>
  );
}

interface ActsProps {
  readonly hold: HoldView;
  readonly onWish: (wish: Wish) => void;
}

function Acts({ hold, onWish }: ActsProps): ReactElement | null {
  const t = useText();
  const ending = useSession().data?.may['end-holds'];
  if (hold.ended !== null || ending === undefined) {
    return hold.ended === null ? null : <span>{hold.ended.reason}</span>;
  }
  return (
    <span className="b-row">
      {hold.toConfirm ? (
        <Button small decision={ending} onPress={() => onWish({ hold, what: 'confirm' })}>
          {t('Confirmer…')}
        </Button>
      ) : null}
      <Button
        small
        variant="danger"
        decision={ending}
        onPress={() => onWish({ hold, what: 'lift' })}
      >
        {t('Lever…')}
      </Button>
    </span>
  );
}
