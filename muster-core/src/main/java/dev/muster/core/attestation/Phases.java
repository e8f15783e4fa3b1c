package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Claims;
import dev.muster.core.attestation.corim.Described;
import dev.muster.core.attestation.corim.Ect;
import dev.muster.core.attestation.corim.KeyCheck;
import dev.muster.core.attestation.corim.Processor;
import dev.muster.core.attestation.corim.Relation;
import dev.muster.core.attestation.corim.Source;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.KeyContent;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.TypedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CoRIM processor over a statement, and the policy phase after it: what endorsers add is told, and never affirms by
 * itself; what a domain depends on must be corroborated before anything of the domain is.
 */
public final class Phases {
    /** Endorsed claims that are told as reasons; all of them are in the explanation. */
    private static final int MAX_TOLD = 8;

    private static final List<TypedBytes> VERIFIER =
            List.of(TypedBytes.bytes("muster".getBytes(StandardCharsets.UTF_8)));

    private final ReferenceSet references;
    private final String maker;
    private final Instant now;

    Phases(ReferenceSet references, String maker, Instant now) {
        this.references = references;
        this.maker = maker;
        this.now = now;
    }

    /** The claims of a statement, one tuple for each environment that it measured. */
    private static List<Ect.Elements> evidence(Statement statement, Environment environment) {
        List<Ect.Elements> evidence = new ArrayList<>();
        List<TypedBytes> authority = statement.authority();
        evidence.add(elements(environment, statement.measured(), authority));
        statement.parts().forEach(part -> evidence.add(elements(part.environment(), part.measured(), authority)));
        return evidence;
    }

    private static Ect.Elements elements(Environment environment, Measured measured, List<TypedBytes> authority) {
        List<Measurement> elements = new ArrayList<>();
        measured.elements()
                .forEach((key, values) -> values.forEach(value -> elements.add(new Measurement(
                        key.equals(MeasuredElement.UNNAMED) ? Optional.empty() : Optional.of(key), value, List.of()))));
        // What a log proves of the boot was measured as well; where evidence states such a key itself, that counts.
        measured.booted()
                .components()
                .values()
                .forEach(register -> register.forEach((key, value) -> {
                    if (!measured.elements().containsKey(key)) {
                        elements.add(new Measurement(Optional.of(key), value, List.of()));
                    }
                }));
        return new Ect.Elements(environment, elements, Ect.Origin.EVIDENCE, authority, Optional.empty());
    }

    /** Whether anything but reference values is known of what was measured. */
    boolean concern(Statement statement, Environment environment) {
        return references.endorsements().concerns(environment)
                || statement.parts().stream()
                        .anyMatch(part -> references.endorsements().concerns(part.environment()));
    }

    /** Everything that has a part, with what became of it. */
    Processor.Result run(Statement statement, Environment environment) {
        List<Ect.Elements> evidence = evidence(statement, environment);
        List<Environment> environments =
                evidence.stream().map(Ect.Elements::environment).distinct().toList();
        List<Relation> staging = new ArrayList<>();
        environments.stream()
                .flatMap(one -> references.shelves(one).stream())
                .distinct()
                .flatMap(shelf -> shelf.all().stream())
                .filter(value -> value.maker().equals(maker) && value.validAt(now))
                .map(Phases::relation)
                .forEach(staging::add);
        staging.addAll(references.endorsements().reached(environments, now));
        return Processor.process(evidence, staging, VERIFIER, keyCheck());
    }

    private static Relation relation(ReferenceValue value) {
        Source source = new Source(
                value.maker(),
                value.authority(),
                value.corimId(),
                value.tag(),
                "reference value " + value.version().orElse("").strip(),
                Optional.empty(),
                value.validity(),
                value.activation());
        return Relation.Reference.of(source, value.environment(), value.measurements());
    }

    /** A key that can be read; a certificate must hold now. Paths and revocation are the scheme's, with its anchors. */
    private KeyCheck keyCheck() {
        return (key, kind) -> references.isReadable(key) && KeyContent.holdsAt(key, now);
    }

    /** The appraisal with what the phases add to it: reasons, and a warning where a trustee is not corroborated. */
    Appraisal judge(Appraisal before, Statement statement, Environment environment) {
        Claims claims = run(statement, environment).claims();
        List<Reason> reasons = new ArrayList<>();
        claims.endorsed().stream()
                .map(Described::element)
                .distinct()
                .limit(MAX_TOLD)
                .forEach(text -> reasons.add(new Reason(Reason.ENDORSED, "Endorsed: " + text + ".")));
        List<Reason> open = new ArrayList<>();
        for (Ect claim : claims.all()) {
            if (claim instanceof Ect.Trustees dependency) {
                dependency.trustees().stream()
                        .filter(trustee -> !claims.corroborated(trustee))
                        .forEach(trustee -> open.add(new Reason(
                                Reason.TRUSTEE_OPEN,
                                dependency.environment() + " depends on " + trustee
                                        + ", of which no evidence agrees with reference values.")));
            }
        }
        return before.withPhases(reasons, open);
    }
}
