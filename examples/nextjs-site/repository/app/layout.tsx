import type { ReactNode } from 'react';

export const metadata = { title: process.env.NEXT_PUBLIC_SITE_NAME ?? 'Events' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif' }}>{children}</body>
    </html>
  );
}
