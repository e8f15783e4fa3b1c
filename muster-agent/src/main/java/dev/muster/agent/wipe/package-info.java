/**
 * Destroys what a device holds of its organisation, keys first, and proves it: {@code format.devices.maintenance.WipeProof}.
 * Every step can be done twice, so a power cut in the middle ends in the same: wiped.
 *
 * <p>Files are written over and removed through their file system. What a flash chip, a journal or a snapshot put elsewhere
 * before is not reached; only storage that is encrypted under a key of the device loses that too.
 *
 * <p>Not done: keys in a TPM are forgotten by their files, not evicted (none is persistent); software slots stay.
 */
@NullMarked
package dev.muster.agent.wipe;

import org.jspecify.annotations.NullMarked;
