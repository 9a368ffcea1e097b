import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App title={import.meta.env.VITE_TITLE ?? 'Habit board'} />
  </StrictMode>,
);
