package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of draft-ietf-rats-corim, in diagnostic notation. */
class CorimDraftTest {
    private static final String FOLDER = "corim/draft/examples";

    private static byte[] item(String name) {
        return Diagnostic.parse(new String(Vectors.bytes(name), StandardCharsets.UTF_8))
                .encoded();
    }

    @Test
    void everyModuleIdentifierIsReadAndReadBackWhereItIsWritten() {
        List<String> files = Vectors.list(FOLDER, ".diag").stream()
                .filter(name -> name.contains("/comid-"))
                .toList();
        assertThat(files).hasSizeGreaterThan(15);
        for (String file : files) {
            Comid comid;
            try {
                comid = Comids.parse(item(file));
            } catch (CorimException refused) {
                throw new AssertionError(file + ": " + refused.getMessage(), refused);
            }
            assertThat(comid.triples()).as(file).isNotEmpty();
            if (comid.triples().stream().noneMatch(Triple.Other.class::isInstance)) {
                Corim around = Corim.of(TagId.of("around"), comid, List.of(), java.util.Optional.empty(), List.of());
                assertThat(CorimReader.parse(CorimWriter.encode(around)).comids())
                        .as(file)
                        .containsExactly(comid);
            }
        }
    }

    @Test
    void everyManifestIsRead() {
        for (String name : List.of("corim-1", "corim-2", "corim-roles", "payload-corim-4")) {
            Corim corim = CorimReader.parse(item(FOLDER + "/" + name + ".diag"));
            assertThat(corim.comids()).as(name).isNotEmpty();
            assertThat(corim.tolerated()).as(name).isEmpty();
        }
    }

    @Test
    void theDraftsOwnUseOfADeprecatedMaskIsReported() {
        for (String name : List.of("corim-firmware-cd", "corim-design-cd")) {
            assertThat(CorimReader.parse(item(FOLDER + "/" + name + ".diag")).tolerated())
                    .containsExactly("a raw-value mask beside its value (code point 5)");
        }
    }

    @Test
    void aTagListIsRead() {
        Cbor list = Diagnostic.parse(new String(Vectors.bytes(FOLDER + "/cotl-1.diag"), StandardCharsets.UTF_8));
        Cbor corim = Cbor.tag(
                501,
                Cbor.map()
                        .put(0, "lists")
                        .put(1, Cbor.array(Cbor.tag(508, Cbor.of(list.encoded()))))
                        .build());
        Cotl read = CorimReader.parse(corim.encoded()).cotls().getFirst();
        assertThat(read.tags()).hasSize(3);
        assertThat(read.tags().get(1).tagVersion()).isEqualTo(5);
    }

    @Test
    void psaReferenceValuesNameTheirAlgorithmByText() {
        Comid comid = Comids.parse(item(FOLDER + "/comid-psa-refval.diag"));
        Triple.Reference triple = comid.references().getFirst();
        assertThat(triple.environment().classId().orElseThrow().tag()).isEqualTo(560);
        assertThat(triple.measurements()
                        .getFirst()
                        .values()
                        .digests()
                        .getFirst()
                        .algorithm())
                .isEqualTo("sha-256");
        assertThat(triple.measurements().getFirst().values().cryptoKeys()).hasSize(1);
    }

    @Test
    void aManifestIsNotAModuleIdentifier() {
        var manifest = item(FOLDER + "/corim-1.diag");
        assertThatThrownBy(() -> Comids.parse(manifest)).isInstanceOf(CorimException.class);
    }
}
