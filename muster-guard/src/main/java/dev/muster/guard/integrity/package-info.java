/**
 * Holds the device to its manifest: its files, the programs that run, the parts that are attached.
 *
 * <p>Not done: dm-verity, fs-verity and IMA are the kernel's and only looked at ({@code guard.host}).
 */
@NullMarked
package dev.muster.guard.integrity;

import org.jspecify.annotations.NullMarked;
