/**
 * CoSWID: concise software identification tags (RFC 9393), as far as attestation needs them: a tag's identity, name,
 * version and entities, the files of its payload (what a maker ships) and of its evidence (what a device found).
 *
 * <p>Read with or without the tag 1398229316. Directories are flattened into paths with forward slashes. Not done:
 * links, software-meta, media, and the process and resource entries of a collection; they are skipped and counted, so
 * that a reader can say so. Corpus, patch and supplemental tags are refused where a payload is expected to be whole.
 */
@NullMarked
package dev.muster.format.attest.coswid;

import org.jspecify.annotations.NullMarked;
