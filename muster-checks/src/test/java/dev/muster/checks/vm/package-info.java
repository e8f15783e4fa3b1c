/**
 * A whole device in QEMU: Debian's kernel, a TPM by swtpm, a root that dm-verity checks, the device's package with its own Java,
 * at a real server on this machine ({@code ./muster test --tier vm}). Processor and TPM are emulated, and reports say so of the TPM.
 */
@NullMarked
package dev.muster.checks.vm;

import org.jspecify.annotations.NullMarked;
