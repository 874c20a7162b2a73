import { defineConfig } from 'vitepress';

/** Pages by what a reader wants: learn, do, look up, understand. */
const sidebar = [
  { text: 'Tutorial', items: [{ text: 'Your first connector', link: '/tutorial/your-first-connector' }] },
  {
    text: 'How-to guides',
    items: [
      { text: 'Authentication', link: '/guides/authentication' },
      { text: 'Pagination', link: '/guides/pagination' },
      { text: 'Reports made on demand', link: '/guides/report-jobs' },
      { text: 'Formats', link: '/guides/formats' },
      { text: 'Policy tuning', link: '/guides/policy-tuning' },
      { text: 'Sinks', link: '/guides/sinks' },
      { text: 'Validators', link: '/guides/validators' },
      { text: 'Publishing', link: '/publishing' },
      { text: 'Logs, metrics and audit', link: '/observability' },
      { text: 'The report of a run', link: '/report' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Settings', link: '/config' },
      { text: 'Events', link: '/events' },
      { text: 'Commands', link: '/reference/commands' },
      { text: 'SDK', link: '/reference/sdk' },
    ],
  },
  {
    text: 'Explanation',
    items: [
      { text: 'Exactly once', link: '/explanation/exactly-once' },
      { text: 'Retry-After', link: '/explanation/retry-after' },
      { text: 'Drift', link: '/drift' },
      { text: 'Control totals', link: '/control-totals' },
      { text: 'What the policy engine keeps', link: '/policy' },
    ],
  },
];

export default defineConfig({
  title: 'Ledgerline',
  description: 'Royalty reports from DSPs into a lake: every row once, every amount exact.',
  lang: 'en',
  srcExclude: ['decisions/**'],
  outDir: './.vitepress/dist',
  // A page that is not there fails the build; links that leave the site lead into the repository.
  ignoreDeadLinks: [/^\.\.\/\.\.\//, /^\.\/\.\.\//, /decisions\//],
  // Reports of an API are long pages.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: { sidebar, outline: [2, 3], search: { provider: 'local' } },
});
