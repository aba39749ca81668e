/** Stands in for Node's `buffer`, which asn1.js and bn.js load: a community node may not, and has Buffer without it. */
const ownBuffer = Buffer;
export { ownBuffer as Buffer };
