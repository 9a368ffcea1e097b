const events = [
  { date: '2025-05-01', title: 'Spring walk' },
  { date: '2026-06-20', title: 'Summer concert' },
  { date: '2026-10-03', title: 'Harvest market' },
];

export function upcoming(now: Date) {
  return events.filter((event) => new Date(event.date) >= now);
}
