/** What is said of a fault. */
export const faultText = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));
