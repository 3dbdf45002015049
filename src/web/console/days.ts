/** Days as forms give them. */

/** A day as a date field gives it: its beginning, or its last second, in the agency's zone. */
export function dayOf(text: string, timeZone: string, end: boolean): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text}T${end ? '23:59:59' : '00:00:00'}Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) return undefined;
  return new Date(at.getTime() - offsetMs(at, timeZone));
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - at.getTime()
  );
}
