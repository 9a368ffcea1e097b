import { useState } from 'react';
import { streak } from './streak';

export function App({ title }: { title: string }) {
  const [days, setDays] = useState<boolean[]>([]);
  return (
    <main>
      <h1>{title}</h1>
      <p>{streak(days)} days in a row</p>
      <button onClick={() => setDays([...days, true])}>Done today</button>
      <button onClick={() => setDays([...days, false])}>Missed</button>
    </main>
  );
}
