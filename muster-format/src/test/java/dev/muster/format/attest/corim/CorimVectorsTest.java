package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.attest.coswid.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The CBOR examples of the Veraison project. */
class CorimVectorsTest {
    private static final String COMIDS = "corim/veraison/comid/testcases/";
    private static final String CORIMS = "corim/veraison/corim/testcases/";

    @Test
    void everyModuleIdentifierIsRead() {
        List<String> files = Vectors.list(COMIDS.substring(0, COMIDS.length() - 1), ".cbor");
        assertThat(files).hasSize(20);
        for (String file : files) {
            assertThat(Comids.parse(Vectors.bytes(file)).triples()).as(file).isNotEmpty();
        }
    }

    @Test
    void everyManifestIsRead() {
        for (String name : List.of("unsigned-good-corim", "unsigned-example-corim", "unsigned-corim-with-extensions")) {
            Corim corim = CorimReader.parse(Vectors.bytes(CORIMS + name + ".cbor"));
            assertThat(corim.comids()).as(name).isNotEmpty();
            assertThat(corim.id().toString()).isEqualTo("test corim id");
        }
    }

    @Test
    void referenceValuesAreThoseOfTheExample() {
        Comid comid = Comids.parse(Vectors.bytes(COMIDS + "comid-1.cbor"));
        Triple.Reference triple = comid.references().getFirst();
        assertThat(triple.environment().vendor()).contains("ACME Inc.");
        assertThat(triple.environment().model()).contains("ACME RoadRunner");
        MeasurementValues values = triple.measurements().getFirst().values();
        assertThat(values.version().orElseThrow().text()).isEqualTo("1.0.0");
        assertThat(values.digests()).extracting(Digest::algorithm).containsExactly("sha-256");
        assertThat(values.digests().getFirst().hex())
                .isEqualTo("44aa336af4cb14a879432e53dd6571c7fa9bccafb75f488259262d6ea3a4d91b");
    }

    @Test
    void registersMasksAndFlagsAreRead() {
        MeasurementValues registers = values("comid-integrity-registers.cbor");
        assertThat(registers.registers()).isNotEmpty();
        List<RawValue> raws = Comids.parse(Vectors.bytes(COMIDS + "comid-raw-value.cbor")).references().stream()
                .flatMap(triple -> triple.measurements().stream())
                .flatMap(measurement -> measurement.values().raw().stream())
                .toList();
        assertThat(raws).hasSizeGreaterThan(1);
        assertThat(raws).anyMatch(raw -> raw.mask().isPresent());
        boolean flags = Comids.parse(Vectors.bytes(COMIDS + "comid-flags.cbor")).triples().stream()
                .filter(Triple.Endorsed.class::isInstance)
                .flatMap(triple -> ((Triple.Endorsed) triple).measurements().stream())
                .anyMatch(measurement ->
                        Boolean.FALSE.equals(measurement.values().flags().get(MeasurementValues.FLAG_DEBUG)));
        assertThat(flags).isTrue();
    }

    private static MeasurementValues values(String file) {
        return Comids.parse(Vectors.bytes(COMIDS + file))
                .references()
                .getFirst()
                .measurements()
                .getFirst()
                .values();
    }
}
