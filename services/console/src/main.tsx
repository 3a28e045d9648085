import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { redeemLoginLink } from './api/session.ts';
import { App } from './app.tsx';
import { PreferencesProvider } from './parts/preferences.tsx';
import './styles/index.css';

const login = await redeemLoginLink();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider>
        <App login={login} />
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
);
