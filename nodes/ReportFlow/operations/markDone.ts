import { markAsDone } from '../../shared/deliveries/markDone';
import { takenAs } from '../deliveries/eventId';

export const markDone = markAsDone({ trigger: 'reportFlowTrigger', takenAs });
