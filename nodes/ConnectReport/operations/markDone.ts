import { markAsDone } from '../../shared/deliveries/markDone';
import { topicOf } from '../deliveries/eventId';

export const markDone = markAsDone({ trigger: 'connectReportTrigger', topicOf });
