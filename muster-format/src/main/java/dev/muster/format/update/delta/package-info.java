/**
 * Differences between two images, in blocks: each block of the new image is a zstd frame whose dictionary is a window of the
 * old one. So it is applied in one pass with bounded memory, and continued after any block.
 *
 * <p>The format is Muster's own (zstd's {@code --patch-from} makes one frame for the whole image, which needs memory for both
 * and starts again after a cut): {@code "MDL1" | version 1 | 3 zeros}, then for each block
 * {@code window offset (8) | window bytes (4) | block bytes (4) | frame bytes (4) | frame}, numbers big-endian. Nothing in it
 * is believed: the image's digest decides.
 *
 * <p>Frames: RFC 8878. Not done: other formats of differences (bsdiff, RFC 3284); windows that follow moved content.
 */
@NullMarked
package dev.muster.format.update.delta;

import org.jspecify.annotations.NullMarked;
