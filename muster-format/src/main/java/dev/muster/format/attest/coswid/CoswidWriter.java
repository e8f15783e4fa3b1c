package dev.muster.format.attest.coswid;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import java.util.List;

/** {@link ConciseSwid} to deterministic bytes. Files are written flat, the directory as location (RFC 9393 §2.9.2). */
public final class CoswidWriter {
    private CoswidWriter() {}

    /** The concise-swid-tag without a CBOR tag, as EAT and CoRIM embed it. */
    public static byte[] encode(ConciseSwid tag) {
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.TAG_ID, tagId(tag.tagId()))
                .put(CodePoints.TAG_VERSION, tag.tagVersion())
                .put(CodePoints.SOFTWARE_NAME, tag.softwareName())
                .put(
                        CodePoints.ENTITY,
                        Cbor.array(tag.entities().stream()
                                .map(CoswidWriter::entity)
                                .toList()));
        tag.softwareVersion().ifPresent(version -> map.put(CodePoints.SOFTWARE_VERSION, version));
        tag.versionScheme().ifPresent(scheme -> map.put(CodePoints.VERSION_SCHEME, scheme));
        tag.payload().ifPresent(payload -> map.put(CodePoints.PAYLOAD, collection(payload)));
        tag.evidence().ifPresent(evidence -> map.put(CodePoints.EVIDENCE, collection(evidence)));
        return map.build().encoded();
    }

    /** A tag identity as it stands in CoSWID, CoMID and CoRIM. */
    public static Cbor tagId(TagId id) {
        return switch (id) {
            case TagId.Text text -> Cbor.of(text.value());
            case TagId.Uuid uuid -> Cbor.of(uuid.bytes());
        };
    }

    /** {@code [algorithm, value]} with the Named Information number where there is one. */
    public static Cbor digest(Digest digest) {
        Cbor algorithm = digest.number() != 0 ? Cbor.of(digest.number()) : Cbor.of(digest.algorithm());
        return Cbor.array(algorithm, Cbor.of(digest.value()));
    }

    private static CborMap entity(SwidEntity entity) {
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.ENTITY_NAME, entity.name())
                .put(
                        CodePoints.ROLE,
                        Cbor.array(entity.roles().stream().map(Cbor::of).toList()));
        entity.regId().ifPresent(uri -> map.put(CodePoints.REG_ID, Cbor.tag(32, Cbor.of(uri))));
        return map.build();
    }

    private static CborMap collection(ResourceCollection collection) {
        List<CborMap> files =
                collection.files().stream().map(CoswidWriter::file).toList();
        return Cbor.map().put(CodePoints.FILE, Cbor.array(files)).build();
    }

    private static CborMap file(FileEntry file) {
        CborMapBuilder map = Cbor.map().put(CodePoints.FS_NAME, file.name());
        if (!file.location().isEmpty()) {
            map.put(CodePoints.LOCATION, file.location());
        }
        file.size().ifPresent(size -> map.put(CodePoints.SIZE, size));
        file.hash().ifPresent(hash -> map.put(CodePoints.HASH, digest(hash)));
        return map.build();
    }
}
