// Values as text, by Grafana's names of units.

const scaled = (value, units, factor) => {
  let index = 0;
  for (; Math.abs(value) >= factor && index < units.length - 1; index++) value /= factor;
  return `${digits(value)} ${units[index]}`;
};

const digits = value => value === 0 ? '0'
  : Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : `${Number(value.toPrecision(3))}`;

const formats = {
  s: value => Math.abs(value) >= 60 ? duration(value)
    : Math.abs(value) >= 1 || value === 0 ? `${digits(value)} s` : `${digits(value * 1000)} ms`,
  reqps: value => `${digits(value)} req/s`,
  ops: value => `${digits(value)} /s`,
  percent: value => `${digits(value)} %`,
  percentunit: value => `${digits(value * 100)} %`,
  bytes: value => scaled(value, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], 1024),
  Bps: value => scaled(value, ['B/s', 'kB/s', 'MB/s', 'GB/s'], 1000),
  short: digits,
};

export const format = (value, unit) => value === null || value === undefined ? '–' : (formats[unit] ?? digits)(value);

export const duration = seconds => seconds < 60 ? `${Math.round(seconds)} s`
  : seconds < 3600 ? `${Math.round(seconds / 60)} min`
  : seconds < 172800 ? `${digits(seconds / 3600)} h` : `${digits(seconds / 86400)} d`;

/** The time since a moment. */
export const age = time => duration((Date.now() - new Date(time).getTime()) / 1000);

const dateAndTime = new Intl.DateTimeFormat('en-GB', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const timeOnly = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A moment of a chart, with the day if the chart covers more than one. */
export const moment = (seconds, range) => (range > 86400 ? dateAndTime : timeOnly).format(new Date(seconds * 1000));
