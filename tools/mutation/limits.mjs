import { mutationOf } from './base.mjs';

export default mutationOf('limits');
