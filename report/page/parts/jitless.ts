import { config } from 'zod';

// The page's policy forbids compiling code from text.
config({ jitless: true });
