/**
 * Firmware images: a canonical subset of the ustar archive (POSIX.1-1988, IEEE Std 1003.1 "ustar Interchange Format").
 * Regular files only, in bytewise path order, with fixed owner, time and mode, so that a tree of files has exactly one
 * image: the digest of what lies in a slot can be computed from the slot itself and compared with the one in the manifest.
 * Any tar program can list and unpack an image.
 *
 * <p>Refused: links, devices, directories of their own, absolute paths, dot segments, paths over 100 bytes, anything out
 * of order, bytes other than zero in padding.
 *
 * <p>Not done: compression, sparse files, owners, extended attributes, empty directories.
 */
@NullMarked
package dev.muster.format.update.image;

import org.jspecify.annotations.NullMarked;
