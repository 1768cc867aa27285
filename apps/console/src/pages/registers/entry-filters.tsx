/** What is asked of the log: which of the two, kind, person, camera and civil days. */

import type { RegisterOpeningView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText, useWords } from '../../i18n/text.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';

export interface EntryFilter {
  readonly log: 'acts' | 'recordings';
  /** Empty: any. */
  readonly kind: string;
  readonly person: string;
  readonly camera: string;
  readonly from: string;
  readonly to: string;
}

export const everything: EntryFilter = {
  log: 'acts',
  kind: '',
  person: '',
  camera: '',
  from: '',
  to: '',
};

/** The part of an address that asks for this. */
export function askedBy(filter: EntryFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

interface EntryFiltersProps {
  readonly opening: RegisterOpeningView;
  readonly filter: EntryFilter;
  readonly onChange: (filter: EntryFilter) => void;
}

export function EntryFilters({ opening, filter, onChange }: EntryFiltersProps): ReactElement {
  const t = useText();
  const words = useWords();
  const change = (part: Partial<EntryFilter>) => onChange({ ...filter, ...part });
  const named = (things: RegisterOpeningView['people']) =>
    things.map(({ id, name }) => ({ value: id, label: name }));
  const kinds = opening.kinds.map(({ kind, words: both }) => ({ value: kind, label: words(both) }));
  return (
    <search className="p-register-filters">
      <Select
        label={t('Registre')}
        choices={[
          { value: 'acts', label: t('Actes') },
          { value: 'recordings', label: t('Enregistrements') },
        ]}
        value={filter.log}
        onChange={(log) => change({ log })}
      />
      <Select
        label={t('Nature')}
        choices={[
          { value: '', label: t('Toutes') },
          ...kinds.toSorted((a, b) => a.label.localeCompare(b.label)),
        ]}
        value={filter.kind}
        onChange={(kind) => change({ kind })}
      />
      <Select
        label={t('Auteur')}
        choices={[{ value: '', label: t('Tous') }, ...named(opening.people)]}
        value={filter.person}
        onChange={(person) => change({ person })}
      />
      <Select
        label={t('Caméra')}
        choices={[{ value: '', label: t('Toutes') }, ...named(opening.cameras)]}
        value={filter.camera}
        onChange={(camera) => change({ camera })}
      />
      <DateField label={t('Du')} value={filter.from} onChange={(from) => change({ from })} />
      <DateField label={t('Au')} value={filter.to} onChange={(to) => change({ to })} />
    </search>
  );
}
