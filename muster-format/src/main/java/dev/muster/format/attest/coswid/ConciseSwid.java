package dev.muster.format.attest.coswid;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A concise software identification tag (RFC 9393 §2.3).
 *
 * @param tagVersion raised when the tag, not the software, is corrected
 * @param versionScheme RFC 9393 §4.1: 1 multipartnumeric, 16384 semver
 * @param payload what the maker ships
 * @param evidence what was found on a device
 */
public record ConciseSwid(
        TagId tagId,
        long tagVersion,
        String softwareName,
        Optional<String> softwareVersion,
        OptionalInt versionScheme,
        List<SwidEntity> entities,
        Optional<ResourceCollection> payload,
        Optional<ResourceCollection> evidence) {
    /** Version scheme "semver" (RFC 9393 §4.1). */
    public static final int SEMVER = 16384;

    public ConciseSwid {
        entities = List.copyOf(entities);
        if (payload.isPresent() && evidence.isPresent()) {
            throw new IllegalArgumentException("a tag carries a payload or evidence, not both");
        }
    }

    /** The payload tag of a release: name, version, maker and the files it ships. */
    public static ConciseSwid payload(
            TagId tagId, String softwareName, String softwareVersion, String maker, List<FileEntry> files) {
        return new ConciseSwid(
                tagId,
                0,
                softwareName,
                Optional.of(softwareVersion),
                OptionalInt.of(SEMVER),
                List.of(new SwidEntity(
                        maker, Optional.empty(), List.of(SwidEntity.TAG_CREATOR, SwidEntity.SOFTWARE_CREATOR))),
                Optional.of(ResourceCollection.of(files)),
                Optional.empty());
    }

    /** The evidence tag of a device: the files that a measurer found. */
    public static ConciseSwid evidence(
            TagId tagId, String softwareName, String softwareVersion, String measurer, List<FileEntry> files) {
        return new ConciseSwid(
                tagId,
                0,
                softwareName,
                Optional.of(softwareVersion),
                OptionalInt.of(SEMVER),
                List.of(new SwidEntity(measurer, Optional.empty(), List.of(SwidEntity.TAG_CREATOR))),
                Optional.empty(),
                Optional.of(ResourceCollection.of(files)));
    }
}
