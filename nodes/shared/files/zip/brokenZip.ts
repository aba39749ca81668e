/** What came is not a ZIP archive, not a whole one, or one of a kind that cannot be read while it arrives. */
export class BrokenZip extends Error {}
