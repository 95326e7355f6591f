import { loadNetwork } from './loadNetwork';
import { type MeasureRequest, measureBackbone } from './measure';

/** A process of its own for `assay backbone advise`: measures one backbone and prints what it found. */
const request = JSON.parse(process.argv[2] ?? '') as MeasureRequest; // written by measureApart
await loadNetwork(request.backbone);
process.stdout.write(`${JSON.stringify(measureBackbone(request))}\n`);
