import type { RestFault } from './exchange-fault';
import type { FaultLog } from './fault-log';

/** What goes wrong with one REST request. */
export type SpoiltRequest = Pick<RestFault, 'status' | 'slowMs' | 'hang' | 'malformed'>;

/** REST faults that are in effect. */
export class RestFaults {
  readonly #active = new Set<RestFault>();

  constructor(private readonly log: FaultLog) {}

  /** Puts a fault in effect; returns what ends that. */
  begin(fault: RestFault): () => void {
    this.#active.add(fault);
    return () => this.#active.delete(fault);
  }

  /** What goes wrong with a request for a path below `/v4`: of all faults that it meets, the later wins. */
  spoil(path: string): SpoiltRequest {
    let spoilt: SpoiltRequest = {};
    for (const { kind, path: prefix = '/', status, slowMs, hang, malformed } of this.#active) {
      if (!path.startsWith(prefix)) continue;
      const effect: SpoiltRequest = {
        ...(status !== undefined && { status }),
        ...(slowMs !== undefined && { slowMs }),
        ...(hang !== undefined && { hang }),
        ...(malformed !== undefined && { malformed }),
      };
      spoilt = { ...spoilt, ...effect };
      this.log.add(kind, `${JSON.stringify(effect)} for ${path}`);
    }
    return spoilt;
  }
}
