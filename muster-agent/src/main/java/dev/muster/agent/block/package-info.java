/**
 * The installer for images on block storage that no power cut can brick: two superblocks, an append-only journal, slots A
 * and B, for one or several components.
 *
 * <p>What holds at every moment, whatever part of the unflushed sectors a cut keeps and however it tears them: one
 * superblock is whole; a slot that it vouches for holds, byte for byte, what a manifest named; the running slot is never
 * written; the confirmed sequence number never falls; the journal says nothing that did not happen. Shown by enumeration
 * over {@code SimBlockDevice} ({@code BlockPowerCuts}).
 *
 * <p>Differences are a matter of the transfer, not of the manifest: whoever offers one is not believed, the digest of the
 * image decides. A payload in AES-CTR is opened as it comes, with checkpoints; one whose cipher authenticates is held in memory
 * (16 MiB at most) and begins again after a cut.
 *
 * <p>Not done: driving the boot loader of a real board. {@link dev.muster.agent.block.BlockBoot} decides what one would.
 */
@NullMarked
package dev.muster.agent.block;

import org.jspecify.annotations.NullMarked;
