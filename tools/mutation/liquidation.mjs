import { mutationOf } from './base.mjs';

export default mutationOf('liquidation');
