/** Makes this process run TypeScript. The tsconfig.json in the current folder may be that of another project. */
import { register } from 'tsx/esm/api';

register({ tsconfig: false });
