import { z } from '../../shared/vendor/zod';
import { toRfc3339 } from '../../shared/run/providerTime';
import { tesouro } from '../facts';

/** What is known of a subscription; the output of every operation on one. */
export const Subscription = z.object({
	id: z.string(),
	organizationId: z.string().optional(),
	eventType: z.string(),
	channelType: z.string(),
	url: z.string().optional().describe('Where Tesouro delivers'),
	mtlsEnabled: z.boolean().optional().describe('Whether Tesouro shows a client certificate when it delivers'),
	isActive: z.boolean(),
	createdAt: z.string().optional(),
	updatedAt: z.string().optional(),
});
export type Subscription = z.infer<typeof Subscription>;

/** A text that may be missing, as null or altogether. */
const text = z
	.string()
	.nullish()
	.transform((value) => value ?? undefined);

/** "Subscription object" of the seed. Only what a subscription cannot do without is required. */
export const SubscriptionRecord = z
	.object({
		id: z.string().min(1),
		organizationId: text,
		eventType: z.string().min(1),
		channelType: text,
		channelConfig: z.object({ url: text, mtlsEnabled: z.boolean().nullish() }).nullish(),
		isActive: z.boolean(),
		createdAt: text,
		updatedAt: text,
	})
	.transform(({ channelConfig, ...record }): Subscription => ({
		id: record.id,
		...(record.organizationId !== undefined && { organizationId: record.organizationId }),
		eventType: record.eventType,
		channelType: record.channelType ?? tesouro.channel.type,
		...(channelConfig?.url !== undefined && { url: channelConfig.url }),
		...(channelConfig?.mtlsEnabled != null && { mtlsEnabled: channelConfig.mtlsEnabled }),
		isActive: record.isActive,
		...dateTime('createdAt', record.createdAt),
		...dateTime('updatedAt', record.updatedAt),
	}));

/** In UTC where it is a time, else as it came. */
const dateTime = (name: 'createdAt' | 'updatedAt', value: string | undefined) =>
	value === undefined ? {} : { [name]: toRfc3339(value) ?? value };

/** What makes a subscription the one it is: "same event type, channel, and URL". */
export interface Wanted {
	eventType: string;
	url: string;
}

export const isSame = (subscription: Subscription, { eventType, url }: Wanted): boolean =>
	subscription.eventType === eventType &&
	subscription.channelType.toUpperCase() === tesouro.channel.type &&
	isSameUrl(subscription.url, url);

/** Written alike or not: the case of the host and a default port make no difference. */
export const isSameUrl = (one: string | undefined, other: string): boolean =>
	one !== undefined && normalise(one) === normalise(other);

const normalise = (url: string) => (URL.canParse(url) ? new URL(url).href : url);

/** Best first: an active one, then the one that was there first, which Tesouro's staff may have set up further. */
export const byPreference = (one: Subscription, other: Subscription): number =>
	Number(other.isActive) - Number(one.isActive) ||
	(one.createdAt ?? '').localeCompare(other.createdAt ?? '') ||
	one.id.localeCompare(other.id);
