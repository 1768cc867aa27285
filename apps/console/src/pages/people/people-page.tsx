/**
 * The persons of the centre: named, each with clearances (VP-40). A person is opened beside the list;
 * the choice stands in the address. Persons who have left stay for the register and can't come in.
 */

import type { PersonView } from '@beffroi/wire';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { usePeople, useSession } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { postLabel } from '../../words/labels.ts';
import { CameraGroups } from './camera-groups.tsx';
import { clearanceOf } from './clearance-state.ts';
import { NewPerson } from './new-person.tsx';
import { PersonPanel } from './person-panel.tsx';

const route = getRouteApi('/signed-in/people');

export function PeoplePage(): ReactElement {
  const t = useText();
  const people = usePeople();
  const manage = useSession().data?.may['manage-people'];
  const { person: openId } = route.useSearch();
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const columns = useColumns();
  const found = (people.data ?? []).filter((person) => matches(t, person, search));
  const open = people.data?.find((person) => person.id === openId);
  return (
    <Page
      tools={
        <>
          <SearchField label={t('Chercher une personne')} value={search} onChange={setSearch} />
          <div className="b-grow" />
          {manage === undefined ? null : (
            <Button variant="primary" icon="plus" decision={manage} onPress={() => setAdding(true)}>
              {t('Ajouter une personne')}
            </Button>
          )}
        </>
      }
    >
      <FaultNotice fault={people.error} />
      {people.isPending ? <Waiting /> : null}
      {people.data === undefined ? null : (
        <div className={open === undefined ? '' : 'p-split'}>
          {found.length === 0 ? (
            <EmptyState icon="people" title={t('Personne ne correspond')} />
          ) : (
            <Table
              caption={t('Personnes')}
              columns={columns}
              rows={found}
              keyOf={(person) => person.id}
              isCurrent={(person) => person.id === openId}
            />
          )}
          {open === undefined ? null : <PersonPanel key={open.id} person={open} />}
        </div>
      )}
      <CameraGroups />
      {isAdding ? <NewPerson onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function matches(t: Translate, person: PersonView, search: string): boolean {
  const text = `${person.displayName} ${person.login} ${postLabel(t, person.post)}`;
  return text.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
}

function useColumns(): readonly Column<PersonView>[] {
  const t = useText();
  const moments = useMoments();
  const nowMs = useNowMs(30_000);
  return [
    {
      key: 'name',
      head: t('Personne'),
      isRowHead: true,
      cell: (person) => (
        <span className="p-two-lines">
          <Link to="/people" search={{ person: person.id }}>
            {person.displayName}
          </Link>
          <span className="b-quiet b-small">{person.login}</span>
        </span>
      ),
    },
    { key: 'post', head: t('Fonction'), cell: (person) => postLabel(t, person.post) },
    {
      key: 'clearance',
      head: t('Habilitation'),
      cell: (person) => {
        const { tone, label } = clearanceOf(t, moments, person, nowMs);
        return <StateBadge tone={tone}>{label}</StateBadge>;
      },
    },
    {
      key: 'ways',
      head: t('Connexion'),
      cell: (person) => <span className="b-quiet">{waysText(t, person)}</span>,
    },
    {
      key: 'here',
      head: t('Présence'),
      cell: (person) =>
        person.signedIn ? <StateBadge tone="good">{t('En session')}</StateBadge> : null,
    },
  ];
}

function waysText(t: Translate, person: PersonView): string {
  const { passkeys, password, identities } = person.enrolled;
  const ways = [
    passkeys > 0
      ? t('{count, plural, one {# clé d’accès} other {# clés d’accès}}', { count: passkeys })
      : '',
    password ? t('mot de passe') : '',
    identities > 0
      ? t('{count, plural, one {# compte relié} other {# comptes reliés}}', { count: identities })
      : '',
  ].filter((way) => way !== '');
  return ways.length === 0 ? t('aucun moyen encore') : ways.join(', ');
}
