package dev.muster.format.attest.coswid;

import java.util.List;

/**
 * The files of a payload or of evidence, directories flattened (RFC 9393 §2.9.2).
 *
 * @param files in the order of the tag
 * @param skipped how many entries of other kinds (process, resource, extension) were not read
 */
public record ResourceCollection(List<FileEntry> files, int skipped) {
    public ResourceCollection {
        files = List.copyOf(files);
    }

    public static ResourceCollection of(List<FileEntry> files) {
        return new ResourceCollection(files, 0);
    }
}
