package dev.muster.format.attest.coswid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CoswidTest {
    private static final Digest HASH = Digest.sha256(new byte[32]);

    private static ConciseSwid release() {
        return ConciseSwid.payload(
                TagId.of("acme/cam/1.0.0"),
                "cam-firmware",
                "1.0.0",
                "Acme",
                List.of(FileEntry.of("bin/app", 12, HASH), FileEntry.of("version", 5, HASH)));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(CoswidReader.parse(CoswidWriter.encode(release()))).isEqualTo(release());
    }

    @Test
    void theTagNumberMayBeThereOrNot() {
        byte[] tagged = Cbor.tag(1398229316L, Cbor.parse(CoswidWriter.encode(release())))
                .encoded();
        assertThat(CoswidReader.parse(tagged)).isEqualTo(release());
        byte[] other = Cbor.tag(18, Cbor.parse(CoswidWriter.encode(release()))).encoded();
        assertThatThrownBy(() -> CoswidReader.parse(other)).isInstanceOf(CoswidException.class);
    }

    @Test
    void aTagIdMayBeAUuidOf16BytesButNoOtherBytes() {
        TagId id = new TagId.Uuid(UUID.fromString("3f06af63-a93c-11e4-9797-00505690773f"));
        assertThat(CoswidReader.tagId(CoswidWriter.tagId(id))).isEqualTo(id);
        assertThatThrownBy(() -> CoswidReader.tagId(Cbor.of(new byte[15]))).isInstanceOf(CoswidException.class);
    }

    /** RFC 9711 appendix A.1.5: the CoSWID of an evidence claim, files with location-less names and SHA-256. */
    @Test
    void evidenceOfThePublishedExampleIsRead() {
        byte[] bytes = HexFormat.of()
                .parseHex("a600663463613234350c17016d41636d6520522d496f542d4f530d65332e312e3402a2181f724163"
                        + "6d6520426173652041747465737465721821"
                        + "0103a11183a318187161636d655f725f696f745f6f732e657865141a0044b349078201582005f6b327c1"
                        + "73b4192bd2c3ec248a292215eab456611bf7a783e25c1782479905a318186d7265736f75726365732e72"
                        + "7363141a000c38b10782015820c142b9aba4280c4bb8c75f716a43c99526694caabe529571f5569bb7dc"
                        + "542f98a318186a636f6d6d6f6e2e6c6962141a0023"
                        + "3d3b0782015820a6a9dcdfb3884da5f884e4e1e8e8629958c2dbc7027414"
                        + "43a913e34de9333be6");
        ConciseSwid tag = CoswidReader.parse(bytes);
        assertThat(tag.softwareName()).isEqualTo("Acme R-IoT-OS");
        assertThat(tag.tagVersion()).isEqualTo(23);
        assertThat(tag.evidence().orElseThrow().files())
                .extracting(FileEntry::path)
                .containsExactly("acme_r_iot_os.exe", "resources.rsc", "common.lib");
        assertThat(tag.evidence().orElseThrow().files().getFirst().size()).isEqualTo(OptionalLong.of(4502345));
    }

    @Test
    void directoriesBecomePaths() {
        Cbor file = Cbor.map().put(24, "ls").build();
        Cbor usr = Cbor.map()
                .put(24, "usr")
                .put(26, Cbor.map().put(17, file).build())
                .build();
        Cbor payload = Cbor.map()
                .put(16, usr)
                .put(17, Cbor.map().put(24, "hosts").put(23, "etc").build())
                .put(18, Cbor.map().put(27, "init").build())
                .build();
        ResourceCollection read = CoswidReader.parse(tag(payload)).payload().orElseThrow();
        assertThat(read.files()).extracting(FileEntry::path).containsExactlyInAnyOrder("usr/ls", "etc/hosts");
        assertThat(read.skipped())
                .as("the process entry is not read, and counted")
                .isEqualTo(1);
    }

    @Test
    void aDigestHasTheLengthOfItsAlgorithm() {
        Cbor bad = Cbor.map()
                .put(
                        17,
                        Cbor.map()
                                .put(24, "app")
                                .put(7, Cbor.array(Cbor.of(1), Cbor.of(new byte[31])))
                                .build())
                .build();
        assertThatThrownBy(() -> CoswidReader.parse(tag(bad)))
                .isInstanceOf(CoswidException.class)
                .hasMessageContaining("32 bytes, not 31");
    }

    @Test
    void theThreeNamesOfAnAlgorithmAreOne() {
        for (Cbor name : List.of(Cbor.of(1), Cbor.of(-16), Cbor.of("sha-256"))) {
            assertThat(CoswidReader.digest(Cbor.array(name, Cbor.of(new byte[32]))))
                    .isEqualTo(HASH);
        }
        assertThat(CoswidReader.digest(Cbor.array(Cbor.of(1234), Cbor.of(new byte[3])))
                        .algorithm())
                .isEqualTo("1234");
    }

    @Test
    void directoriesDoNotNestWithoutEnd() {
        Cbor inside = Cbor.map().put(17, Cbor.map().put(24, "f").build()).build();
        for (int i = 0; i < 70; i++) {
            inside = Cbor.map()
                    .put(16, Cbor.map().put(24, "d").put(26, inside).build())
                    .build();
        }
        byte[] deep = tag(inside);
        assertThatThrownBy(() -> CoswidReader.parse(deep)).isInstanceOf(CoswidException.class);
    }

    @Test
    void payloadAndEvidenceExcludeOneAnother() {
        Cbor both = Cbor.map()
                .putAll(Cbor.parse(tag(Cbor.map().build())).asMap())
                .put(3, Cbor.map().build())
                .build();
        assertThatThrownBy(() -> CoswidReader.parse(both.encoded())).isInstanceOf(CoswidException.class);
    }

    private static byte[] tag(Cbor payload) {
        return Cbor.map()
                .put(0, "id")
                .put(12, 0L)
                .put(1, "name")
                .put(2, Cbor.map().put(31, "Acme").put(33, 1L).build())
                .put(6, payload)
                .build()
                .encoded();
    }

    @Test
    void aFilesPathIsSplitAtItsLastSlash() {
        FileEntry file = new FileEntry("a/b/c", OptionalLong.empty(), Optional.empty());
        assertThat(file.location()).isEqualTo("a/b");
        assertThat(file.name()).isEqualTo("c");
    }
}
