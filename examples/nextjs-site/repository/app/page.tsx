import { upcoming } from '../lib/events';

export default function Page() {
  return (
    <main>
      <h1>{process.env.NEXT_PUBLIC_SITE_NAME ?? 'Events'}</h1>
      <ul>
        {upcoming(new Date('2026-01-01')).map((event) => (
          <li key={event.title}>
            {event.date}: {event.title}
          </li>
        ))}
      </ul>
    </main>
  );
}
