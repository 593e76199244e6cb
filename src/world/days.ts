/**
 * Days of the Gregorian calendar as numbers (0 is 1970-01-01), so that they can be added to and compared without a clock.
 * The arithmetic counts years from March, which puts the leap day last.
 * https://howardhinnant.github.io/date_algorithms.html
 */

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:$|T(\d{2}):(\d{2}))/;
const DAYS_IN_ERA = 146_097;
const EPOCH = 719_468;
/** 9999-12-31: the last day with four digits. */
const LAST = 2_932_896;

/** `2024-03-05` or `2024-03-05T07:30:00Z` as days, with the part of the day that has passed; undefined for other texts. */
export function dayNumber(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const ofEra = marchYear - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const inEra = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * DAYS_IN_ERA + inEra - EPOCH + hour / 24 + minute / 1440;
}

/** The day a number lies in, as YYYY-MM-DD. */
export function dayText(days: number): string {
  const count = Math.max(0, Math.min(LAST, Math.floor(days))) + EPOCH;
  const era = Math.floor(count / DAYS_IN_ERA);
  const inEra = count - era * DAYS_IN_ERA;
  const ofEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const ofYear = inEra - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = ofEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${padded(month)}-${padded(day)}`;
}

function padded(number: number): string {
  return String(number).padStart(2, "0");
}
