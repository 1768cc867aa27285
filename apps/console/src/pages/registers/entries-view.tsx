/**
 * The log, newest first, fifty entries at a time. Each has its receipt, which verifies alone; what its
 * term has taken is said, and its proof stays.
 */

import type { RegisterEntriesView, RegisterEntryView, RegisterOpeningView } from '@beffroi/wire';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { authorLabel } from '../../words/labels.ts';
import { aboutWord, type Names, namesOf } from '../../words/record-values.ts';
import { askedBy, EntryFilters, everything } from './entry-filters.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { RecordFacts } from './record-facts.tsx';

export function EntriesView({ opening }: { readonly opening: RegisterOpeningView }): ReactElement {
  const t = useText();
  const columns = useColumns(namesOf(opening));
  const [filter, setFilter] = useState(everything);
  const asked = `/api/register/entries?opening=${opening.opening}&${askedBy(filter)}`;
  const pages = useInfiniteQuery({
    queryKey: ['register', asked],
    queryFn: ({ pageParam }) =>
      ask<RegisterEntriesView>('GET', pageParam === 0 ? asked : `${asked}&below=${pageParam}`),
    initialPageParam: 0,
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.number : undefined),
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="b-stack">
      <EntryFilters opening={opening} filter={filter} onChange={setFilter} />
      <FaultNotice fault={pages.error} />
      {pages.isPending ? <Waiting /> : null}
      {pages.isSuccess && entries.length === 0 ? (
        <EmptyState icon="list" title={t('Aucune écriture ne correspond')} />
      ) : null}
      {entries.length === 0 ? null : (
        <Table
          caption={t('Écritures du registre, la plus récente d’abord')}
          columns={columns}
          rows={entries}
          keyOf={(entry) => entry.id}
        />
      )}
      {pages.hasNextPage ? (
        <div className="b-row">
          <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
            {t('Écritures plus anciennes')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function useColumns(names: Names): readonly Column<RegisterEntryView>[] {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  return [
    { key: 'number', head: t('N°'), isNumber: true, cell: ({ number }) => number },
    { key: 'at', head: t('Date et heure'), cell: ({ at }) => moments.dayTime(at) },
    {
      key: 'kind',
      head: t('Nature'),
      isRowHead: true,
      cell: (entry) => (
        <span className="p-two-lines">
          {words(entry.words)}
          {entry.erased ? (
            <span className="b-quiet b-small">{t('texte effacé à son terme')}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'by',
      head: t('Auteur'),
      cell: ({ by }) => <span className="p-author">{authorLabel(t, by)}</span>,
    },
    {
      key: 'about',
      head: t('Objet'),
      cell: ({ about }) => about.map((one) => aboutWord(t, one)).join(', '),
    },
    {
      key: 'what',
      head: t('Détail'),
      cell: ({ motive, what }) => (
        <span className="p-two-lines">
          {motive === null ? null : words(motive)}
          <RecordFacts what={what} names={names} />
        </span>
      ),
    },
    {
      key: 'receipt',
      head: t('Reçu'),
      cell: ({ log, number }) => <ReceiptLink log={log} number={number} />,
    },
  ];
}
