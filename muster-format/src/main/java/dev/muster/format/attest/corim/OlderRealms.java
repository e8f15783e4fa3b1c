package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reference values of CCA realms as draft-ydb-rats-cca-endorsements had them before -01, made into what they are today: the
 * initial measurement moves from the instance to the class, each register and the personalization to an element of its own.
 * What does not keep to the older form is left as it is, for the profile to say what is wrong with it.
 */
final class OlderRealms {
    private static final String RIM = "rim";

    private OlderRealms() {}

    static Comid read(Comid comid, Consumer<String> tolerate) {
        return new Comid(
                comid.tagId(),
                comid.tagVersion(),
                comid.entities(),
                comid.linkedTags(),
                comid.triples().stream().map(triple -> read(triple, tolerate)).toList());
    }

    /** Whether an environment is a realm as it is named today. */
    static boolean isToday(Environment environment) {
        return environment.instance().isEmpty()
                && environment
                        .classId()
                        .filter(id -> id.tag() == CodePoints.TAG_BYTES)
                        .isPresent();
    }

    private static Triple read(Triple triple, Consumer<String> tolerate) {
        if (!(triple instanceof Triple.Reference reference)
                || !reference.measurements().stream().allMatch(OlderRealms::isOlder)) {
            return triple;
        }
        Optional<TypedBytes> realm = reference.environment().instance().filter(id -> id.tag() == CodePoints.TAG_BYTES);
        if (realm.isEmpty()) {
            return triple;
        }
        tolerate.accept("a realm that is named by its instance");
        List<Measurement> measurements = new ArrayList<>();
        for (Measurement older : reference.measurements()) {
            for (Map.Entry<MeasuredElement, List<Digest>> register :
                    older.values().registers().entrySet()) {
                measurements.add(new Measurement(
                        Optional.of(MeasuredElement.of("cca." + register.getKey())),
                        MeasurementValues.digests(register.getValue()),
                        older.authorizedBy()));
            }
            older.values()
                    .raw()
                    .ifPresent(value -> measurements.add(new Measurement(
                            Optional.of(MeasuredElement.of("cca.rpv")),
                            MeasurementValues.ofRaw(value),
                            older.authorizedBy())));
        }
        // The class named who supplies the realm, which no evidence says: it is the manifest's signer.
        return new Triple.Reference(Environment.ofClass(realm.get()), measurements);
    }

    private static boolean isOlder(Measurement measurement) {
        return measurement.key().isEmpty()
                && measurement.values().raw().isPresent()
                && measurement.values().registers().containsKey(MeasuredElement.of(RIM));
    }
}
