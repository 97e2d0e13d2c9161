import './jitless.ts';

/** Import it with `import()`: setting up the schemas delays the page, and only a dropped file or a look at samples needs them. */
export { parseResults } from '../../../results/file/parse.ts';
