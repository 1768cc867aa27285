/** Opens a calendar beside a field in which a date is typed; what is chosen there closes it. */

import type { ReactElement } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useMoments } from '../i18n/moments.ts';
import { useText } from '../i18n/text.ts';
import { Icon } from './icon.tsx';
import { MonthCalendar } from './month-calendar.tsx';

interface CalendarButtonProps {
  /** Of which field: `Du`. */
  readonly label: string;
  readonly day: string | null;
  readonly onDay: (day: string) => void;
  readonly isDisabled?: boolean;
}

export function CalendarButton(props: CalendarButtonProps): ReactElement {
  const { label, day, onDay, isDisabled = false } = props;
  const t = useText();
  const { today } = useMoments();
  const name = t('Calendrier : {label}', { label });
  return (
    <DialogTrigger>
      <Button className="b-step b-calendar-open" aria-label={name} isDisabled={isDisabled}>
        <Icon name="calendar" size={16} />
      </Button>
      <Popover className="b-popover" placement="bottom end">
        <Dialog className="b-calendar-dialog" aria-label={name}>
          {({ close }) => (
            <MonthCalendar
              day={day}
              today={today()}
              onDay={(chosen) => {
                onDay(chosen);
                close();
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
